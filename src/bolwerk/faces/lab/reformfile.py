"""The sandbox as a reform file, and a reform file as a sandbox. What the lab shows is always what the file would do."""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from bolwerk.engines.rules import Book
from bolwerk.faces.lab.sheets import ROWS, Line, Sandbox, Sheet, laid, sandbox_of
from bolwerk.kernel import InvalidInput, Text

NAME = "hervorming.md"
LARGEST = 200_000
_OWN_KEYS = ("id", "amend", "title", "kind", "note")
_PLACE = re.compile(rf"{re.escape(NAME)}:(\d+):(\d+)")


@dataclass(frozen=True)
class Written:
    """The text, and which line of which sheet stands on each line of it (both counted from 0; lines of text from 1)."""

    text: str
    lines: dict[int, tuple[int, int]]


def write(sandbox: Sandbox) -> Written:
    """Only what changed. Raises `InvalidInput` for a cell with a bar, which would split it."""
    title = sandbox.title or "proef"
    told = f"{{ nl = {_quoted(title)}, en = {_quoted(title)} }}"
    out = ["+++", f'id = "lab.{sandbox.rule}"', f'amend = "{sandbox.rule}"', f"title = {told}"]
    out += [*sandbox.head.splitlines(), "+++", f"# {title}", ""]
    places: dict[int, tuple[int, int]] = {}
    for s, sheet in enumerate(sandbox.sheets):
        changed = [(r, line) for r, line in enumerate(sheet.lines) if line.changed]
        if not changed:
            continue
        columns = [*sheet.columns, *(["before"] if any(line.before for _, line in changed) else [])]
        out += [_row(columns), "|" + "---|" * len(columns)]
        for r, line in changed:
            out.append(_row(_cells(sheet, line, columns)))
            places[len(out)] = (s, r)
        out.append("")
    out += sandbox.rest.splitlines()
    return Written("\n".join(out).rstrip() + "\n", places)


def _cells(sheet: Sheet, line: Line, columns: list[str]) -> list[str]:
    cells = list(line.cells)
    if line.removed:
        cells = [cell if column in sheet.keys else "" for column, cell in zip(sheet.columns, line.was, strict=True)]
        cells[next(n for n, column in enumerate(sheet.columns) if column.startswith("=>"))] = "(removed)"
    for column, cell in zip(sheet.columns, cells, strict=True):
        if "|" in cell:
            raise InvalidInput(
                Text(f"In de kolom {column} staat een streep |.", f"There is a bar | in the column {column}."),
                where=column,
                mend=Text(
                    "Die scheidt de cellen van een tabel: schrijf het anders.",
                    "It parts the cells of a table: write it otherwise.",
                ),
            )
    return [*cells, *([line.before] if len(columns) > len(sheet.columns) else [])]


def _row(cells: list[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


@contextmanager
def as_file(text: str) -> Iterator[Path]:
    """The reform as a file, for as long as it is read."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / NAME
        path.write_text(text, encoding="utf-8")
        yield path


def amended(book: Book, sandbox: Sandbox) -> tuple[Book, Written]:
    """The book with the sandbox applied. Raises `InvalidInput` of the rules engine."""
    written = write(sandbox)
    with as_file(written.text) as path:
        return book.amend(path), written


def marked(sandbox: Sandbox, written: Written, error: InvalidInput, words: str) -> Sandbox:
    """The sandbox with the cell marked that the error names, when it names one."""
    found = _PLACE.search(error.where)
    place = written.lines.get(int(found[1])) if found else None
    if found is None or place is None:
        return sandbox
    line = written.text.splitlines()[int(found[1]) - 1]
    column = max(line[: int(found[2]) - 1].count("|") - 1, 0)
    width = len(sandbox.sheets[place[0]].columns)
    return replace(sandbox, wrong={(*place, min(column, width - 1)): words})


def where_in(sandbox: Sandbox, written: Written, error: InvalidInput) -> Text | None:
    """Row and column that the error names, in words; None when it is about something else."""
    shown = marked(sandbox, written, error, "x")
    for s, r, c in shown.wrong:
        sheet = shown.sheets[s]
        name = " ".join(sheet.lines[r].key) or sheet.lines[r].cells[0] or str(r + 1)
        return Text(f"rij {name}, kolom {sheet.columns[c]}", f"row {name}, column {sheet.columns[c]}")
    return None


def read(book: Book, rule: str, raw: bytes) -> Sandbox:
    """An uploaded reform laid over the rule. Raises `InvalidInput` naming line and column, or the rule it is really for."""
    if len(raw) > LARGEST:
        raise InvalidInput(
            Text("Dit bestand is te groot voor een hervorming.", "This file is too large for a reform."),
            where=NAME,
            mend=Text(f"Hoogstens {LARGEST // 1000} kB.", f"At most {LARGEST // 1000} kB."),
        )
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InvalidInput(
            Text("Dit bestand is geen tekst.", "This file is no text."),
            where=NAME,
            mend=Text("Kies een .md-bestand dat u hier ophaalde.", "Choose an .md file that you took from here."),
        ) from error
    with as_file(text) as path:
        document = book.amendment(path)
        target = str(document.head.get("amend", ""))
        if target != rule:
            raise InvalidInput(
                Text(f"Deze hervorming gaat over '{target[:60]}'.", f"This reform is about '{target[:60]}'."),
                where=NAME,
                mend=Text("Open die regel, en lees het bestand daar in.", "Open that rule, and read the file there."),
            )
        book.amend(path)
    title = document.head.get("title") or document.head.get("id")
    told = title.get("nl") if isinstance(title, dict) else title
    sandbox = laid(sandbox_of(book, rule, str(told)[:120]), document.tables)
    return replace(sandbox, head=_other_keys(text), rest=_tests(text))


def _other_keys(text: str) -> str:
    """The lines of the head that no sheet shows: a formula, outcomes."""
    lines = text.splitlines()
    end = next(n for n, line in enumerate(lines[1:], 1) if line.strip() == "+++")
    kept, own = [], False
    for line in lines[1:end]:
        if found := re.match(r"\s*\"?([A-Za-z_]+)\"?\s*=", line):
            own = found[1] in _OWN_KEYS
        elif line.lstrip().startswith("["):
            own = False
        if not own and line.strip():
            kept.append(line)
    return "\n".join(kept)


def _tests(text: str) -> str:
    """The tests of the reform, which replace those of the rule."""
    lines = text.splitlines()
    start = next((n for n, line in enumerate(lines) if re.match(r"#+\s*tests?\b", line, re.IGNORECASE)), None)
    if start is None:
        return ""
    end = next((n for n in range(start + 1, len(lines)) if lines[n].startswith("#")), len(lines))
    return "\n".join(lines[start:end]).strip()


def removable(sheet: Sheet) -> bool:
    """Dated values end by their last day; only rows can go."""
    return sheet.kind == ROWS and "#" in sheet.columns
