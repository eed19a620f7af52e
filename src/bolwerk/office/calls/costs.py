"""The costs of a project: lines per partner, activity category and kind, read from what was typed, and their sums. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bolwerk.kernel import ZERO, InvalidInput, Money, Text
from bolwerk.office.calls.forms import Problem, storable, too_long

MAX_LINES = 500
DESCRIPTION_LIMIT = 300


class Category(StrEnum):
    """The activity that a cost serves; aid is priced per category, not per project."""

    FUNDAMENTAL = "fundamental"
    INDUSTRIAL = "industrial"
    EXPERIMENTAL = "experimental"
    FEASIBILITY = "feasibility"

    @property
    def label(self) -> Text:
        return {
            Category.FUNDAMENTAL: Text("fundamenteel onderzoek", "fundamental research"),
            Category.INDUSTRIAL: Text("industrieel onderzoek", "industrial research"),
            Category.EXPERIMENTAL: Text("experimentele ontwikkeling", "experimental development"),
            Category.FEASIBILITY: Text("haalbaarheidsstudie", "feasibility study"),
        }[self]


class Kind(StrEnum):
    """What the money is spent on."""

    PERSONNEL = "personnel"
    OPERATING = "operating"
    INSTRUMENTS = "instruments"
    SUBCONTRACT = "subcontract"
    RESEARCH_PARTNER = "research_partner"
    INVESTMENT = "investment"
    OVERHEADS = "overheads"

    @property
    def label(self) -> Text:
        return {
            Kind.PERSONNEL: Text("personeel", "personnel"),
            Kind.OPERATING: Text("werking", "operating costs"),
            Kind.INSTRUMENTS: Text("instrumenten en apparatuur", "instruments and equipment"),
            Kind.SUBCONTRACT: Text("onderaanneming", "subcontracting"),
            Kind.RESEARCH_PARTNER: Text("onderzoekspartner", "research partner"),
            Kind.INVESTMENT: Text("investering", "investment"),
            Kind.OVERHEADS: Text("overheadkosten", "overheads"),
        }[self]


@dataclass(frozen=True, slots=True)
class Line:
    """One cost. `partner` is the id of a partner in the application."""

    partner: str
    category: Category
    kind: Kind
    amount: Money
    description: str = ""

    def as_json(self) -> dict[str, object]:
        return {
            "partner": self.partner,
            "category": self.category.value,
            "kind": self.kind.value,
            "cents": self.amount.cents,
            "description": self.description,
        }


@dataclass(frozen=True, slots=True)
class Share:
    """What one partner bears of the whole. `percent` is cut down to a whole percent for showing; compare with the amounts."""

    partner: str
    amount: Money
    percent: int


def read_lines(rows: Sequence[Mapping[str, str]], partners: Iterable[str]) -> tuple[tuple[Line, ...], tuple[Problem, ...]]:
    """The lines that can be read and what is wrong with the others. Each row: partner, category, kind, amount, description.

    A problem's field is `<number of the row, from 1>.<column>`. Rows that are wholly empty are passed over.
    """
    known = set(partners)
    lines: list[Line] = []
    problems: list[Problem] = []
    for number, row in enumerate(rows, start=1):
        if not any(str(row.get(column, "")).strip() for column in ("amount", "description")):
            continue
        found = _problems(number, row, known)
        problems.extend(found)
        if not found:
            amount = Money.read(row["amount"])
            lines.append(
                Line(row["partner"], Category(row["category"]), Kind(row["kind"]), amount, row.get("description", "").strip())
            )
    return tuple(lines), tuple(problems)


def guard_rows(rows: Sequence[Mapping[str, object]]) -> list[dict[str, str]]:
    """What a draft may keep of the typed rows: five columns of text, not too many rows, none too long."""
    if len(rows) > MAX_LINES:
        raise InvalidInput(
            Text(
                f"U hebt {len(rows)} kostenlijnen; er kunnen er {MAX_LINES} zijn.",
                f"You have {len(rows)} cost lines; {MAX_LINES} can be kept.",
            ),
            where="costs",
            mend=Text("Voeg lijnen van dezelfde soort samen.", "Merge lines of the same kind."),
        )
    kept = []
    for number, row in enumerate(rows, start=1):
        clean = {column: storable(str(row.get(column, ""))) for column in _COLUMNS}
        for column, text in clean.items():
            if len(text) > DESCRIPTION_LIMIT:
                raise too_long(f"costs.{number}.{column}", len(text), DESCRIPTION_LIMIT)
        kept.append(clean)
    return kept


def total(lines: Iterable[Line]) -> Money:
    return Money.sum(line.amount for line in lines)


def by_category(lines: Iterable[Line]) -> dict[Category, Money]:
    """Sums per category, in the order of the categories, without those at zero."""
    given = list(lines)
    sums = {category: total(line for line in given if line.category is category) for category in Category}
    return {category: amount for category, amount in sums.items() if amount}


def by_kind(lines: Iterable[Line]) -> dict[Kind, Money]:
    given = list(lines)
    sums = {kind: total(line for line in given if line.kind is kind) for kind in Kind}
    return {kind: amount for kind, amount in sums.items() if amount}


def shares(lines: Iterable[Line]) -> tuple[Share, ...]:
    """What each partner bears, largest first."""
    given = list(lines)
    whole = total(given)
    names = sorted({line.partner for line in given})
    found = [
        Share(name, amount := total(line for line in given if line.partner == name), _percent(amount, whole)) for name in names
    ]
    return tuple(sorted(found, key=lambda share: (-share.amount.cents, share.partner)))


_COLUMNS = ("partner", "category", "kind", "amount", "description")


def _percent(part: Money, whole: Money) -> int:
    return part.cents * 100 // whole.cents if whole else 0


def _problems(number: int, row: Mapping[str, str], partners: set[str]) -> list[Problem]:
    found = []
    if row.get("partner", "") not in partners:
        found.append(
            _problem(
                number, "partner", Text("Deze partner hoort niet bij de aanvraag.", "This partner is not in the application.")
            )
        )
    if row.get("category", "") not in set(Category):
        found.append(_problem(number, "category", Text("Kies een soort activiteit.", "Choose a kind of activity.")))
    if row.get("kind", "") not in set(Kind):
        found.append(_problem(number, "kind", Text("Kies een soort kost.", "Choose a kind of cost.")))
    try:
        amount = Money.read(row.get("amount", ""))
    except InvalidInput as error:
        found.append(Problem(f"{number}.amount", error.what, error.mend))
    else:
        if amount <= ZERO:
            found.append(
                Problem(
                    f"{number}.amount",
                    Text("Een kost moet meer dan nul zijn.", "A cost must be more than zero."),
                    Text(
                        "Vul een bedrag boven nul in, of maak de lijn leeg.", "Fill in an amount above zero, or empty the line."
                    ),
                )
            )
    return found


def _problem(number: int, column: str, what: Text) -> Problem:
    return Problem(f"{number}.{column}", what, Text("Kies een waarde uit de lijst.", "Choose a value from the list."))
