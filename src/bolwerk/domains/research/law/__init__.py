"""The law of measures 3.1, 3.2 and 3.4: schemes for research and innovation. Pure."""
