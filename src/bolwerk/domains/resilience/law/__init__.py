"""The law of measure 9: volunteers and corps. Pure."""
