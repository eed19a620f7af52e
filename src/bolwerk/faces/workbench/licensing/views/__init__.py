"""Views of the handling of export applications."""
