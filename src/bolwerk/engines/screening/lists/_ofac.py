"""The US Treasury's lists (SDN, consolidated) as its CSV files without headers: names, aliases, addresses, long remarks.

Which file is which shows in the number of its columns: 12 primary names, 5 aliases, 6 addresses, 2 remarks that were too long.
`-0-` stands for nothing, and each file ends with a mark (0x1A).
"""

from __future__ import annotations

from pathlib import Path

from bolwerk.engines.screening.lists._decoding import encoding_of
from bolwerk.engines.screening.lists._draft import Draft
from bolwerk.engines.screening.lists._reading import Parsed
from bolwerk.engines.screening.lists._remarks import add_remarks
from bolwerk.engines.screening.lists._tables import Row, rows, wrong_width
from bolwerk.engines.screening.lists._words import Advance, damaged, mending
from bolwerk.kernel import Text

END = "\x1a"
PRIMARY, ALIASES, ADDRESSES, COMMENTS = 12, 5, 6, 2
_SCHEMAS = {"individual": "Person", "": "Organization", "vessel": "Vessel", "aircraft": "Airplane"}
_ALIASES = {"aka": "alias", "fka": "previousName", "nka": "alias"}
_KINDS = {
    PRIMARY: Text("namen", "names"),
    ALIASES: Text("aliassen", "aliases"),
    ADDRESSES: Text("adressen", "addresses"),
    COMMENTS: Text("opmerkingen", "remarks"),
}


def read(paths: tuple[Path, ...], name: str, advance: Advance) -> Parsed:
    """The primary file alone, or with those of aliases, addresses and remarks, in any order."""
    tables: dict[int, tuple[Path, list[Row]]] = {}
    encodings = []
    for path in paths:
        encodings.append(encoding_of(path))
        found = _table(path, encodings[-1], advance)
        width = len(found[0].cells)
        if width in tables:
            raise damaged(
                path,
                None,
                f"Dit is het tweede bestand met {_KINDS[width].nl}; het eerste was {tables[width][0]}.",
                f"This is the second file of {_KINDS[width].en}; the first was {tables[width][0]}.",
                mending("Geef elk bestand één keer.", "Give each file once."),
            )
        tables[width] = (path, found)
    if PRIMARY not in tables:
        raise damaged(
            paths[0],
            None,
            "Het bestand met de namen (12 kolommen, zoals SDN.CSV) ontbreekt.",
            "The file with the names (12 columns, such as SDN.CSV) is missing.",
            mending("Geef het mee.", "Give it as well."),
        )
    if ALIASES not in tables:
        raise damaged(
            paths[0],
            None,
            "Het bestand met de aliassen (5 kolommen, zoals ALT.CSV) ontbreekt; zonder aliassen blijven treffers uit.",
            "The file with the aliases (5 columns, such as ALT.CSV) is missing; without aliases hits are missed.",
            mending("Geef het mee.", "Give it as well."),
        )
    overflow = {row.cells[0]: row.cells[1] for row in tables[COMMENTS][1]} if COMMENTS in tables else {}
    drafts = _primary(*tables[PRIMARY], overflow)
    for width, add in ((ALIASES, _alias), (ADDRESSES, _address), (COMMENTS, _known)):
        if width in tables:
            path, found = tables[width]
            for row in found:
                if row.cells[0] not in drafts:
                    raise damaged(
                        path,
                        row.line,
                        f"Deze rij hoort bij nummer {row.cells[0]}, dat niet in het bestand met namen staat.",
                        f"This row belongs to number {row.cells[0]}, which is not in the file of names.",
                        mending("Neem alle bestanden van dezelfde dag.", "Take all files of the same day."),
                    )
                add(path, drafts[row.cells[0]], row)
    return Parsed(tuple(draft.entity(name) for draft in drafts.values()), tuple(encodings), None, _left_out(tables))


def _left_out(tables: dict[int, tuple[Path, list[Row]]]) -> tuple[Text, ...]:
    if ADDRESSES in tables:
        return ()
    return (Text("Het bestand met de adressen is niet meegegeven.", "The file of addresses was not given."),)


