"""Export control: measures 1.2 and 1.3. Enter by `public`."""
