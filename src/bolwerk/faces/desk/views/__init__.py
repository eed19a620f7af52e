"""The views of the desk: forms in, services called, pages out."""
