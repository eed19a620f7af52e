"""A list from a file, whatever its form; and the pitfalls of such files, looked for before a version is kept."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from bolwerk.engines.goods._codes import Code, ListName
from bolwerk.engines.goods._document import Oddity, read_document
from bolwerk.engines.goods._tables import About, gathered, read_csv, read_json
from bolwerk.engines.goods._titles import builtin
from bolwerk.engines.goods._version import Entry, ListVersion
from bolwerk.kernel import InvalidInput, Text

LARGEST = 50_000_000
_MANY = 40


@dataclass(frozen=True, slots=True)
class Finding:
    """What may be wrong with a list. `serious`: text is likely lost, so the list is not kept unless somebody says so."""

    where: str
    what: Text
    serious: bool


@dataclass(frozen=True, slots=True)
class Reading:
    """The versions in a file, each with what was found on it."""

    versions: tuple[ListVersion, ...]
    findings: tuple[Finding, ...]

    @property
    def serious(self) -> tuple[Finding, ...]:
        return tuple(one for one in self.findings if one.serious)

    def accepted(self) -> tuple[ListVersion, ...]:
        """The versions with their serious findings written on them: whoever reads the list sees that it may not be whole."""
        told = tuple(f"{one.where}: {one.what.en}" for one in self.serious)
        return tuple(replace(version, findings=told) for version in self.versions)


def read_list(path: Path, about: About | None = None) -> Reading:
    """From `.csv`, `.tsv`, `.json`, `.md`, `.html`, `.txt`. Raises `InvalidInput` that names the line."""
    about = about or About()
    if not about.source:
        about = replace(about, source=path.name)
    text = _text(path)
    kind = path.suffix.lower()
    if kind in (".csv", ".tsv"):
        return _checked(read_csv(text, about, path.name), (), path.name)
    if kind == ".json":
        return _checked(read_json(text, about, path.name), (), path.name)
    if kind in (".md", ".markdown", ".html", ".htm", ".xhtml", ".txt"):
        document = read_document(text, about, path.name)
        return _checked(gathered(document.lines, path.name), document.oddities, path.name)
    raise InvalidInput(
        Text(
            f"Bestanden '{kind or path.name}' lezen wij niet als goederenlijst.",
            f"We do not read files '{kind or path.name}' as a list of goods.",
        ),
        where=str(path),
        mend=Text(
            "Geef CSV, JSON, Markdown, HTML of tekst. Van een pdf gaat tekst verloren: neem de HTML van het Publicatieblad.",
            "Give CSV, JSON, Markdown, HTML or text. From a PDF text gets lost: take the HTML of the Official Journal.",
        ),
    )


def _text(path: Path) -> str:
    if path.stat().st_size > LARGEST:
        raise InvalidInput(
            Text("Dit bestand is te groot voor een goederenlijst.", "This file is too large for a list of goods."),
            where=str(path),
            mend=Text("Geef alleen de bijlage met de lijst.", "Give only the annex with the list."),
        )
    raw = path.read_bytes()
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise InvalidInput(
            Text("Dit bestand is geen tekst in UTF-8.", "This file is not text in UTF-8."),
            where=f"{path}:{line}",
            mend=Text("Bewaar het als UTF-8.", "Save it as UTF-8."),
        ) from error


def _checked(versions: tuple[ListVersion, ...], oddities: Iterable[Oddity], where: str) -> Reading:
    found = [Finding(f"{where}:{one.line}", one.what, one.kind in ("gap", "unsure", "sentence")) for one in oddities]
    for version in versions:
        found += _pitfalls(version)
    serious = [one for one in found if one.serious]
    light = [one for one in found if not one.serious]
    return Reading(versions, (*serious[: _MANY * 10], *light[:_MANY]))


def _pitfalls(version: ListVersion) -> Iterable[Finding]:
    """Lost text, items that are missing, stubs: what public copies of these lists were seen to have."""
    for entry in version.entries:
        yield from _of_entry(version, entry)
    if missing := _missing_heads(version):
        told = Text("deze posten ontbreken: {codes}", "these entries are missing: {codes}").format(codes=", ".join(missing))
        yield Finding(version.version, told, serious=version.list is ListName.MILITARY)
    for code in _missing_siblings(version):
        told = Text(
            "{code} ontbreekt, terwijl het volgende onderdeel er is", "{code} is missing although the next item is there"
        )
        yield Finding(str(code), told.format(code=code), serious=True)
    if stubs := [str(entry.code) for entry in version.entries if entry.unused]:
        told = Text("niet gebruikt, dus nooit een kandidaat: {codes}", "not used, so never a candidate: {codes}")
        yield Finding(version.version, told.format(codes=", ".join(stubs)), serious=False)


def _of_entry(version: ListVersion, entry: Entry) -> Iterable[Finding]:
    below = version.children(entry.code)
    for lang, text in entry.texts.items():
        place = f"{entry.code} ({lang})"
        if not text and not below:
            yield Finding(place, Text("de tekst is leeg", "the text is empty"), serious=True)
        elif text.endswith(("-", ",")) or (text and text.rsplit(None, 1)[-1].lower() in _HANGING):
            yield Finding(place, Text("de tekst breekt af", "the text breaks off"), serious=True)
        elif text.rstrip().endswith(":") and not below and lang not in entry.notes:
            yield Finding(place, Text("na de dubbele punt volgt niets", "nothing follows the colon"), serious=True)


_HANGING = frozenset(
    ("the", "and", "or", "for", "with", "van", "het", "en", "voor", "met", "et", "ou", "pour", "und", "oder", "für")
)
"""No text of a list ends on one of these words in its language. Short ones that end texts in another language are left out."""


def _missing_heads(version: ListVersion) -> list[str]:
    there = {entry.code.head for entry in version.entries}
    if version.list is ListName.MILITARY:
        return [str(entry.code) for entry in builtin(ListName.MILITARY).entries if entry.code.head not in there]
    return [category for category in "0123456789" if not any(head[0] == category for head in there)]


def _missing_siblings(version: ListVersion) -> Iterable[Code]:
    """`a` and `c` without `b`: an item was lost."""
    families: dict[Code, set[str]] = {}
    for entry in version.entries:
        if entry.code.path and entry.code.parent:
            families.setdefault(entry.code.parent, set()).add(entry.code.path[-1])
    for parent, marks in families.items():
        numbers = {int(mark) for mark in marks if mark.isdigit()}
        letters = {ord(mark) - 96 for mark in marks if len(mark) == 1 and mark.isalpha()}
        for gone in sorted(set(range(1, max(numbers, default=0))) - numbers):
            yield Code(parent.list, parent.head, (*parent.path, str(gone)))
        for gone in sorted(set(range(1, max(letters, default=0))) - letters):
            yield Code(parent.list, parent.head, (*parent.path, chr(gone + 96)))
