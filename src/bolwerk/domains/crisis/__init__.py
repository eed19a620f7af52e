"""Crisis preparedness: measure 5.1. Enter by `public`."""
