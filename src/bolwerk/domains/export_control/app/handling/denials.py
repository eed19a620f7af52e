"""Denials by other Member States: kept, searched, judged; consulted where the transaction is in essence the same (art. 27)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from bolwerk.domains.export_control.app.applying import selectors as applying
from bolwerk.domains.export_control.app.book import book, decide
from bolwerk.domains.export_control.app.handling.errors import needed
from bolwerk.domains.export_control.app.handling.models import Consultation, Denial, DenialJudgement
from bolwerk.domains.export_control.app.handling.subject import application_of, day_of, facts_of, now
from bolwerk.domains.export_control.law.denials import Denied, Match, Transaction, match
from bolwerk.engines.screening import PROFILES, Entity, Rarity, compare
from bolwerk.kernel import Text
from bolwerk.office.cases import journal
from bolwerk.office.cases import services as cases
from bolwerk.office.identity import policies

if TYPE_CHECKING:
    from bolwerk.office.cases.models import Case
    from bolwerk.office.identity.models import User

PARAM = "export.denial_years"
_DAYS_A_YEAR = Decimal("365.2425")


@dataclass(frozen=True, slots=True)
class Row:
    """A denial as read from a form or a file; checked by `denial_file`."""

    member_state: str
    reference: str
    denied_on: date
    country: str
    consignee: str
    end_user: str
    goods: str
    codes: tuple[str, ...] = ()
    criteria: tuple[str, ...] = ()
    revoked: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """A denial that looks like the case: why, what was judged, and the consultation about it."""

    denial: Denial
    match: Match
    judgement: DenialJudgement | None
    consultation: Consultation | None


@journal.in_one_step
def keep(rows: Iterable[Row], *, actor: User, key: str, at: datetime | None = None) -> tuple[Denial, ...]:
    """Keep denials; what is there already in the same words is passed over, what differs takes the place of the older row."""
    policies.require(actor, "export.register")
    journal.lock()
    made = []
    for number, row in enumerate(rows, 1):
        own = f"{key}:{number}"
        if Denial.objects.filter(key=own).exists():
            continue
        last = Denial.objects.filter(member_state=row.member_state, reference=row.reference).order_by("-id").first()
        if last is not None and _as_row(last) == row:
            continue
        made.append(Denial.objects.create(**_columns(row), key=own, by=actor, at=at or now()))
    return tuple(made)


def _columns(row: Row) -> dict[str, object]:
    return {
        "member_state": row.member_state,
        "reference": row.reference,
        "denied_on": row.denied_on,
        "country": row.country,
        "consignee": row.consignee,
        "end_user": row.end_user,
        "goods": row.goods,
        "codes": list(row.codes),
        "criteria": list(row.criteria),
        "revoked": row.revoked,
    }


def _as_row(denial: Denial) -> Row:
    return Row(
        denial.member_state,
        denial.reference,
        denial.denied_on,
        denial.country,
        denial.consignee,
        denial.end_user,
        denial.goods,
        tuple(denial.codes),
        tuple(denial.criteria),
        denial.revoked,
    )


def in_force(country: str = "") -> list[Denial]:
    """The last row of each denial that was not revoked, newest first."""
    found = Denial.objects.order_by("member_state", "reference", "id")
    if country:
        found = found.filter(country=country)
    last: dict[tuple[str, str], Denial] = {(one.member_state, one.reference): one for one in found}
    return sorted((one for one in last.values() if not one.revoked), key=lambda one: (one.denied_on, one.pk), reverse=True)


def term_years(on: date) -> int:
    return int(str(book().value(PARAM, on).value))


def search(case: Case) -> tuple[Found, ...]:
    """Denials of the last years that look like the case, the closest first, each with why."""
    asked, on = _transaction(case), day_of(case)
    since = _years_before(on, term_years(on))
    judged = {one.denial_id: one for one in DenialJudgement.objects.select_related("by").filter(case=case).order_by("id")}
    asked_of = {one.denial_id: one for one in Consultation.objects.select_related("case").filter(origin=case)}
    found = []
    for country in sorted(asked.countries):
        for denial in in_force(country):
            if since <= denial.denied_on <= on and (seen := match(asked, _denied(denial), _names)):
                found.append(Found(denial, seen, judged.get(denial.pk), asked_of.get(denial.pk)))
    return tuple(sorted(found, key=lambda one: (-one.match.score, -one.denial.pk)))


@journal.in_one_step
def judge(
    case: Case, denial: Denial, identical: bool, *, reason: str, actor: User, key: str, at: datetime | None = None
) -> DenialJudgement:
    """Say whether the transaction is in essence the one that was denied."""
    policies.require(actor, "export.handle", case)
    if not reason.strip():
        raise needed("reason", Text("de reden", "the reason"))
    journal.lock()
    if done := DenialJudgement.objects.filter(key=key).first():
        return done
    moment = at or now()
    made = DenialJudgement.objects.create(
        case=case, denial=denial, identical=identical, reason=reason.strip(), key=key, by=actor, at=moment
    )
    cases.note(
        case.pk,
        "denial_judged",
        actor=actor,
        payload={"denial": str(denial), "identical": identical},
        reason=reason,
        key=f"{key}:note",
        at=moment,
    )
    return made


@journal.in_one_step
def reason_grant(case: Case, *, reason: str, actor: User, key: str, at: datetime | None = None) -> None:
    """The reasoned notice that art. 27 asks when the licence is granted although a Member State denied the same."""
    policies.require(actor, "export.handle", case)
    if not reason.strip():
        raise needed("reason", Text("de motivering", "the reasons"))
    cases.note(case.pk, "denial_reasoned", actor=actor, reason=reason, key=key, at=at)


def blocks(case: Case) -> tuple[Text, ...]:
    """Why the licence may not be granted yet because of denials of others."""
    reasons = []
    reasoned = case.events.filter(kind="denial_reasoned").exists()
    for one in search(case):
        name = Text(f"weigering {one.denial}", f"denial {one.denial}")
        if one.judgement is None:
            reasons.append(Text("De {name} is nog niet beoordeeld.", "The {name} was not judged yet.").format(name=name))
        elif _must_consult(case, one):
            if one.consultation is None or one.consultation.case.status == "open":
                told = Text(
                    "Over de {name} is de lidstaat nog niet geraadpleegd.",
                    "On the {name} the Member State was not consulted yet.",
                )
                reasons.append(told.format(name=name))
            elif not reasoned:
                told = Text(
                    "De toekenning ondanks de {name} is nog niet gemotiveerd.",
                    "The grant despite the {name} was not reasoned yet.",
                )
                reasons.append(told.format(name=name))
    return tuple(reasons)


def _must_consult(case: Case, one: Found) -> bool:
    years = Decimal((day_of(case) - one.denial.denied_on).days) / _DAYS_A_YEAR
    facts = {
        **facts_of(case),
        "denial.known": True,
        "denial.years": years.quantize(Decimal("0.01")),
        "denial.identical": bool(one.judgement and one.judgement.identical),
    }
    return decide("export.denial_consultation", facts, day_of(case)).value == "consult"


def _transaction(case: Case) -> Transaction:
    application = application_of(case)
    parties, goods = applying.parties(application), applying.lines(application)
    use = applying.end_use(application)
    countries = {party.country for party in parties if party.role in ("end_user", "consignee") and party.country}
    if use is not None and use.country:
        countries.add(use.country)
    return Transaction(
        countries=frozenset(countries),
        users=tuple(party.name for party in parties if party.role == "end_user"),
        consignees=tuple(party.name for party in parties if party.role == "consignee"),
        goods=tuple(line.description for line in goods),
        codes=tuple(line.code for line in goods if line.code),
    )


def _denied(denial: Denial) -> Denied:
    return Denied(denial.country, denial.end_user, denial.consignee, denial.goods, tuple(denial.codes), denial.denied_on)


def _names(query: str, entry: str, country: str) -> float:
    """How alike two names are, by the engine that screens parties."""
    ours = Entity("query", "LegalEntity", {"name": (query,), "country": (country.lower(),)})
    theirs = Entity("entry", "LegalEntity", {"name": (entry,), "country": (country.lower(),)})
    return compare(ours, theirs, PROFILES["strict"], Rarity.of([theirs])).score


def _years_before(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:  # 29 February
        return day.replace(year=day.year - years, day=28)


def summary(case: Case) -> Mapping[str, int]:
    found = search(case)
    return {
        "found": len(found),
        "open": sum(one.judgement is None for one in found),
        "identical": sum(bool(one.judgement and one.judgement.identical) for one in found),
    }