def _table(path: Path, encoding: str, advance: Advance) -> list[Row]:
    found: list[Row] = []
    ended = False
    for row in rows(path, ",", advance, encoding):
        if row.cells == (END,):
            ended = True
            continue
        cells = tuple("" if cell.strip() == "-0-" else cell.strip() for cell in row.cells)
        if ended:
            raise damaged(path, row.line, "Na het eindmerk staat nog een rij.", "There is a row after the end mark.")
        if not found and len(cells) not in _KINDS:
            raise damaged(
                path,
                row.line,
                f"Dit bestand telt {len(cells)} kolommen; de lijsten van de US Treasury tellen er 12, 6, 5 of 2.",
                f"This file has {len(cells)} columns; the lists of the US Treasury have 12, 6, 5 or 2.",
                mending("Kies de juiste vorm met --format.", "Choose the right --format."),
            )
        if found and len(cells) != len(found[0].cells):
            raise wrong_width(path, row, len(found[0].cells))
        if not cells[0].isdigit():
            raise damaged(
                path,
                row.line,
                f"De eerste kolom is geen nummer: '{cells[0][:40]}'.",
                f"The first column is no number: '{cells[0][:40]}'.",
            )
        found.append(Row(row.line, cells))
    if not ended:
        raise damaged(
            path,
            found[-1].line if found else None,
            "Het eindmerk (0x1A) waarmee de US Treasury elk bestand sluit, ontbreekt: het bestand is afgebroken of bewerkt.",
            "The end mark (0x1A) with which the US Treasury closes each file is missing: the file is cut off or was edited.",
        )
    if not found:
        raise damaged(path, None, "Dit bestand bevat geen enkele rij.", "This file holds not a single row.")
    return found


def _primary(path: Path, found: list[Row], overflow: dict[str, str]) -> dict[str, Draft]:
    """`overflow` has the rest of remarks that were too long for their column: they break off inside a word."""
    drafts: dict[str, Draft] = {}
    for row in found:
        number, name, kind, program, title, call_sign, vessel, tonnage, gross, flag, owner, remarks = row.cells
        if kind.lower() not in _SCHEMAS:
            raise damaged(
                path,
                row.line,
                f"De soort '{kind[:40]}' is niet gekend; het is individual, vessel, aircraft of -0-.",
                f"The kind '{kind[:40]}' is not known; it is individual, vessel, aircraft or -0-.",
            )
        if not name:
            raise damaged(path, row.line, f"Nummer {number} heeft geen naam.", f"Number {number} has no name.")
        if number in drafts:
            raise damaged(path, row.line, f"Nummer {number} staat er twee keer.", f"Number {number} is there twice.")
        draft = drafts[number] = Draft(number, _SCHEMAS[kind.lower()])
        draft.add("name", name)
        draft.add("topics", "sanction")
        draft.add("program", *program.replace("[", "").split("] "))
        draft.add("title", title)
        draft.add("callSign", call_sign)
        draft.add("type", vessel)
        draft.add("tonnage", tonnage)
        draft.add("grossRegisteredTonnage", gross)
        draft.places("flag", flag)
        draft.add("owner", owner)
        add_remarks(draft, remarks + overflow.get(number, ""))
    return drafts


def _alias(path: Path, draft: Draft, row: Row) -> None:
    _, _, kind, name, remarks = row.cells
    if kind.lower() not in _ALIASES:
        raise damaged(
            path,
            row.line,
            f"De soort alias '{kind[:40]}' is niet gekend; het is aka, fka of nka.",
            f"The kind of alias '{kind[:40]}' is not known; it is aka, fka or nka.",
        )
    draft.add(_ALIASES[kind.lower()], name)
    draft.add("notes", remarks)


def _address(path: Path, draft: Draft, row: Row) -> None:
    _, _, street, city, country, remarks = row.cells
    draft.add("address", ", ".join(part for part in (street, city, country) if part))
    draft.add("city", city)
    draft.places("country", country)
    draft.add("notes", remarks)


def _known(path: Path, draft: Draft, row: Row) -> None:
    """The rest of a remark was added with its beginning."""
