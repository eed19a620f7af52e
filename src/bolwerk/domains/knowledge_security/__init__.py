"""Knowledge security: measure 3.3. Enter by `public`."""
