"""Guidance: measures 4.1, 4.2 and 4.3. Enter by `public`."""
