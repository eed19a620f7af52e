"""Measure 2.1: aid for research and development in defence. Enter by `public`."""
