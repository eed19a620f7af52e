"""How the service handles an application of the example: complete, screened, advised on, judged, proposed, decided."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from bolwerk.domains.export_control import live
from bolwerk.faces.command.examples.export import words
from bolwerk.faces.command.examples.export.living import live_on
from bolwerk.faces.command.examples.export.refusing import refuse
from bolwerk.faces.command.examples.export.screening import decide_hits, screened
from bolwerk.faces.command.examples.export.writing import complete, submit, write
from bolwerk.faces.command.examples.house import after
from bolwerk.faces.command.examples.timeline import Clock, Story
from bolwerk.kernel import Period

if TYPE_CHECKING:
    from bolwerk.domains.export_control.live import Application
    from bolwerk.faces.command.examples.export.data import Export
    from bolwerk.faces.command.examples.house import House
    from bolwerk.office.cases.models import Case

_WAITING = ("completion", "completion_late", "completing", "lapsed")
_REFUSED = (*("intending", "hearing", "heard", "refusal_to_send", "refused", "appealed", "closed_refused", "refusal_upheld"),)
_ISSUED = {"licence": "licence_issued", "authorisation": "authorisation_issued", "certificate": "certificate_issued"}
_OPINIONS = ("advice", "confirmation")
_MORALITY = ("prosecutor", "state_security", "customs", "federal_police")
_PARTS = 3
"""A partial grant leaves out a third."""


def handler_of(example: Export) -> str:
    """Two officials share the work."""
    return "handler2" if sum(example.id.encode()) % 2 else "handler"


def decider_of(example: Export) -> str:
    return "approver2" if sum(example.id.encode()) % 3 == 0 else "approver"


def tell(house: House, example: Export) -> Story:
    """Yields the moment of each step; ends where the example says."""
    came_in = house.today - timedelta(days=example.days_ago)
    clock = Clock(example.id, came_in - timedelta(days=4))
    yield clock.at
    draft = write(house, example, clock, whole=example.end != "draft")
    house.exports[example.id] = draft
    if example.end == "draft":
        return
    yield clock.wait_for(came_in)
    draft = house.exports[example.id] = submit(house, example, draft, clock)
    case = draft.case
    if case is None:
        raise ValueError(f"{example.id}: submitted without a case")
    house.timeline.start(decide_hits(house, example, case, clock.at.date()))
    yield from _intake(house, example, draft, case, clock)


def _intake(house: House, example: Export, draft: Application, case: Case, clock: Clock) -> Story:
    handler, who = handler_of(example), house.contacts[example.applicant]
    if example.end == "received":
        return
    yield clock.wait(1, 5)
    if example.end == "withdrawn":
        yield clock.wait(2, 20)
        reason = clock.random.choice(words.WITHDRAWN)
        live.applying.withdraw(
            draft.pk, actor=who, reason=reason, key=f"example:export:{example.id}:withdraw", at=after(case, clock.at)
        )
        return
    if example.end in _WAITING or clock.random.random() < 0.15:
        missing = clock.random.choice(words.MISSING)
        house.act(case, "completion_requested", handler, clock.at, reason=missing, missing=missing)
        if example.end in ("completion", "completion_late"):
            return
        if example.end == "lapsed":
            yield clock.wait(33, 38)
            house.act(case, "completion_lapsed", handler, clock.at, reason="Na dertig dagen kwam er niets.")
            yield from _close(house, example, case, clock)
            return
        yield clock.wait(4, 12)
        complete(house, example, draft, clock, only_begin=example.end == "completing")
        if example.end == "completing":
            return
        yield clock.wait(1, 3)
    if example.end == "closing":
        yield from _close(house, example, case, clock)
        return
    house.act(case, "found_complete", handler, clock.at)
    yield from _assess(house, example, draft, case, clock)


def _close(house: House, example: Export, case: Case, clock: Clock) -> Story:
    yield clock.wait(1, 3)
    house.act(case, "closure_proposed", handler_of(example), clock.at, reason=words.CLOSED)
    if example.end == "closing":
        return
    yield clock.wait(2, 6)
    house.act(case, "closure_decided", decider_of(example), clock.at, reason=words.CLOSED)


def _assess(house: House, example: Export, draft: Application, case: Case, clock: Clock) -> Story:
    handler = handler_of(example)
    if example.end == "informing":
        yield clock.wait(1, 4)
        question = clock.random.choice(words.INFORMATION)
        house.act(case, "information_requested", handler, clock.at, reason=question, missing=question)
        return
    yield from _consult(house, example, case, clock)
    if example.end in ("assessing", "hit_open", "advising", "advice_late"):
        return
    while not screened(case):
        yield clock.wait(1, 3)
    yield clock.wait(1, 6)
    if example.seed.kind in _OPINIONS:
        yield from _answer(house, example, case, clock)
        return
    _judge_denials(house, example, case, clock)
    refusing = example.end in _REFUSED
    _sheet(house, example, case, clock, against=refusing)
    if refusing:
        yield from refuse(house, example, case, clock)
        return
    yield clock.wait(1, 5)
    yield from _grant(house, example, draft, case, clock)


def _consult(house: House, example: Export, case: Case, clock: Clock) -> Story:
    """Advice of outside bodies where the seed asks it; the four bodies on conduct for a prior authorisation."""
    bodies = list(_MORALITY) if example.seed.kind == "authorisation" else ["outside", "team"][: example.seed.consults]
    if example.end in ("advising", "advice_late") and not bodies:
        bodies = ["outside"]
    open_ = example.end in ("advising", "advice_late")
    for number, body in enumerate(bodies):
        yield clock.wait(0, 1)
        asked = live.handling.consulting.consult(
            case,
            body,
            body_name={"outside": "Instituut Oostgrens (voorbeeld)", "team": "Team techniek (voorbeeld)"}.get(body, ""),
            question=clock.random.choice(words.QUESTIONS),
            shared=("goods", "parties", "end_use") if example.lines else ("applicant",),
            adviser=house.people["adviser" if (number + example.days_ago) % 2 else "adviser2"],
            actor=house.who(handler_of(example)),
            key=f"example:export:{example.id}:consult:{body}",
            at=after(case, clock.at),
        )
        if not (open_ and number == len(bodies) - 1):
            yield from _advise(house, example, asked.case, asked.adviser, clock)


def _advise(house: House, example: Export, case: Case, adviser: object, clock: Clock) -> Story:
    outcomes = ("negative",) if example.end in _REFUSED else ("positive", "positive", "conditional")
    outcome = clock.random.choice(outcomes)
    yield clock.wait(3, 12)
    more = {"conditions": words.CONDITIONS[0]} if outcome == "conditional" else {}
    house.act(
        case,
        "consultation_answered",
        adviser,  # type: ignore[arg-type]
        clock.at,
        reason=words.ADVICE[outcome],
        outcome=outcome,
        **more,
    )


def _judge_denials(house: House, example: Export, case: Case, clock: Clock) -> None:
    for found in live.handling.denials.search(case):
        if found.judgement is None:
            live.handling.denials.judge(
                case,
                found.denial,
                False,
                reason="Andere goederen, een andere hoeveelheid en een ander doel (voorbeeld).",
                actor=house.who(handler_of(example)),
                key=f"example:export:{example.id}:denial:{found.denial.pk}",
                at=after(case, clock.minute()),
            )


def _sheet(house: House, example: Export, case: Case, clock: Clock, *, against: bool) -> None:
    """Every line that is asked, judged; what the seed names speaks against when the end is a refusal."""
    sheets = live.handling.sheets
    programme = sheets.kind_of(case) == sheets.PROGRAMME
    due = sheets.asked(case) or ()
    named = set(example.seed.against) if against else set()
    given = {}
    for line in due:
        bad = line.fact in named
        reason = words.AGAINST if bad else words.CLEAR
        given[line.fact] = sheets.Given(not bad if programme else bad, reason, words.SOURCE if bad or programme else "")
    sheets.record(
        case,
        given,
        actor=house.who(handler_of(example)),
        key=f"example:export:{example.id}:sheet",
        at=after(case, clock.minute()),
    )


def _grant(house: House, example: Export, draft: Application, case: Case, clock: Clock) -> Story:
    handler, deciding = handler_of(example), live.handling.deciding
    valid = _valid(example, clock.at.date())
    proposal = deciding.whole(case, valid, words.VALIDITY, words.CONDITIONS if len(example.buyers) > 1 else ())
    if example.end == "partial":
        proposal = _less(proposal)
    case.refresh_from_db()
    deciding.propose(
        case,
        proposal,
        reason=words.PART if example.end == "partial" else words.GRANT,
        actor=house.who(handler),
        key=f"example:export:{example.id}:propose",
        version=case.version,
        at=after(case, clock.minute()),
    )
    if example.end == "deciding_grant":
        return
    yield clock.wait(2, 9)
    house.act(case, "grant_decided", decider_of(example), clock.at)
    if example.end == "issuing":
        return
    yield clock.wait(1, 3)
    house.act(case, _ISSUED[example.seed.kind], handler, clock.at)
    if example.seed.kind == "licence":
        house.timeline.start(live_on(house, example, case, clock.at.date()))


def _valid(example: Export, day: date) -> Period:
    """Two years as a rule; short where the licence is to run out within the example."""
    days = {"short": 45, "extended": 120, "renewed": 120, "yearly": 366, "yearly_late": 366}
    return Period(day, day + timedelta(days=days.get(example.life, 730)))


def _less(proposal: live.handling.deciding.Proposal) -> live.handling.deciding.Proposal:
    """A third less of each line that counts its quantity, the value in proportion."""
    lines = []
    for one in proposal.lines:
        if one.quantity is None or one.quantity < _PARTS or one.cents is None:
            lines.append(one)
            continue
        kept = one.quantity - one.quantity // _PARTS
        lines.append(live.handling.deciding.Granted(one.number, kept, int(one.cents * kept // one.quantity)))
    return live.handling.deciding.Proposal(tuple(lines), proposal.conditions, proposal.valid, proposal.validity_source)


def _answer(house: House, example: Export, case: Case, clock: Clock) -> Story:
    handler = handler_of(example)
    house.act(case, "opinion_proposed", handler, clock.at, reason=words.OPINIONS[example.seed.kind], outcome="positive")
    if example.end == "deciding_opinion":
        return
    yield clock.wait(2, 6)
    house.act(case, "opinion_decided", decider_of(example), clock.at)
    if example.end == "opinion_to_send":
        return
    yield clock.wait(1, 2)
    house.act(case, "opinion_notified", handler, clock.at)
