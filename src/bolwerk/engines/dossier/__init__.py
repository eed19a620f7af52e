"""A dossier: what somebody tells once, as a TOML file. Read with errors that name the line, written so that it reads back."""

from bolwerk.engines.dossier._dossier import Dossier, Found, read, write
from bolwerk.engines.dossier._part import Part

__all__ = ["Dossier", "Found", "Part", "read", "write"]
