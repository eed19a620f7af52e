"""Measure 1.1: advice on projects of mainly military nature. Enter by `public`."""
