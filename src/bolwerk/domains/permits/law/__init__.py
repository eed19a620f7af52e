"""The law of measures 6.1 to 6.3: exemption, procedures and their clocks, the crisis regime. Pure."""
