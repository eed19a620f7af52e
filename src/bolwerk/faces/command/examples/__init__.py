"""The fictional office: organisations and applications from `examples/`, replayed through the services of the house."""

from bolwerk.faces.command.examples.data import Application, Organisation, read_applications, read_organisations
from bolwerk.faces.command.examples.house import House
from bolwerk.faces.command.examples.loading import load, steps

__all__ = ["Application", "House", "Organisation", "load", "read_applications", "read_organisations", "steps"]
