"""The pages, thin: forms in, selectors and services behind."""
