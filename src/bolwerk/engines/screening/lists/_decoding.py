"""In which encoding a text file stands: told, never guessed past a contradiction."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from pathlib import Path

from bolwerk.engines.screening.lists._words import damaged, mending, unreadable

_CHUNK = 1 << 20
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def encoding_of(path: Path) -> str:
    """`utf-8`, `utf-8-sig` (with a mark), `utf-16`, `utf-16-le`, `utf-16-be`, `latin-1` or `windows-1252`.

    Raises InvalidInput when the file is empty, is no text, or mixes two encodings; the line is named.
    """
    try:
        with path.open("rb") as file:
            head = file.read(4096)
    except OSError as error:
        raise unreadable(path, error) from error
    if not head.strip():
        raise damaged(path, None, "Dit bestand is leeg.", "This file is empty.")
    for mark, name in _MARKS:
        if head.startswith(mark):
            _prove(path, name)
            return name
    if b"\0" in head:
        name = _wide(path, head)
        _prove(path, name)
        return name
    return _narrow(path)


def _wide(path: Path, head: bytes) -> str:
    """UTF-16 without a mark: in text of mostly Latin letters every other byte is zero."""
    pairs = len(head) // 2
    first, second = head[::2].count(0), head[1::2].count(0)
    if second > pairs // 2 and first < pairs // 10:
        return "utf-16-le"
    if first > pairs // 2 and second < pairs // 10:
        return "utf-16-be"
    line = head[: head.index(0)].count(b"\n") + 1
    raise damaged(path, line, "Dit is geen tekstbestand: er staan nulbytes in.", "This is no text file: it holds zero bytes.")


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            yield chunk


def _prove(path: Path, name: str) -> None:
    decoder = codecs.getincrementaldecoder(name)()
    line = 1
    try:
        for chunk in _chunks(path):
            line += decoder.decode(chunk).count("\n")
        decoder.decode(b"", final=True)
    except UnicodeError as error:
        raise damaged(
            path,
            line,
            f"Dit bestand zegt {name} te zijn, maar is het niet overal.",
            f"This file says it is {name}, but is not everywhere.",
        ) from error


def _narrow(path: Path) -> str:
    """UTF-8 if it is so to the end; a file without one good UTF-8 letter is of the one-byte kind."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    line, letters, tail = 1, False, b""
    for chunk in _chunks(path):
        try:
            text = decoder.decode(chunk)
        except UnicodeDecodeError as error:
            # What stood before the error in the bytes that the decoder had in hand.
            before = error.object[: error.start]
            line += before.count(b"\n")
            if letters or not before.isascii():
                raise _mixed(path, line) from error
            return _one_byte(path)
        line += text.count("\n")
        letters = letters or not text.isascii()
        tail = decoder.getstate()[0]
    if tail:
        if letters:
            raise damaged(
                path, line, "Dit bestand is midden in een letter afgebroken.", "This file is cut off inside a letter."
            )
        return _one_byte(path)
    return "utf-8"


def _mixed(path: Path, line: int) -> Exception:
    return damaged(
        path,
        line,
        "Hier staat een teken dat geen UTF-8 is, terwijl het bestand daarvoor UTF-8 is.",
        "Here stands a character that is not UTF-8, while the file is UTF-8 up to here.",
        mending("Sla het bestand op als UTF-8, of haal het opnieuw op.", "Save the file as UTF-8, or fetch it again."),
    )


def _one_byte(path: Path) -> str:
    windows = any(any(0x80 <= byte < 0xA0 for byte in chunk) for chunk in _chunks(path))
    return "windows-1252" if windows else "latin-1"
