"""Infrastructure: measures 7.1 to 7.5. Enter by `public`."""
