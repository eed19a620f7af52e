"""What is known of an application, as facts for the rules, each with where it comes from.

Later sources win: the registers, then what follows from the application, then what the applicant declared, then what a named
official judged.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from bolwerk.domains.investment.app.book import book
from bolwerk.domains.investment.app.memory import once
from bolwerk.domains.investment.app.size import ownership, size
from bolwerk.domains.investment.law.deminimis import single_undertaking
from bolwerk.domains.investment.law.values import FIGURES
from bolwerk.kernel import InvalidInput, MissingLaw, Text
from bolwerk.kernel.calendar import add_months
from bolwerk.office.calls import kits, selectors
from bolwerk.office.calls.costs import Line, by_category, shares, total
from bolwerk.office.calls.models import Application, Partner
from bolwerk.office.registers.models import Organisation

if TYPE_CHECKING:
    from bolwerk.office.cases.models import Case

JUDGED = "judgement_given"


@dataclass(frozen=True, slots=True)
class Known:
    """One fact: its value, and its origin in words."""

    value: object
    origin: Text


Facts = dict[str, Known]

REGISTER = Text("uit de registers", "from the registers")
DERIVED = Text("afgeleid uit de aanvraag", "derived from the application")
DECLARED = Text("verklaard door de aanvrager", "declared by the applicant")


def known_of(application: Application, on: date) -> Facts:
    """Every fact of an application on a day, a draft or a submission."""
    return once(("facts", application.pk, on), lambda: _known_of(application, on))


def _known_of(application: Application, on: date) -> Facts:
    case = application.case
    return {
        **_registered(application.applicant, on),
        **_derived(application, on),
        **_declared(application),
        **(judged(case) if case else {}),
    }


def values(facts: Facts) -> dict[str, object]:
    """The facts as the rules read them."""
    return {name: known.value for name, known in facts.items()}


def judged(case: Case) -> Facts:
    """What officials judged or looked up in this case, the last word on each fact."""
    found: Facts = {}
    for event in case.events.filter(kind=JUDGED).select_related("actor").order_by("seq"):
        by = str(event.actor or "")
        name = event.payload["fact"]
        found[name] = Known(_read(name, event.payload["value"]), Text(f"oordeel van {by}", f"judgement of {by}"))
    return found


def _read(name: str, value: object) -> object:
    """A number stands in the log as text, since a log keeps no fractions."""
    fact = book().facts.get(name)
    return fact.read(value) if fact and isinstance(value, str) and not fact.finite else value


def _registered(organisation: Organisation, on: date) -> Facts:
    found: Facts = {}
    tier = size_tier(organisation, on)
    if tier:
        found["company.size"] = Known(tier, REGISTER)
    if organisation.started_on and tier:
        young = _young(organisation.started_on, on)
        if young is not None:
            found["company.young_sme"] = Known(tier != "large" and young, REGISTER)
    return found


def _young(started: date, on: date) -> bool | None:
    """Whether the years that the law spares a young SME still run; None on a day without that law."""
    try:
        spared = FIGURES.on(on, "difficulty.young.months")
    except MissingLaw:
        return None
    return on < add_months(started, int(spared.value))


def size_tier(organisation: Organisation, on: date) -> str | None:
    """`small`, `medium` or `large`, or None while the registers leave it open or contradict themselves."""
    try:
        tiers = size(organisation, on).value.tiers
    except InvalidInput:
        return None
    return tiers[0] if len(tiers) == 1 else None


def _derived(application: Application, on: date) -> Facts:
    lines = selectors.costs(application).lines
    partners = list(application.partners.select_related("organisation"))
    answers = _answers(application)
    found: dict[str, Any] = {
        "call.regime": "defence",
        "application.names_company": True,
        "application.describes_project": bool(answers.get("starts_on") and answers.get("months")),
        "application.gives_place": bool(answers.get("place")),
        "application.lists_costs": bool(lines),
        "application.states_aid": application.requested_cents is not None,
        **_collaboration(application.applicant, partners, lines, on),
    }
    if application.requested is not None:
        found["aid.amount"] = application.requested
    if lines:
        sums = by_category(lines)
        found["project.activity"] = max(sums, key=lambda category: (sums[category], category.value)).value
    return {name: Known(value, DERIVED) for name, value in found.items()}


def _collaboration(applicant: Organisation, partners: list[Partner], lines: tuple[Line, ...], on: date) -> dict[str, Any]:
    """Effective collaboration is between undertakings that are independent of each other; shares follow from the costs."""
    undertakings = [p for p in partners if p.role == Partner.PartnerRole.UNDERTAKING]
    group = single_undertaking(ownership(applicant, on), f"org:{applicant.pk}", on)
    others = [p for p in undertakings if not p.lead and f"org:{p.organisation_id}" not in group]
    found: dict[str, Any] = {
        "collaboration.effective": bool(others),
        "collaboration.cross_border": len({p.organisation.country for p in (*others, *undertakings[:1])}) > 1,
    }
    tiers = {size_tier(p.organisation, on) for p in (*others, *(p for p in undertakings if p.lead))}
    if others and (None not in tiers or tiers & {"small", "medium"}):
        found["collaboration.with_sme"] = bool(tiers & {"small", "medium"})
    if whole := total(lines).cents:
        roles = {str(p.pk): p.role for p in partners}
        by_role: dict[str, list[int]] = {"undertaking": [0], "research_organisation": [0]}
        for share in shares(lines):
            by_role.setdefault(roles.get(share.partner, "undertaking"), [0]).append(share.amount.cents)
        # Rounded up: a share just over a limit may not read as just under it.
        found["collaboration.largest_share"] = -(-100 * max(by_role["undertaking"]) // whole)
        found["collaboration.research_share"] = 100 * sum(by_role["research_organisation"]) // whole
    return found


def _answers(application: Application) -> dict[str, Any]:
    return {name: value for view in selectors.form_view(application) for name, value in view.checked.values.items()}


def _declared(application: Application) -> Facts:
    answers = _answers(application)
    fields = [field for section in kits.get(application.call.kit).form.sections for field in section.fields if field.fact]
    return {f.fact: Known(answers[f.id], DECLARED) for f in fields if answers.get(f.id) is not None}
