"""A report as tables, the same on a page and in each file: a head, rows of words, numbers and euro."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bolwerk.domains.export_control.app.reports.words import word, words
from bolwerk.kernel import Money, Text

__all__ = ["Cell", "Table", "tables"]

Cell = Text | Money | int | str

_DECISION = Text("Beslissing", "Decision")
_LICENCE = Text("Soort", "Kind")
_COUNTRY = Text("Land", "Country")
_NUMBER = Text("Aantal", "Number")
_VALUE = Text("Waarde (euro)", "Value (euro)")
_OUTCOME = Text("Antwoord", "Answer")


@dataclass(frozen=True, slots=True)
class Table:
    """`id` names its sheet. A cell is a word, a number, or `Money`; an amount that is not known is a word."""

    id: str
    title: Text
    head: tuple[Text, ...]
    rows: tuple[tuple[Cell, ...], ...]

    @property
    def numeric(self) -> tuple[bool, ...]:
        """Which columns hold numbers."""
        return tuple(label in (_NUMBER, _VALUE, _WITHOUT, _MOVED) for label in self.head)


_WITHOUT = Text("Zonder waarde", "Without value")
_MOVED = Text("Bewegingen", "Movements")


def tables(content: Mapping[str, Any]) -> tuple[Table, ...]:
    """Every table of a report, also those without rows: nothing happened is told, not left out."""
    return tuple(_tables(content))


def _tables(content: Mapping[str, Any]) -> Iterator[Table]:
    yield Table(
        "countries",
        Text("Per land", "By country"),
        (_DECISION, _LICENCE, _COUNTRY, _NUMBER, _VALUE, _WITHOUT),
        _rows(
            content["countries"],
            lambda row: (
                word(row["decision"]),
                word(row["instrument"]),
                word(row["country"]),
                row["count"],
                word("not_stated") if row["without_value"] == row["count"] else Money(row["cents"]),
                row["without_value"],
            ),
        ),
    )
    yield Table(
        "lines",
        Text("Per beslissing", "By decision"),
        (
            _DECISION,
            _LICENCE,
            _COUNTRY,
            Text("Land van eindgebruik, als het anders is", "Country of end use, if different"),
            Text("Categorie", "Category"),
            Text("Soort bestemmeling", "Class of consignee"),
            Text("Soort eindgebruiker", "Class of end user"),
            Text("Sector", "Sector"),
            _VALUE,
            Text("Criterium van weigering", "Criterion of refusal"),
        ),
        _rows(content["lines"], _line),
    )
    for name, title in (("advice", _ADVICE), ("confirmations", _CONFIRMED)):
        if name in content:
            yield Table(name, title, (_COUNTRY, _OUTCOME, _NUMBER), _rows(content[name], _answer))
    if "use" in content:
        yield Table(
            "use",
            Text("Gebruik van algemene en globale vergunningen", "Use of general and global licences"),
            (_LICENCE, _COUNTRY, Text("Soort ontvanger", "Class of recipient"), _MOVED, _VALUE),
            _rows(
                content["use"],
                lambda row: (
                    word(row["instrument"]),
                    word(row["country"]),
                    word(row["recipient_class"]),
                    row["movements"],
                    Money(row["cents"]),
                ),
            ),
        )
        yield Table(
            "registrations",
            Text("Registraties voor een algemene vergunning", "Registrations for a general licence"),
            (Text("Algemene vergunning", "General licence"), _NUMBER),
            _rows(content["registrations"], lambda row: (word(row["authorisation"]), row["count"])),
        )


_ADVICE = Text("Voorlopige adviezen", "Provisional advice")
_CONFIRMED = Text("Schriftelijke bevestigingen", "Written confirmations")


def _rows(found: Any, told: Callable[[Mapping[str, Any]], tuple[Cell, ...]]) -> tuple[tuple[Cell, ...], ...]:
    return tuple(told(row) for row in found)


def _line(row: Mapping[str, Any]) -> tuple[Cell, ...]:
    return (
        word(row["decision"]),
        word(row["instrument"]),
        words(row["countries"]),
        words(row["end_use_countries"]),
        words(row["categories"]),
        words(row["consignee_classes"]),
        words(row["end_user_classes"]),
        word(row["end_use_sector"]),
        word("not_stated") if row["cents"] is None else Money(row["cents"]),
        words(row.get("criteria", ())),
    )


def _answer(row: Mapping[str, Any]) -> tuple[Cell, ...]:
    return word(row["country"]), word(row["outcome"]), row["count"]
