"""From a few answers to what to do: whether a licence is needed, which one, what comes first, with which papers and by when.

Every answer is a determination; here stands only which of them matter next, and which application goes with which answer.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from bolwerk.domains.export_control.app.applying.kinds import Instrument, Kind
from bolwerk.domains.export_control.app.book import book, decide
from bolwerk.domains.export_control.law.holding.changing import CASES
from bolwerk.engines.rules import Answer, Fact, FactKind, Value
from bolwerk.ui.forms import DONT_KNOW

NEEDED, INSTRUMENT, FIRST = "export.licence_needed", "export.instrument", "export.prior_authorisation"
PAPERS, UNDERTAKING, LANE, TERM = (
    "export.end_use_documents",
    "export.reexport_undertaking",
    "export.lane",
    "export.decision_term",
)
GENERAL_CASE = "export.general_case"
DUAL_NEEDED, CATCH_ALL = "dualuse.authorisation_needed", "dualuse.catch_all"
DUAL_GENERAL, DUAL_PAPERS = "dualuse.general_authorisation", "dualuse.end_use_documents"
GOALS = (NEEDED, INSTRUMENT, FIRST, PAPERS, UNDERTAKING, LANE, TERM, DUAL_NEEDED, CATCH_ALL, DUAL_GENERAL, DUAL_PAPERS)
HELD = "authorisation.held"
"""Asked when a prior authorisation must come first: whoever has it can go on."""
NOT_KNOWN = DONT_KNOW
"""What stands for "I do not know" among the answers."""
LICENCE_TYPE, DELEGATED = "dualuse.licence_type", "licence.delegated"
SCOPE = ("goods.class", "trade.movement")

_BY_MOVEMENT = {
    "transfer_to_eu": Instrument.INDIVIDUAL_TRANSFER,
    "export": Instrument.INDIVIDUAL_EXPORT,
    "import": Instrument.INDIVIDUAL_IMPORT,
    "transit": Instrument.INDIVIDUAL_TRANSIT,
}
_BY_OUTCOME = {
    "global": Instrument.GLOBAL_TRANSFER,
    "combined": Instrument.COMBINED,
    "per_country": Instrument.COMBINED,
    "individual_transit": Instrument.INDIVIDUAL_TRANSIT,
    "exemption": Instrument.EXEMPTABLE_TRANSFER,
    "firearm_individual": Instrument.FIREARM_INDIVIDUAL,
    "dealer_licence": Instrument.FIREARM_DEALER,
}
_BY_TYPE = {
    "individual": Instrument.DUAL_USE_INDIVIDUAL,
    "global": Instrument.DUAL_USE_GLOBAL,
    "large_project": Instrument.DUAL_USE_LARGE_PROJECT,
}


@dataclass(frozen=True, slots=True)
class Apply:
    """An application that fits, for a licence with its instrument; without a kind: the general licence to register for."""

    kind: Kind | None
    instrument: str = ""
    general: str = ""


@dataclass(frozen=True, slots=True)
class Route:
    """What the answers lead to so far. `question` is what is asked next, None when nothing that a person may answer matters."""

    needed: Answer
    instrument: Answer | None
    first: Answer | None
    papers: tuple[Answer, ...]
    lane: Answer | None
    terms: tuple[Answer, ...]
    question: Fact | None
    to_go: int
    apply: Apply | None
    apply_first: bool

    @property
    def answers(self) -> tuple[Answer, ...]:
        found = (self.needed, self.instrument, self.first, *self.papers, self.lane, *self.terms)
        return tuple(one for one in found if one is not None)


def goals(facts: Mapping[str, Value], on: date) -> tuple[str, ...]:
    """The determinations that matter with what is known: whether first, then which, then what goes with it."""
    needed = decide(NEEDED, facts, on)
    if needed.state != "value":
        return (NEEDED,)
    movement = facts.get("trade.movement")
    if needed.value == "dual_use_rules":
        found = decide(DUAL_NEEDED, facts, on)
        if found.state != "value":
            return (NEEDED, DUAL_NEEDED)
        if found.value == "required" and movement == "export":
            return (NEEDED, DUAL_NEEDED, DUAL_GENERAL)
        return (NEEDED, DUAL_NEEDED, CATCH_ALL) if found.value == "catch_all_only" else (NEEDED, DUAL_NEEDED)
    if needed.value == "licence":
        return (NEEDED, INSTRUMENT, FIRST, PAPERS, LANE)
    if needed.value == "not_applicable" and movement == "export":
        return (NEEDED, CATCH_ALL)
    return (NEEDED, INSTRUMENT)


def asked(facts: Mapping[str, Value], on: date, skip: Collection[str] = ()) -> tuple[str, ...]:
    """The facts that a person may be asked and that still matter, what matters first in front.

    Who does not know which goods or which movement it is, is asked nothing more: no other answer would settle it.
    """
    if any(name in skip for name in SCOPE):
        return ()
    names: dict[str, None] = {}
    for rule in goals(facts, on):
        for name in decide(rule, facts, on).ask:
            if name not in skip and book().fact(name).kind is not FactKind.JUDGEMENT:
                names[name] = None
    if not names and _must_hold(facts, on) and HELD not in facts and HELD not in skip:
        names[HELD] = None
    if not names and _dual_licence(facts, on) and LICENCE_TYPE not in facts and LICENCE_TYPE not in skip:
        names[LICENCE_TYPE] = None
    return tuple(names)


def route(facts: Mapping[str, Value], on: date, skip: Collection[str] = ()) -> Route:
    """Where the answers lead. `skip` are the facts that a person passed over."""
    open_ = asked(facts, on, skip)
    known = {**facts}
    needed = decide(NEEDED, known, on)
    dual = needed.value == "dual_use_rules"
    wanted = goals(known, on)

    def one(rule: str) -> Answer | None:
        return decide(rule, known, on) if rule in wanted else None

    instrument = one(DUAL_GENERAL) if dual else one(INSTRUMENT)
    first = one(FIRST)
    licence = needed.value == "licence" or _dual_required(known, on)
    question = _next(known, on, skip) if open_ else None
    return Route(
        needed=(one(DUAL_NEEDED) or needed) if dual else (one(CATCH_ALL) or needed),
        instrument=instrument,
        first=first,
        papers=tuple(decide(rule, known, on) for rule in (DUAL_PAPERS if dual else PAPERS,) if licence)
        + ((decide(UNDERTAKING, known, on),) if licence and not dual else ()),
        lane=one(LANE),
        terms=_terms(known, on) if licence else (),
        question=question,
        to_go=len(open_),
        apply=_apply(known, needed, instrument, on)
        or (_heaviest(known, needed, on) if question is None and not _settled(instrument) else None),
        apply_first=bool(first and first.value == "required" and known.get(HELD) is not True),
    )


def _next(facts: Mapping[str, Value], on: date, skip: Collection[str]) -> Fact | None:
    """The question that leaves the least to ask, of the first determination that waits for one."""
    for rule in goals(facts, on):
        named = {name: value for name, value in facts.items() if name in book().facts}
        found = book().next_question_over((rule,), named, on, skip=skip)
        if found:
            return found.fact
    rest = asked(facts, on, skip)
    return book().fact(rest[0]) if rest else None


def _terms(facts: Mapping[str, Value], on: date) -> tuple[Answer, ...]:
    """The longest term; while it is not known who decides, that of each who may."""
    found = decide(TERM, facts, on)
    if found.state == "value":
        return (found,)
    return tuple(decide(TERM, {**facts, DELEGATED: delegated}, on) for delegated in (True, False))


def _must_hold(facts: Mapping[str, Value], on: date) -> bool:
    return FIRST in goals(facts, on) and decide(FIRST, facts, on).value == "required"


def _dual_required(facts: Mapping[str, Value], on: date) -> bool:
    return DUAL_NEEDED in goals(facts, on) and decide(DUAL_NEEDED, facts, on).value == "required"


def _dual_licence(facts: Mapping[str, Value], on: date) -> bool:
    """Whether no general authorisation fits, so that one of one's own must be asked."""
    if not _dual_required(facts, on):
        return False
    return DUAL_GENERAL not in goals(facts, on) or decide(DUAL_GENERAL, facts, on).value == "none"


