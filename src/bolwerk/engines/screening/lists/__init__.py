"""Lists in their publishers' own formats, and a folder that keeps every version with one of each in force. Pure."""

from bolwerk.engines.screening.lists._difference import Difference, PropertyChange, difference, property_changes
from bolwerk.engines.screening.lists._formats import FORMATS, Format, read_list, recognise
from bolwerk.engines.screening.lists._own import IDENTIFIERS, SEPARATOR, entity_of
from bolwerk.engines.screening.lists._places import country
from bolwerk.engines.screening.lists._reading import Reading
from bolwerk.engines.screening.lists._store import EntryVersion, Kept, Store

__all__ = [
    "FORMATS",
    "IDENTIFIERS",
    "SEPARATOR",
    "Difference",
    "EntryVersion",
    "Format",
    "Kept",
    "PropertyChange",
    "Reading",
    "Store",
    "country",
    "difference",
    "entity_of",
    "property_changes",
    "read_list",
    "recognise",
]
