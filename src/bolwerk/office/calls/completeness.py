"""What an application still lacks: what, where, how to mend it. Pure: the same findings on the page and at submission."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bolwerk.kernel import ZERO, Money, Text
from bolwerk.office.calls.costs import Line, total
from bolwerk.office.calls.forms import Form, Problem, Typed, check_section


@dataclass(frozen=True, slots=True)
class Finding:
    """`place` is a section id, `partners`, `costs` or `amount`; `field` the field in it, empty for the whole place."""

    place: str
    field: str
    what: Text
    mend: Text

    def as_json(self) -> dict[str, object]:
        return {"place": self.place, "field": self.field, "what": self.what.as_json(), "mend": self.mend.as_json()}


@dataclass(frozen=True, slots=True)
class PartnerFacts:
    """A co-applicant as this check sees it."""

    id: str
    name: str
    lead: bool
    accepted: bool


@dataclass(frozen=True, slots=True)
class Bounds:
    """The least and most that a project may be, on `basis` `cost` or `aid`. None is no bound."""

    basis: str
    least: Money | None = None
    most: Money | None = None


def form_findings(form: Form, typed: Mapping[str, Mapping[str, Typed]], limits: Mapping[str, int]) -> tuple[Finding, ...]:
    """Every required field left empty and everything typed that is wrong, in the order of the form."""
    found: list[Finding] = []
    for section in form.sections:
        checked = check_section(section, typed.get(section.id, {}), limits)
        problems = {problem.field: problem for problem in checked.problems}
        missing = {field.id for field in checked.missing}
        for field in section.fields:
            if field.id in missing:
                what = Text(f"'{field.label.nl}' is nog niet ingevuld.", f"'{field.label.en}' is not filled in yet.")
                mend = Text(f"Vul het in bij '{section.label.nl}'.", f"Fill it in under '{section.label.en}'.")
                found.append(Finding(section.id, field.id, what, mend))
            elif problem := problems.get(field.id):
                found.append(Finding(section.id, field.id, problem.what, problem.mend))
    return tuple(found)


def partner_findings(partners: Sequence[PartnerFacts], most: int | None) -> tuple[Finding, ...]:
    found = [
        Finding(
            "partners",
            partner.id,
            Text(
                f"{partner.name} heeft de uitnodiging nog niet aanvaard.",
                f"{partner.name} has not accepted the invitation yet.",
            ),
            Text(
                "Vraag hen om te aanvaarden, of haal hen uit de aanvraag.",
                "Ask them to accept, or take them out of the application.",
            ),
        )
        for partner in partners
        if not partner.accepted
    ]
    if most is not None and len(partners) > most:
        found.append(
            Finding(
                "partners",
                "",
                Text(
                    f"Er zijn {len(partners)} partners; deze oproep laat er {most} toe.",
                    f"There are {len(partners)} partners; this call allows {most}.",
                ),
                Text("Haal partners uit de aanvraag.", "Take partners out of the application."),
            )
        )
    return tuple(found)


def cost_findings(
    lines: Sequence[Line], problems: Iterable[Problem], partners: Sequence[PartnerFacts], bounds: Bounds
) -> tuple[Finding, ...]:
    """Lines that cannot be read, no costs at all, a partner without costs, and a project outside the bounds on cost."""
    found = [Finding("costs", problem.field, problem.what, problem.mend) for problem in problems]
    if not lines and not found:
        return (
            Finding(
                "costs",
                "",
                Text("Er zijn nog geen kosten ingevuld.", "No costs have been filled in yet."),
                Text("Vul bij 'Kosten' minstens één lijn in.", "Fill in at least one line under 'Costs'."),
            ),
        )
    bearing = {line.partner for line in lines}
    found.extend(
        Finding(
            "costs",
            partner.id,
            Text(f"{partner.name} heeft nog geen kosten.", f"{partner.name} has no costs yet."),
            Text(
                "Vul hun kosten in, of haal hen uit de aanvraag.", "Fill in their costs, or take them out of the application."
            ),
        )
        for partner in partners
        if partner.id not in bearing and bearing
    )
    if bounds.basis == "cost" and lines:
        found.extend(_outside(total(lines), bounds, "costs", Text("De kosten", "The costs")))
    return tuple(found)


def amount_findings(requested: Money | None, lines: Sequence[Line], bounds: Bounds) -> tuple[Finding, ...]:
    """The aid asked: there, above zero, not above the costs, inside the bounds on aid."""
    if requested is None or requested <= ZERO:
        return (
            Finding(
                "amount",
                "",
                Text("Het gevraagde steunbedrag ontbreekt.", "The amount of aid asked is missing."),
                Text("Vul een bedrag in dat meer dan nul is.", "Fill in an amount of more than zero."),
            ),
        )
    found: list[Finding] = []
    if lines and requested > total(lines):
        found.append(
            Finding(
                "amount",
                "",
                Text("U vraagt meer steun dan het project kost.", "You ask more aid than the project costs."),
                Text("Verlaag de steun, of kijk de kosten na.", "Lower the aid, or check the costs."),
            )
        )
    if bounds.basis == "aid":
        found.extend(_outside(requested, bounds, "amount", Text("De gevraagde steun", "The aid asked")))
    return tuple(found)


def _outside(amount: Money, bounds: Bounds, place: str, label: Text) -> list[Finding]:
    shown = amount.as_text()
    if bounds.least is not None and amount < bounds.least:
        least = bounds.least.as_text()
        what = Text(
            f"{label.nl}: {shown.nl}. Deze oproep begint bij {least.nl}.",
            f"{label.en}: {shown.en}. This call starts at {least.en}.",
        )
        return [
            Finding(
                place,
                "",
                what,
                Text("Maak het project groter, of kies een andere steun.", "Make the project larger, or choose other aid."),
            )
        ]
    if bounds.most is not None and amount > bounds.most:
        most = bounds.most.as_text()
        what = Text(
            f"{label.nl}: {shown.nl}. Deze oproep gaat tot {most.nl}.",
            f"{label.en}: {shown.en}. This call goes up to {most.en}.",
        )
        return [
            Finding(place, "", what, Text("Maak het project kleiner, of splits het.", "Make the project smaller, or split it."))
        ]
    return []
