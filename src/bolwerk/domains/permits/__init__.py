"""Permits: measures 6.1, 6.2 and 6.3. Enter by `public`."""
