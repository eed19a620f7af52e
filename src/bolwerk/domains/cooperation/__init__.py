"""Cooperation and follow-up: C and D. Enter by `public`."""
