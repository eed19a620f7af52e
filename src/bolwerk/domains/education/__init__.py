"""Education and work: measures 8.1 to 8.5. Enter by `public`."""
