"""Decision tables from and to DMN 1.3 or later: read into the same cubes as the law, written for any other tool. Pure."""

from bolwerk.engines.rules.dmn._model import Decision, Imported, Skipped
from bolwerk.engines.rules.dmn._read import read
from bolwerk.engines.rules.dmn._write import write

__all__ = ["Decision", "Imported", "Skipped", "read", "write"]
