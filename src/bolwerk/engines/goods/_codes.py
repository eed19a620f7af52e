"""The codes of the two control lists and of the combined nomenclature: read, written one way, and explained."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from bolwerk.kernel import InvalidInput, Text


class ListName(StrEnum):
    """The Common Military List and the list of dual-use items."""

    MILITARY = "ML"
    DUAL_USE = "DU"

    @property
    def label(self) -> Text:
        return {
            ListName.MILITARY: Text("gemeenschappelijke militaire lijst", "Common Military List"),
            ListName.DUAL_USE: Text("lijst van goederen voor tweeërlei gebruik", "list of dual-use items"),
        }[self]


_LISTS = {
    **dict.fromkeys(("ML", "CML", "MILITARY", "GML"), ListName.MILITARY),
    **dict.fromkeys(("DU", "DUAL-USE", "DUALUSE", "DUAL_USE", "ANNEX I", "ANNEX-I"), ListName.DUAL_USE),
}
CATEGORIES = {
    "0": Text("nucleaire goederen", "nuclear items"),
    "1": Text("materialen", "materials"),
    "2": Text("materiaalbewerking", "materials processing"),
    "3": Text("elektronica", "electronics"),
    "4": Text("computers", "computers"),
    "5": Text(
        "telecommunicatie (deel 1) en informatiebeveiliging (deel 2)",
        "telecommunications (part 1), information security (part 2)",
    ),
    "6": Text("sensoren en lasers", "sensors and lasers"),
    "7": Text("navigatie en vliegtuigelektronica", "navigation and avionics"),
    "8": Text("zeewezen en schepen", "marine"),
    "9": Text("ruimtevaart en voortstuwing", "aerospace and propulsion"),
}
GROUPS = {
    "A": Text("systemen, apparatuur en onderdelen", "systems, equipment and components"),
    "B": Text("test-, controle- en productieapparatuur", "test, inspection and production equipment"),
    "C": Text("materialen", "materials"),
    "D": Text("programmatuur", "software"),
    "E": Text("technologie", "technology"),
}
REGIMES = {
    "0": Text(
        "Wassenaar (in categorie 0: de lijst van de Nuclear Suppliers Group)",
        "Wassenaar (in category 0: the trigger list of the Nuclear Suppliers Group)",
    ),
    "1": Text("raketten (MTCR)", "missiles (MTCR)"),
    "2": Text("kerntechniek voor tweeërlei gebruik (Nuclear Suppliers Group)", "nuclear dual-use (Nuclear Suppliers Group)"),
    "3": Text("chemische en biologische goederen (Australië-groep)", "chemical and biological (Australia Group)"),
    "4": Text("Chemisch Wapenverdrag", "Chemical Weapons Convention"),
    "9": Text("nationale controle", "national control"),
}

_MILITARY = re.compile(r"ML\s*([0-9]{1,2})(?:[.\s]*([a-z0-9][a-z0-9.\s]*))?", re.I)
_DUAL_USE = re.compile(r"([0-9])\s*([A-E])\s*([0-9]{3})(?:[.\s]*([a-z0-9][a-z0-9.\s]*))?", re.I)
_NATIONAL_SIX = re.compile(r"([0-9])\s*([A-E])\s*([0-9]{4})(?:[.\s]*([a-z0-9][a-z0-9.\s]*))?", re.I)
_GROUP = re.compile(r"([0-9])\s*([A-E])", re.I)
_SENTENCE = re.compile(r"[0-9]+\.\s*[A-Z]\.?[a-z](\b|\.)")
LONGEST = 40


@dataclass(frozen=True, slots=True)
class Code:
    """A place in a list: `head` is `ML10`, `5A002`, or a group `5A`; `path` the letters and numbers below it."""

    list: ListName
    head: str
    path: tuple[str, ...] = ()

    def __str__(self) -> str:
        return ".".join((self.head, *self.path))

    @property
    def parent(self) -> Code | None:
        """One step up: `ML1.a` of `ML1.a.1`; `5A` of `5A002`; None of `ML1` and `5A`."""
        if self.path:
            return Code(self.list, self.head, self.path[:-1])
        return Code(self.list, self.head[:2]) if self.list is ListName.DUAL_USE and len(self.head) > 2 else None

    @property
    def ancestors(self) -> tuple[Code, ...]:
        """From the one right above up to the top."""
        found, here = [], self.parent
        while here:
            found.append(here)
            here = here.parent
        return tuple(found)

    @property
    def order(self) -> tuple[tuple[int, str], ...]:
        """As the list itself is ordered: ML2 before ML10, `.a.2` before `.a.10`."""
        number = int(self.head[2:]) if self.list is ListName.MILITARY else 0
        head = (number, "" if number else self.head)
        return (head, *((int(part), "") if part.isdigit() else (0, part) for part in self.path))

    def within(self, other: Code) -> bool:
        """This code itself or below it."""
        return self == other or other in self.ancestors

    def explain(self) -> tuple[Text, ...]:
        """What each part of the code says, from left to right."""
        told: list[Text] = []
        if self.list is ListName.MILITARY:
            told.append(Text("post {n} van de {list}", "entry {n} of the {list}").format(n=self.head, list=self.list.label))
        else:
            told.append(
                Text("categorie {n}: {what}", "category {n}: {what}").format(n=self.head[0], what=CATEGORIES[self.head[0]])
            )
            told.append(Text("groep {n}: {what}", "group {n}: {what}").format(n=self.head[1], what=GROUPS[self.head[1]]))
            if len(self.head) > 2:
                told.append(_regime(self.head))
        if self.path:
            told.append(Text("onderdeel {path}", "item {path}").format(path=" › ".join(self.path)))
        return tuple(told)


def _regime(head: str) -> Text:
    if len(head) == 6 or head[2] == "9":
        return Text("cijfer {n}: {what}", "digit {n}: {what}").format(n=head[2:], what=REGIMES["9"])
    if what := REGIMES.get(head[2]):
        return Text("cijfer {n}: {what}", "digit {n}: {what}").format(n=head[2], what=what)
    return Text("cijfer {n}: geen regime dat wij kennen", "digit {n}: no regime that we know").format(n=head[2])


def read_list_name(raw: str, where: str = "list") -> ListName:
    """`ML`, `CML`, `military` · `DU`, `dual-use`, `annex I`. Raises `InvalidInput`."""
    try:
        return _LISTS[raw.strip().upper()]
    except KeyError:
        raise InvalidInput(
            Text(f"Wij kennen de lijst '{raw[:LONGEST]}' niet.", f"We do not know the list '{raw[:LONGEST]}'."),
            where=where,
            mend=Text("Schrijf ML (militaire lijst) of DU (tweeërlei gebruik).", "Write ML (military list) or DU (dual-use)."),
        ) from None


def read_code(raw: str, where: str = "code") -> Code:
    """`ML1.a`, `ML1a`, `ml 10 a 2`, `5A002.a.1`, `5a002a1`, a group `5A`. Raises `InvalidInput` that says what is wrong."""
    given = raw.strip().rstrip(".;:")
    if given and len(given) <= LONGEST:
        if found := _MILITARY.fullmatch(given):
            number = int(found[1])
            if not 1 <= number <= 22:
                raise _no_such_number(given, number, where)
            return Code(ListName.MILITARY, f"ML{number}", _path(found[2] or "", given, where))
        if found := _NATIONAL_SIX.fullmatch(given) or _DUAL_USE.fullmatch(given):
            return Code(ListName.DUAL_USE, f"{found[1]}{found[2].upper()}{found[3]}", _path(found[4] or "", given, where))
        if found := _GROUP.fullmatch(given):
            return Code(ListName.DUAL_USE, f"{found[1]}{found[2].upper()}")
    raise _unreadable(given, where)


def looks_like_code(raw: str) -> bool:
    """Whether somebody meant a code, right or wrong: then an error about the code helps more than a search."""
    return bool(re.fullmatch(r"\s*(ML\s*\d[\w.\s]{0,30}|\d\s*[A-Za-z]\s*\d{1,4}(?:[.\s]?\w{1,3}){0,8}|\d[A-E])\s*", raw, re.I))


def _path(raw: str, given: str, where: str) -> tuple[str, ...]:
    """`a.1.b` and `a1b` alike; letters and numbers by turns, as both lists write them, but `aa` and `12` stay whole."""
    parts = tuple(re.findall(r"[a-z]+|[0-9]+", raw.lower()))
    wrong = next((part for part in parts if len(part) > 2 or part == "0" or part.startswith("0")), "")
    same = next((b for a, b in pairwise(parts) if a.isdigit() == b.isdigit()), "")
    if wrong or same or len(parts) > 8:
        raise InvalidInput(
            Text(
                f"In '{given}' klopt het deel '{wrong or same or parts[-1]}' niet.",
                f"In '{given}' the part '{wrong or same or parts[-1]}' cannot be.",
            ),
            where=where,
            mend=Text(
                "Na de post komen letters en cijfers om beurten, zoals .a.1.b.",
                "After the entry come letters and numbers by turns, such as .a.1.b.",
            ),
        )
    return parts


def _no_such_number(given: str, number: int, where: str) -> InvalidInput:
    mend = Text("De lijst loopt van ML1 tot ML22.", "The list runs from ML1 to ML22.")
    if number == 23:
        mend = Text(
            "ML23 staat in Vlaamse verslagen van voor 2012. De lijst loopt van ML1 tot ML22.",
            "ML23 stands in Flemish reports from before 2012. The list runs from ML1 to ML22.",
        )
    return InvalidInput(Text(f"'{given}' bestaat niet.", f"'{given}' does not exist."), where=where, mend=mend)


def _unreadable(given: str, where: str) -> InvalidInput:
    mend = Text(
        "Schrijf een code zoals ML10.a (militair) of 5A002.a.1 (tweeërlei gebruik).",
        "Write a code such as ML10.a (military) or 5A002.a.1 (dual-use).",
    )
    if _SENTENCE.match(given):
        mend = Text(
            "Dit lijkt een genummerde zin die als code is gelezen. Haal de zin uit de kolom met codes.",
            "This looks like a numbered sentence that was read as a code. Take it out of the column of codes.",
        )
    elif re.match(r"\d\s*[F-Z]", given, re.I):
        mend = Text("De groep is een letter van A tot E, zoals in 5A002.", "The group is a letter from A to E, as in 5A002.")
    elif re.fullmatch(r"\d\s*[A-E]\s*\d{1,2}(\D.*)?", given, re.I):
        mend = Text("Na de groep komen drie cijfers, zoals in 5A002.", "After the group come three digits, as in 5A002.")
    shown = given[:LONGEST] + ("…" if len(given) > LONGEST else "")
    what = Text(f"'{shown}' is geen code van een van de lijsten.", f"'{shown}' is no code of either list.")
    return InvalidInput(what if given else Text("De code ontbreekt.", "The code is missing."), where=where, mend=mend)


@dataclass(frozen=True, slots=True)
class CnCode:
    """A code of the combined nomenclature: 4 digits (heading), 6 (subheading), 8 (CN) or 10 (TARIC)."""

    digits: str

    def __str__(self) -> str:
        pieces = (self.digits[:4], self.digits[4:6], self.digits[6:8], self.digits[8:])
        return " ".join(piece for piece in pieces if piece)

    def covers(self, other: CnCode) -> bool:
        """Whether `other` is this code or below it."""
        return other.digits.startswith(self.digits)

    def explain(self) -> tuple[Text, ...]:
        names = (
            (2, Text("hoofdstuk", "chapter")),
            (4, Text("post", "heading")),
            (6, Text("onderverdeling", "subheading")),
            (8, Text("GN-code", "CN code")),
            (10, Text("Taric-code", "TARIC code")),
        )
        return tuple(
            Text("{name} {digits}", "{name} {digits}").format(name=name, digits=self.digits[:n])
            for n, name in names
            if len(self.digits) >= n
        )


def looks_like_cn(raw: str) -> bool:
    return bool(re.fullmatch(r"[\d.\s]{4,20}", raw.strip())) and sum(c.isdigit() for c in raw) >= 4


def read_cn(raw: str, where: str = "cn") -> CnCode:
    """`9306 30 10`, `9306.30.10`, `93063010`. Raises `InvalidInput`."""
    digits = re.sub(r"[\s.]", "", raw)
    if not re.fullmatch(r"[0-9]{4}|[0-9]{6}|[0-9]{8}|[0-9]{10}", digits):
        raise InvalidInput(
            Text(f"'{raw[:LONGEST]}' is geen GN-code.", f"'{raw[:LONGEST]}' is no CN code."),
            where=where,
            mend=Text(
                "Een GN-code heeft 4, 6, 8 of 10 cijfers, zoals 9306 30 10.",
                "A CN code has 4, 6, 8 or 10 digits, such as 9306 30 10.",
            ),
        )
    if digits[:2] in {"00", "77"}:
        raise InvalidInput(
            Text(f"Hoofdstuk {digits[:2]} bestaat niet.", f"Chapter {digits[:2]} does not exist."),
            where=where,
            mend=Text("Kijk de eerste twee cijfers na.", "Check the first two digits."),
        )
    return CnCode(digits)
