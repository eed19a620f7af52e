"""Cybersecurity: measure 5.2. Enter by `public`."""
