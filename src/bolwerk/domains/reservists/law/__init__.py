"""The law of measure 10: leave of reservists. Pure."""
