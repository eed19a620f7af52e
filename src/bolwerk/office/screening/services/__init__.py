"""What writes. Each call is one step: it happens whole, once per key, or not."""

from bolwerk.office.screening.services.deciding import decide, decide_alike, reopen
from bolwerk.office.screening.services.importing import Put, put_list
from bolwerk.office.screening.services.rescreening import KeptUp, keep_up, lapse, rescreen
from bolwerk.office.screening.services.watching import release, screen
from bolwerk.office.screening.subject import Subject

__all__ = [
    "KeptUp",
    "Put",
    "Subject",
    "decide",
    "decide_alike",
    "keep_up",
    "lapse",
    "put_list",
    "release",
    "reopen",
    "rescreen",
    "screen",
]
