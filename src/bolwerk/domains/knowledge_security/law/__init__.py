"""The law of measure 3.3: safe international cooperation in research. Pure."""
