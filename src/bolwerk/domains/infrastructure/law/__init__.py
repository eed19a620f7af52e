"""The law of measures 7.1 to 7.5: requirements on structures, verdicts, funds. Pure."""
