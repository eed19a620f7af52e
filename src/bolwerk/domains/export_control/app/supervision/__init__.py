"""Supervision of those who may work flexibly, and going out to companies."""
