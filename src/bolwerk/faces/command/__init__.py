"""The `bolwerk` command: one entry point for people at a terminal and for programs (`--json`)."""

from bolwerk.faces.command.main import main

__all__ = ["main"]
