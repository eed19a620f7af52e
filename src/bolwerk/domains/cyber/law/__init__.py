"""The law of measure 5.2: NIS2, notification clocks, CyberFundamentals. Pure."""
