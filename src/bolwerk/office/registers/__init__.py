"""What the house knows once: organisations, establishments, sizes, ownership, people, and why it knows it."""
