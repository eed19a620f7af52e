"""What a file really is. Its content decides, its name must agree, and what could do harm is refused. Pure."""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
import zlib
from dataclasses import dataclass

import filetype

from bolwerk.kernel import InvalidInput, Text

__all__ = ["LARGEST", "TYPES", "Inspected", "clean_name", "inspect"]

LARGEST = 25 * 1024 * 1024
LARGEST_UNPACKED = 250 * 1024 * 1024
LARGEST_RATIO = 100
_CHUNK = 64 * 1024

TYPES: dict[str, str] = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "png": "image/png",
    "jpg": "image/jpeg",
    "csv": "text/csv",
    "txt": "text/plain",
}
_SAME = {"jpeg": "jpg"}
# The agreed test string of virus scanners, in two halves so that this file itself sets off none.
_EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}" + b"$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
_MACRO_PARTS = re.compile(
    r"(vbaproject\.bin|vbadata\.xml|^basic/|^scripts/|/activex/|\.(exe|dll|js|vbs|bat|cmd|ps1)$)", re.IGNORECASE
)
_PDF_ACTIONS = re.compile(rb"/(JavaScript|JS|Launch)\b")


@dataclass(frozen=True, slots=True)
class Inspected:
    """`extension` is one of `TYPES`; `name` is safe to show and to send."""

    name: str
    extension: str
    content_type: str


def inspect(name: str, content: bytes) -> Inspected:
    """Raises `InvalidInput` when the file is empty, too large, of another kind than its name says, or could do harm."""
    safe = clean_name(name)
    if not content:
        raise _bad(safe, Text("Het bestand is leeg.", "The file is empty."))
    if len(content) > LARGEST:
        raise _bad(safe, Text("Het bestand is groter dan 25 MB.", "The file is larger than 25 MB."), _SMALLER)
    if _EICAR in content:
        raise _bad(safe, _VIRUS)
    stem, _, raw = safe.rpartition(".")
    extension = _SAME.get(raw.lower(), raw.lower())
    if not stem or extension not in TYPES:
        raise _bad(safe, Text("Dit soort bestand nemen we niet aan.", "We do not accept this kind of file."), _KINDS)
    if extension not in _kinds(content, safe):
        raise _bad(
            safe,
            Text(f"De inhoud is geen {extension.upper()}-bestand.", f"The content is not a {extension.upper()} file."),
            Text("Bewaar het opnieuw in het juiste formaat.", "Save it again in the right format."),
        )
    return Inspected(safe, extension, TYPES[extension])


def clean_name(name: str) -> str:
    """The last part of the path, in composed letters, without what a file system, a header or a reader trips over."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    kept = "".join(c if c.isalnum() or c in "._-() " else "_" for c in last if unicodedata.category(c)[0] != "C")
    stem, dot, extension = re.sub(r"\s+", " ", kept).strip(" .").rpartition(".")
    return f"{stem[:100].strip() or 'document'}{dot}{extension[:10]}" if dot else extension[:100] or "document"


def _kinds(content: bytes, name: str) -> frozenset[str]:
    """The kinds that the content can be."""
    if content.startswith(b"PK"):
        return _zip_kind(content, name)
    found = filetype.guess_extension(content[:8192])
    if content.startswith(b"%PDF-"):
        if _PDF_ACTIONS.search(content):
            raise _bad(name, Text("Deze pdf bevat opdrachten die iets uitvoeren.", "This PDF holds commands that run."), _FLAT)
        return frozenset({"pdf"})
    if found in {"png", "jpg"}:
        return frozenset({found})
    return frozenset({"csv", "txt"}) if found is None and _is_text(content) else frozenset()


def _zip_kind(content: bytes, name: str) -> frozenset[str]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = [info.filename for info in archive.infolist()]
            _unpack(archive, len(content), name)
            if any(_MACRO_PARTS.search(part) for part in parts):
                raise _bad(name, Text("Dit bestand bevat macro's.", "This file holds macros."), _FLAT)
            if "[Content_Types].xml" in parts:
                types = archive.read("[Content_Types].xml").lower()
                if b"macroenabled" in types:
                    raise _bad(name, Text("Dit bestand bevat macro's.", "This file holds macros."), _FLAT)
                return frozenset(kind for kind, part in _MAIN_PARTS.items() if part in parts)
            if "mimetype" in parts:
                said = archive.read("mimetype").decode("ascii", "replace").strip()
                return frozenset(kind for kind in ("odt", "ods") if TYPES[kind] == said)
    except (zipfile.BadZipFile, RuntimeError, OSError, EOFError, ValueError, zlib.error) as error:
        raise _bad(
            name,
            Text("Dit bestand is beschadigd of met een wachtwoord gesloten.", "This file is damaged or locked by a password."),
        ) from error
    return frozenset()


def _unpack(archive: zipfile.ZipFile, packed: int, name: str) -> None:
    """Read every part to its end, counting what really comes out; what the directory promises is not believed."""
    total = 0
    for info in archive.infolist():
        tail = b""
        with archive.open(info) as part:
            while chunk := part.read(_CHUNK):
                total += len(chunk)
                if total > LARGEST_UNPACKED or total > LARGEST_RATIO * packed:
                    raise _bad(
                        name, Text("Uitgepakt wordt dit bestand te groot.", "Unpacked, this file becomes too large."), _SMALLER
                    )
                if _EICAR in tail + chunk:
                    raise _bad(name, _VIRUS)
                tail = chunk[-len(_EICAR) :]


def _is_text(content: bytes) -> bool:
    if content.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        content = content[3:] if content[0] == 0xEF else b""
    if not content or any(byte < 32 and byte not in (9, 10, 12, 13) for byte in set(content)):
        return False
    if re.match(rb"\s*(<\?xml|<!doctype|<html|<svg|<script|#!)", content, re.IGNORECASE):
        return False
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return not set(content) & {0x81, 0x8D, 0x8F, 0x90, 0x9D, 0x7F}  # these no Windows-1252 text has
    return True


_MAIN_PARTS = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml"}
_AGAIN = Text("Kies een ander bestand.", "Choose another file.")
_SMALLER = Text("Maak het kleiner of splits het op.", "Make it smaller or split it.")
_FLAT = Text("Bewaar het als gewone pdf zonder macro's of scripts.", "Save it as a plain PDF without macros or scripts.")
_KINDS = Text(
    "Kies pdf, docx, xlsx, odt, ods, png, jpg, csv of txt.", "Choose pdf, docx, xlsx, odt, ods, png, jpg, csv or txt."
)
_BOMB = Text("Uitgepakt wordt dit bestand te groot.", "Unpacked, this file becomes too large.")
_VIRUS = Text("De virusscan houdt dit bestand tegen.", "The virus scan stops this file.")


def _bad(name: str, what: Text, mend: Text = _AGAIN) -> InvalidInput:
    return InvalidInput(what, where=name, mend=mend)
