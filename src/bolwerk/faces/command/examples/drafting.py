"""How an application of the example is written and submitted by its own people."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from bolwerk.domains.investment import live
from bolwerk.faces.command.examples.data import Application as Example
from bolwerk.faces.command.examples.house import House
from bolwerk.faces.command.examples.timeline import Clock
from bolwerk.kernel import Money
from bolwerk.office.calls import services as calls
from bolwerk.office.calls.models import Application
from bolwerk.office.cases.models import Case
from bolwerk.office.registers.models import OrganisationKind

_QUESTIONS = ("works_started", "losses_over_half", "insolvent", "rescue_aid", "recovery_order", "social_debts", "assisted_area")
_FLAWS = {"works_started": {"works_started": "ja"}, "difficulty": {"losses_over_half": "ja"}}
_CIVIL_USE = {
    "project_programme": "none",
    "weapon_kind": "none",
    "goods_ml_category": "none",
    "goods_on_military_list": "nee",
    "trade_benelux": "ja",
    "trade_eu": "ja",
    "trade_outside_eu": "nee",
    "trade_into_flanders": "nee",
}
_MILITARY_USE = {"goods_ml_category": "other", "goods_on_military_list": "ja"}


def write(house: House, example: Example, clock: Clock, *, whole: bool) -> Application:
    """A draft; `whole` when everything that a submission needs is in it, else about half."""
    who = house.contacts[example.applicant]
    application = calls.start_application(
        house.calls[example.round].pk,
        applicant=house.organisations[example.applicant],
        title=f"{example.title} (voorbeeld)",
        actor=who,
        key=f"example:start:{example.id}",
        at=clock.at,
    )
    answers = _answers(house, example, clock.at.date())
    for section in answers if whole else ("project",):
        version = getattr(application.sections.filter(section=section).first(), "version", 0)
        calls.save_section(application.pk, section, answers[section], actor=who, version=version, at=clock.minute())
    if whole or example.reviews:
        _fill_costs(house, example, application, clock)
    application.refresh_from_db()
    house.applications[example.id] = application
    return application


def submit(house: House, example: Example, clock: Clock) -> Case:
    draft = house.applications[example.id]
    draft.refresh_from_db()
    calls.submit_application(
        draft.pk,
        actor=house.contacts[example.applicant],
        key=f"example:submit:{example.id}",
        version=draft.version,
        at=clock.minute(),
    )
    house.applications[example.id] = Application.objects.get(pk=draft.pk)
    return Case.objects.get(application=draft.pk)


def _fill_costs(house: House, example: Example, application: Application, clock: Clock) -> None:
    who = house.contacts[example.applicant]
    partners = {example.applicant: application.partners.get(lead=True)}
    for name in example.partners:
        partner = calls.invite_partner(application.pk, house.organisations[name], actor=who, at=clock.minute())
        partners[name] = calls.accept_invitation(partner.pk, actor=house.contacts[name], at=clock.minute())
    rows = [
        {
            "partner": str(partners[name].pk),
            "category": category,
            "kind": kind,
            "amount": str(euro),
            "description": _DESCRIPTIONS[kind],
        }
        for name, category, kind, euro in example.costs
    ]
    calls.save_costs(application.pk, rows, actor=who, version=0, at=clock.minute())
    application.refresh_from_db()
    most = live.price(application, clock.at.date()).most
    asked = most if most is not None else Money.euro(sum(row[3] for row in example.costs) * 2 // 5)
    calls.set_requested(application.pk, asked, actor=who, version=application.version, at=clock.minute())


_DESCRIPTIONS = {
    "personnel": "onderzoekers en ingenieurs",
    "operating": "verbruik, testdagen en verplaatsingen",
    "instruments": "afschrijving van meettoestellen",
    "subcontract": "gespecialiseerd werk door derden",
    "research_partner": "opdracht aan een kennisinstelling",
    "investment": "proefopstelling",
    "overheads": "overheadkosten",
}


def _answers(house: House, example: Example, day: date) -> dict[str, dict[str, Any]]:
    military = {**_MILITARY_USE} if example.esac else {}
    weapon = {"weapon_kind": "cluster_munition", **_MILITARY_USE} if example.flaw == "weapon" else {}
    collaboration = {"disseminated": "nee", "licensed": "nee"}
    if any(house.organisations[name].kind == OrganisationKind.RESEARCH for name in example.partners):
        collaboration["may_publish"] = "ja"
    return {
        "project": {
            "summary": example.summary,
            "goal": example.goal,
            "approach": example.approach,
            "topics": list(example.topics),
            "starts_on": (day + timedelta(days=90)).replace(day=1).isoformat(),
            "months": str(example.months),
            "place": house.organisations[example.applicant].municipality,
            "eureka": "nee",
        },
        "impact": {"need": example.need, "value": example.value, "civil_use": example.civil},
        "use": {**_CIVIL_USE, **military, **weapon, **(example.use or {})},
        "enterprise": {**dict.fromkeys(_QUESTIONS, "nee"), **_FLAWS.get(example.flaw, {})},
        "collaboration": collaboration,
    }
