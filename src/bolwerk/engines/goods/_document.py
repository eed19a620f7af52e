"""Lists from a document that a person made of the Official Journal: Markdown, HTML or plain text, read line by line.

The codes of the lists are not written out below the first level (`a.`, `1.`, `a.`): the order of the markers tells where a line
stands. What cannot be right on the way is told with its line, not guessed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

from bolwerk.engines.goods._codes import Code, ListName, read_code
from bolwerk.engines.goods._tables import About, Line
from bolwerk.kernel import InvalidInput, Text

_HEAD = re.compile(r"(ML\s?\d{1,2}|\d[A-E]\d{3,4})\.?(?:\s+|$)(.*)", re.S)
_INLINE = re.compile(r"((?:ML\s?\d{1,2}|\d[A-E]\d{3})(?:\.[a-z0-9]{1,2})+)\.?\s+(.*)", re.S)
_MARK = re.compile(r"([a-z]{1,2}|\d{1,3})[.)]\s+(.*)", re.S)
_NOTE = re.compile(
    r"(technical notes?|notes?|nota bene|n\.?\s?b\.?|opmerking(?:en)?|technische (?:noot|noten|anmerkung(?:en)?)|noot"
    r"|anmerkung(?:en)?|remarques?|notes? techniques?)\b\s*\d*\s*[.:]?",
    re.I,
)
_END = re.compile(
    r"(annex (?:iv|ii[a-i]?|iii|v)\b|(?:bijlage|annexe|anhang) (?:iv|ii|iii|v)\b"
    r"|(?:very )?sensitive list|lijst van (?:zeer )?gevoelige|liste des articles (?:très )?sensibles)",
    re.I,
)
_NOISE = re.compile(
    r"(EN|NL|FR|DE|L \d+/\d+|OJ [LC].*|PB [LC].*|C/20\d\d/\d+|Official Journal.*|Publicatieblad.*"
    r"|\d{1,2}\.\d{1,2}\.20\d\d|ELI:.*|\d+/\d+|\|?[-:| ]+\|?)",
    re.I,
)
_OPENS = re.compile(r"(:|as follows\.?|the following\.?|als volgt\.?|het volgende\.?|comme suit\.?|wie folgt\.?)$", re.I)


@dataclass
class _Open:
    """The entry that lines are being added to, and the way to it: `(letter or number, last marker)` for each level."""

    head: Code | None = None
    path: list[str] = field(default_factory=list)
    texts: dict[Code, list[str]] = field(default_factory=dict)
    notes: dict[Code, list[str]] = field(default_factory=dict)
    places: dict[Code, int] = field(default_factory=dict)
    in_note: bool = False
    note_last: str = ""

    @property
    def here(self) -> Code | None:
        return Code(self.head.list, self.head.head, tuple(self.path)) if self.head else None


@dataclass(frozen=True, slots=True)
class Oddity:
    """Something on a line that may mean that text was lost or misread. `kind` is for a program."""

    line: int
    kind: str
    what: Text


@dataclass(frozen=True, slots=True)
class Document:
    """The lines that were found, and what was odd."""

    lines: tuple[Line, ...]
    oddities: tuple[Oddity, ...]


def read_document(text: str, about: About, where: str) -> Document:
    """Of one list in one language; `about` must say which, and which version. Raises `InvalidInput`."""
    if about.list is None or not about.version or about.valid_from is None or not about.lang:
        raise InvalidInput(
            Text(
                "Een document zegt zelf niet welke lijst, versie, dag en taal het is.",
                "A document does not itself tell which list, version, day and language it is.",
            ),
            where=where,
            mend=Text("Geef --list, --version, --from en --text-lang.", "Give --list, --version, --from and --text-lang."),
        )
    state, odd = _Open(), list[Oddity]()
    for number, raw in _lines(text):
        if _END.match(raw) and state.head:
            odd.append(
                Oddity(
                    number,
                    "annex",
                    Text(
                        "hier begint een andere bijlage of de lijst van gevoelige goederen: de rest is niet gelezen",
                        "another annex or the Sensitive List begins here: the rest was not read",
                    ),
                )
            )
            break
        _take(state, raw, number, about.list, odd)
    lines = [
        Line(f"{where}:{state.places[code]}", about, code, " ".join(parts), " ".join(state.notes.get(code, ())))
        for code, parts in state.texts.items()
    ]
    if not lines:
        raise InvalidInput(
            Text(
                f"Er staat geen post van de lijst {about.list.value} in dit document.",
                f"There is no entry of the list {about.list.value} in this document.",
            ),
            where=where,
            mend=Text(
                "Elke post begint op een eigen regel met haar code, zoals ML1 of 5A002.",
                "Each entry begins on a line of its own with its code, such as ML1 or 5A002.",
            ),
        )
    return Document(tuple(lines), tuple(odd))


def _take(state: _Open, raw: str, number: int, which: ListName, odd: list[Oddity]) -> None:
    if found := _INLINE.fullmatch(raw) or _HEAD.fullmatch(raw):
        code = _code(found[1])
        if code and code.list is which:
            _open(state, code, found[2], number, odd)
            return
    if state.head is None:
        return
    if _NOTE.match(raw):
        state.in_note, state.note_last = True, ""
        _note(state, raw)
    elif found := _MARK.fullmatch(raw):
        _marked(state, found[1], found[2], raw, number, odd)
    elif state.in_note:
        _note(state, raw)
    elif (here := state.here) is not None:
        state.texts[here].append(raw)


def _code(raw: str) -> Code | None:
    try:
        return read_code(raw)
    except InvalidInput:
        return None


def _open(state: _Open, code: Code, text: str, number: int, odd: list[Oddity]) -> None:
    """A code written out. The same one again is text that refers to it, or a list that is printed twice."""
    if code in state.texts:
        if state.texts[code] and text:
            odd.append(
                Oddity(
                    number,
                    "again",
                    Text(
                        f"{code} staat hier nog eens: gelezen als verwijzing", f"{code} stands here again: read as a reference"
                    ),
                )
            )
            (_note(state, f"{code} {text}") if state.in_note else state.texts[state.here or code].append(f"{code} {text}"))
        return
    state.head, state.path = Code(code.list, code.head), list(code.path)
    state.in_note, state.note_last = False, ""
    state.texts[code], state.places[code] = [text] if text else [], number


def _note(state: _Open, raw: str) -> None:
    here = state.here
    if here is not None:
        state.notes.setdefault(here, []).append(raw)


def _marked(state: _Open, mark: str, text: str, raw: str, number: int, odd: list[Oddity]) -> None:
    """A line that begins with `a.` or `1.`: the next item of an open level, the first of a new one, or part of a note."""
    depth, gap = _fits(state.path, mark)
    if state.in_note and _goes_on(state, mark):
        if depth is not None and not gap and mark not in ("a", "1"):
            odd.append(
                Oddity(
                    number,
                    "unsure",
                    Text(
                        f"'{mark}.' gelezen als deel van de noot; het kan ook een post zijn",
                        f"'{mark}.' read as part of the note; it may be an item too",
                    ),
                )
            )
        state.note_last = mark
        _note(state, raw)
        return
    if depth is None and not mark.isdigit() and len(mark) == 1 and not state.path:
        depth, gap = 0, True
    if depth is None:
        odd.append(
            Oddity(
                number,
                "sentence",
                Text(
                    f"'{raw[:40]}' past in geen opsomming: gelezen als gewone tekst",
                    f"'{raw[:40]}' fits no list of items: read as plain text",
                ),
            )
        )
        (_note(state, raw) if state.in_note else state.texts[state.here or _never()].append(raw))
        return
    if gap:
        odd.append(
            Oddity(
                number,
                "gap",
                Text(
                    f"voor '{mark}.' ontbreekt een onderdeel: is er tekst verloren?",
                    f"an item before '{mark}.' is missing: was text lost?",
                ),
            )
        )
    state.path = [*state.path[:depth], mark]
    state.in_note, state.note_last = False, ""
    here = state.here or _never()
    state.texts.setdefault(here, []).append(text)
    state.places.setdefault(here, number)


def _goes_on(state: _Open, mark: str) -> bool:
    """Whether a note has a list of its own that this marker begins or continues."""
    if not state.note_last:
        last = state.notes.get(state.here or _never(), [""])[-1]
        return mark in ("a", "1") and bool(_OPENS.search(last))
    return _rank(mark) == _rank(state.note_last) + 1 and mark.isdigit() == state.note_last.isdigit()


def _fits(path: list[str], mark: str) -> tuple[int | None, bool]:
    """(depth of the marker, whether one is missing before it); None when it fits nowhere."""
    for depth in range(len(path) - 1, -1, -1):
        if path[depth].isdigit() == mark.isdigit() and _rank(mark) == _rank(path[depth]) + 1:
            return depth, False
    if mark in ("a", "1") and (not path or path[-1].isdigit() != mark.isdigit()):
        return len(path), False
    for depth in range(len(path) - 1, -1, -1):
        if path[depth].isdigit() == mark.isdigit() and _rank(path[depth]) + 1 < _rank(mark) <= _rank(path[depth]) + 4:
            return depth, True
    return None, False


def _rank(mark: str) -> int:
    """a is 1, z is 26, aa is 27; a number is itself."""
    if mark.isdigit():
        return int(mark)
    value = 0
    for char in mark:
        value = value * 26 + ord(char) - 96
    return value


def _never() -> Code:
    raise AssertionError("a marker is only read below a head")


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """Lines without what only dresses them: tags, marks of Markdown, table bars, page heads and feet."""
    source = _plain(text) if re.search(r"<(p|td|li|div|tr|table|html|body|h[1-6])\b", text, re.I) else text
    for number, raw in enumerate(source.splitlines(), 1):
        line = re.sub(r"[*_`]{1,3}(?=\S)|(?<=\S)[*_`]{1,3}", "", raw.strip())
        line = re.sub(r"^(#+|>|[-•–—]\s|\|)\s*", "", line).replace("\\.", ".")
        line = re.sub(r"\s*\|\s*", " ", line)
        line = " ".join(line.split())
        if line and not _NOISE.fullmatch(line):
            yield number, line


def _plain(html: str) -> str:
    parser = _Rows()
    parser.feed(html)
    parser.close()
    return "".join(parser.parts)


class _Rows(HTMLParser):
    """HTML as lines: a row of a table is one line, for a marker and its text stand in cells side by side."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.row = 0
        self.skip = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("script", "style"):
            self.skip += 1
        elif tag == "tr":
            self._break()
            self.row += 1
        elif tag == "table":
            self._break()
            self.row = 0
        elif tag in ("td", "th"):
            self.parts.append(" ")
        elif tag in ("p", "div", "li", "br", "h1", "h2", "h3", "h4", "h5", "h6"):
            self.parts.append(" ") if self.row and self._short() else self._break()

    def handle_endtag(self, tag: str) -> None:
        if tag in ("script", "style"):
            self.skip = max(0, self.skip - 1)
        elif tag in ("tr", "table"):
            self.row = max(0, self.row - 1)
            self._break()

    def handle_data(self, data: str) -> None:
        if not self.skip:
            self.parts.append(" ".join(data.split()) + " " if data.strip() else " ")

    def _short(self) -> bool:
        """Whether only a marker stands on the line yet: then the text of the next cell belongs beside it."""
        line = "".join(self.parts[-12:]).rsplit("\n", 1)[-1].strip()
        return len(line) <= 8

    def _break(self) -> None:
        if self.parts and not self.parts[-1].endswith("\n"):
            self.parts.append("\n")
