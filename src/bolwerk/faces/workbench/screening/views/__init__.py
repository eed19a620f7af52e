"""What each address of the screening desk shows or does."""
