"""Licences on the desk: do I need one, apply, complete, follow."""