def _settled(answer: Answer | None) -> bool:
    return answer is not None and answer.state == "value"


def _heaviest(facts: Mapping[str, Value], needed: Answer, on: date) -> Apply | None:
    """When nothing more can be asked and the instrument stays open: the individual licence always does."""
    if _dual_required(facts, on):
        return Apply(Kind.LICENCE, Instrument.DUAL_USE_INDIVIDUAL)
    found = _BY_MOVEMENT.get(str(facts.get("trade.movement"))) if needed.value == "licence" else None
    if found and facts.get("goods.class") == "civil_firearm":
        found = Instrument.FIREARM_INDIVIDUAL
    return Apply(Kind.LICENCE, found) if found else None


def _apply(facts: Mapping[str, Value], needed: Answer, instrument: Answer | None, on: date) -> Apply | None:
    """The application that goes with the answers; None where there is nothing to ask for, or it is not known yet."""
    if needed.value == "dual_use_rules":
        if _dual_licence(facts, on):
            return Apply(Kind.LICENCE, _BY_TYPE.get(str(facts.get(LICENCE_TYPE)), Instrument.DUAL_USE_INDIVIDUAL))
        general = instrument.value if instrument and instrument.state == "value" else None
        return Apply(None, general=str(general)) if str(general).startswith("EU") else None
    if instrument is None or instrument.state != "value":
        return None
    if instrument.value == "general":
        return Apply(None, general=_case_of(facts, on))
    if instrument.value == "individual":
        found = _BY_MOVEMENT.get(str(facts.get("trade.movement")))
        return Apply(Kind.LICENCE, found) if found else None
    known = _BY_OUTCOME.get(str(instrument.value))
    return Apply(Kind.LICENCE, known) if known else None


def _case_of(facts: Mapping[str, Value], on: date) -> str:
    """Which of the five cases of the general transfer licence fits; empty while it is not known."""
    answer = decide(GENERAL_CASE, facts, on)
    return str(answer.value) if answer.state == "value" and answer.value in CASES else ""
