"""The law of measure 5.1: critical entities and back-up power. Pure."""
