"""Civil resilience: measure 9. Enter by `public`."""
