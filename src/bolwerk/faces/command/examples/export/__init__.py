"""A year of fictional licences: applications from seeds, replayed through the services of the house."""

from bolwerk.faces.command.examples.export.data import Export, read_exports

__all__ = ["Export", "read_exports"]
