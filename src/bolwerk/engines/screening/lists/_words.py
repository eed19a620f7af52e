"""What is said of a file that cannot be read: the same few sentences for every format."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from bolwerk.kernel import InvalidInput, Text

Advance = Callable[[int], Any]
"""Is told how many more bytes are done."""

AGAIN = Text(
    "Haal het bestand opnieuw op bij wie het publiceert en probeer opnieuw. De lijst die gold, blijft gelden.",
    "Fetch the file again from its publisher and try again. The list in force stays in force.",
)
STAYS = Text("De lijst die gold, blijft gelden.", "The list in force stays in force.")


def quiet(_: int) -> None:
    """For who does not look."""


def damaged(path: Path | str, line: int | None, nl: str, en: str, mend: Text = AGAIN) -> InvalidInput:
    """The whole file is refused; the place is named."""
    where = f"{path}:{line}" if line else str(path)
    return InvalidInput(Text(nl, en), where=where, mend=mend)


def mending(nl: str, en: str) -> Text:
    """How to mend it, and that nothing was lost."""
    return Text(f"{nl} {STAYS.nl}", f"{en} {STAYS.en}")


def unreadable(path: Path, error: OSError) -> InvalidInput:
    """Not there, a folder, or no right to read it."""
    if isinstance(error, FileNotFoundError):
        return damaged(path, None, "Dit bestand bestaat niet.", "This file does not exist.", CHECK_PLACE)
    return damaged(
        path,
        None,
        f"Dit bestand kan niet worden gelezen ({error.strerror}).",
        f"This file cannot be read ({error.strerror}).",
        CHECK_PLACE,
    )


CHECK_PLACE = Text("Kijk de naam en de rechten na.", "Check the name and the permissions.")
