"""What officials do with a call as a whole: set it up, judge facts, carry out a list that was decided on."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time
from typing import TYPE_CHECKING, Any
from uuid import UUID

from bolwerk.domains.investment.app.facts import JUDGED
from bolwerk.domains.investment.law.call import CALL
from bolwerk.kernel import BRUSSELS, InvalidInput, Money, NotAllowed, Text
from bolwerk.kernel.calendar import ONE_DAY
from bolwerk.office.calls import selectors
from bolwerk.office.calls.instalments import Instalment
from bolwerk.office.calls.models import Application, Call
from bolwerk.office.calls.ranking import Place, Position
from bolwerk.office.calls.services import create_call
from bolwerk.office.cases import journal, services
from bolwerk.office.cases.models import Case
from bolwerk.office.ledger.models import Envelope
from bolwerk.office.ledger.services import open_envelope

if TYPE_CHECKING:
    from datetime import date

    from bolwerk.office.identity.models import User

MEASURE = "2.1"
ENVELOPE = "vlaio-defence"
_INSTALMENTS = (
    ("advance", Text("voorschot", "advance")),
    ("interim", Text("tussentijdse schijf", "interim instalment")),
    ("final", Text("saldo na het eindverslag", "balance after the final report")),
)


def install_envelope() -> Envelope:
    """The envelope of the plan's call, with the amount that the plan names; money is appropriated apart."""
    return open_envelope(
        ENVELOPE,
        Text("Oproep defensie van VLAIO", "Defence call of VLAIO"),
        measure=MEASURE,
        year=CALL["opens"].day.year,
        planned=Money.euro(CALL["envelope"].number),
    )


@journal.in_one_step
def install_call(
    code: str, title: Text, *, opens: date, closes: date, envelope: Envelope, actor: User | None, at: datetime | None = None
) -> Call:
    """A call under the settings of `law/call.toml`; `closes` is the last day on which one may submit."""
    scheme = tuple(Instalment(name, label, CALL[name].number) for name, label in _INSTALMENTS)
    notes = [(setting.note, setting.citation) for setting in CALL.settings.values() if setting.note]
    return create_call(
        code,
        title,
        measure=MEASURE,
        kit="defence",
        opens_at=datetime.combine(opens, time(9), BRUSSELS),
        closes_at=datetime.combine(closes + ONE_DAY, time(), BRUSSELS),
        envelope=envelope,
        reviewers_required=CALL["reviewers"].number,
        instalments=scheme,
        notes=notes,
        actor=actor,
    )


def judge(case: Case, fact: str, value: object, *, motivation: str, actor: User, key: str, at: datetime | None = None) -> Case:
    """A named official says how a fact stands, with reasons: recorded, never guessed. The last word counts."""
    if not motivation.strip():
        raise InvalidInput(
            Text("Een oordeel heeft een motivering nodig.", "A judgement needs reasons."),
            where="motivation",
            mend=Text("Schrijf waarop u steunt.", "Write what you rest on."),
        )
    return services.note(
        case.pk, JUDGED, actor=actor, payload={"fact": fact, "value": value}, reason=motivation, key=key, at=at
    )


def apply_ranking(call: Call, *, actor: User, key: str, at: datetime | None = None) -> dict[str, list[str]]:
    """Carry out the list in force, case by case: rank, then propose the award, put on the reserve, or propose to refuse.

    Each case moves in its own step, so one that cannot move stops no other; the references come back by what was done
    (`award`, `reserve`, `refuse`), and under `stuck` those that wait for something else. Doing it again changes nothing.
    """
    ranking = selectors.approved_ranking(call)
    if ranking is None:
        raise NotAllowed(
            Text("Er is nog geen lijst goedgekeurd.", "No list was approved yet."),
            where=call.code,
            mend=Text("Laat eerst over de lijst beslissen.", "Have the list decided on first."),
        )
    done: dict[str, list[str]] = {"award": [], "reserve": [], "refuse": [], "stuck": []}
    for position in selectors.ranked_positions(ranking):
        application = Application.objects.select_related("case").get(pk=UUID(position.candidate.id))
        if application.case is None:
            continue
        outcome = _carry_out(application.case, position, actor, f"{key}:{ranking.number}", at)
        done[outcome].append(application.case.reference)
    return done


def _carry_out(case: Case, position: Position, actor: User, key: str, at: datetime | None) -> str:
    payload: dict[str, Any] = {
        "rank": position.rank,
        "score": position.candidate.values.get("score"),
        "place": position.place.value,
    }
    plan: Mapping[Place, tuple[str, str, dict[str, Any], str]] = {
        Place.AWARD: ("award", "award_proposed", {"amount_cents": position.granted.cents}, ""),
        Place.PARTIAL: ("award", "award_proposed", {"amount_cents": position.granted.cents}, ""),
        Place.RESERVE: ("reserve", "reserve_listed", {}, ""),
        Place.FAILED: ("refuse", "refusal_proposed", {}, _why(position, case.language)),
    }
    try:
        if ",ranked," not in case.steps and position.drawn and ",reserve," in case.steps:
            case = services.act(case.pk, "called_from_reserve", actor=actor, key=f"{key}:{case.pk}:called", version=None, at=at)
        elif ",ranked," not in case.steps:
            case = services.act(
                case.pk, "application_ranked", actor=actor, payload=payload, key=f"{key}:{case.pk}:ranked", version=None, at=at
            )
        if position.place not in plan:
            return "stuck"
        outcome, move, given, reason = plan[position.place]
        services.act(
            case.pk, move, actor=actor, payload=given, reason=reason, key=f"{key}:{case.pk}:{move}", version=None, at=at
        )
    except NotAllowed:
        return "stuck"
    return outcome


def _why(position: Position, lang: str) -> str:
    return " ".join(reason.text.in_(lang) for reason in position.why)[:2000]
