"""Reservists: measure 10. Enter by `public`."""
