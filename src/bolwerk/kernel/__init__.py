"""The vocabulary everyone shares: money, days and terms, periods, identifiers, citation, text, explanation, errors. Pure."""

from bolwerk.kernel.calendar import BRUSSELS, Calendar, Duration, Unit, local_day, read_date, write_date
from bolwerk.kernel.citation import Citation, Standing
from bolwerk.kernel.errors import BolwerkError, Conflict, InvalidInput, MissingLaw, NotAllowed, NotFound
from bolwerk.kernel.explanation import Explained, Reason
from bolwerk.kernel.identifiers import EstablishmentNumber, KboNumber, NisCode
from bolwerk.kernel.money import ZERO, Money
from bolwerk.kernel.period import ALWAYS, Period
from bolwerk.kernel.text import LANGS, Lang, Text

__all__ = [
    "ALWAYS",
    "BRUSSELS",
    "BolwerkError",
    "Calendar",
    "Citation",
    "Conflict",
    "Duration",
    "EstablishmentNumber",
    "Explained",
    "InvalidInput",
    "KboNumber",
    "LANGS",
    "Lang",
    "MissingLaw",
    "Money",
    "NisCode",
    "NotAllowed",
    "NotFound",
    "Period",
    "Reason",
    "Standing",
    "Text",
    "Unit",
    "ZERO",
    "local_day",
    "read_date",
    "write_date",
]
