"""Procedures to test with. Fictional; the citations only say so."""

from datetime import date, datetime

from bolwerk.engines.procedures import OPENED, Event, Move, Note, Procedure, Step, Term
from bolwerk.kernel import BRUSSELS, Citation, Duration, Period, Text

CITE = Citation("Voorbeeld", "art. 1")
VALID = Period(date(2024, 1, 1), None)


def t(word: str) -> Text:
    return Text(word, word + " (en)")


def at(day: date, hour: int = 10) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=BRUSSELS)


def move(id: str, takes: str, gives: str, role: str = "handler", **more: object) -> Move:
    return Move(id, t(id), tuple(takes.split()), tuple(gives.split()), (role,), **more)  # type: ignore[arg-type]


def steps(*ids: str, ends: tuple[str, ...]) -> tuple[Step, ...]:
    return (*(Step(id, t(id), "handler") for id in ids), *(Step(id, t(id)) for id in ends))


def grant() -> Procedure:
    """Triage (XOR), completion (loop), advice beside review (AND), sent back (loop over the join), withdrawal (cancels)."""
    return Procedure(
        id="grant",
        version="1",
        label=Text("Subsidie (voorbeeld)", "Grant (example)"),
        steps=steps(
            "draft",
            "triage",
            "completing",
            "advising",
            "advised",
            "reviewing",
            "reviewed",
            "deciding",
            "signing",
            ends=("awarded", "refused", "withdrawn"),
        ),
        moves=(
            move("submitted", "draft", "triage", "applicant"),
            move("completion_asked", "triage", "completing"),
            move("completed", "completing", "triage", "applicant"),
            move("admitted", "triage", "advising reviewing"),
            move("rejected", "triage", "refused", needs_reason=True),
            move("advice_given", "advising", "advised", "committee_member"),
            move("review_done", "reviewing", "reviewed", "reviewer", guard="three_reviews"),
            move("second_review_asked", "reviewing", "reviewing"),
            move("prepared", "advised reviewed", "deciding"),
            move("sent_back", "deciding", "advising reviewing"),
            move("proposed", "deciding", "signing"),
            move("award_signed", "signing", "awarded", "approver", distinct_from=("proposed",)),
            move("refusal_signed", "signing", "refused", "approver", distinct_from=("proposed",)),
            move(
                "application_withdrawn",
                "draft triage completing advising reviewing deciding signing",
                "withdrawn",
                "applicant",
                cancels=True,
            ),
        ),
        notes=(
            Note("question_asked", t("question_asked"), ("applicant", "handler")),
            Note("answer_given", t("answer_given"), ("handler",), during=("triage", "deciding")),
        ),
        terms=(
            term(
                "decision",
                Duration.days(60),
                "submitted",
                "award_signed refusal_signed rejected application_withdrawn",
                pauses=(("completion_asked", "completed"), ("question_asked", "answer_given")),
            ),
            term("completion", Duration.days(30), "completion_asked", "completed application_withdrawn"),
        ),
        start="draft",
        ends=("awarded", "refused", "withdrawn"),
        valid=VALID,
    )


def small() -> Procedure:
    """A notification: look at it, ask once more as often as needed, note it or refuse it."""
    return Procedure(
        id="notice",
        version="1",
        label=Text("Melding (voorbeeld)", "Notice (example)"),
        steps=steps("received", "asked", ends=("noted", "refused")),
        moves=(
            move("accepted", "received", "noted"),
            move("turned_down", "received", "refused"),
            move("more_asked", "received", "asked"),
            move("more_given", "asked", "received"),
        ),
        start="received",
        ends=("noted", "refused"),
        valid=VALID,
    )


def parallel() -> Procedure:
    """Three branches at once, with a split inside a split."""
    return Procedure(
        id="parallel",
        version="1",
        label=Text("Drie sporen (voorbeeld)", "Three tracks (example)"),
        steps=steps("a", "b", "b1", "b2", "b1x", "b2x", "bx", "c", "cx", "d", ends=("z",)),
        moves=(
            move("opened_up", "a", "b c"),
            move("b_split", "b", "b1 b2"),
            move("b1_done", "b1", "b1x"),
            move("b1_waived", "b1", "b1x"),
            move("b2_done", "b2", "b2x"),
            move("b_joined", "b1x b2x", "bx"),
            move("c_done", "c", "cx"),
            move("c_again", "c", "c"),
            move("joined_good", "bx cx", "d"),
            move("joined_bad", "bx cx", "z"),
            move("ended", "d", "z"),
        ),
        start="a",
        ends=("z",),
        valid=VALID,
    )


def term(
    id: str,
    length: Duration,
    starts: str,
    ends: str,
    *,
    pauses: tuple[tuple[str, str], ...] = (),
    extended_by: tuple[str, ...] = (),
    extension: Duration | None = None,
) -> Term:
    return Term(
        id=id,
        label=t(id),
        length=length,
        starts_on=tuple(starts.split()),
        ends_on=tuple(ends.split()),
        citation=CITE,
        for_whom="handler",
        on_expiry=Text("Dan mag u ons aanmanen.", "Then you may remind us."),
        suspended_by=tuple(a for a, _ in pauses),
        resumed_by=tuple(b for _, b in pauses),
        extended_by=extended_by,
        extension=extension,
    )


HOLDS = ("a", "b", "c")


def clock(length: Duration, extension: Duration | None = None) -> Procedure:
    """One open step and one term, with three suspensions that may overlap, restart, stop and extension as notes."""
    notes = [Note(kind, t(kind), ("handler",)) for hold in HOLDS for kind in (f"{hold}_asked", f"{hold}_answered")]
    notes += [Note(kind, t(kind), ("handler",)) for kind in ("started", "stopped", "extended")]
    pauses = tuple((f"{hold}_asked", f"{hold}_answered") for hold in HOLDS)
    return Procedure(
        id="clock",
        version="1",
        label=t("klok"),
        steps=steps("open", ends=("shut",)),
        moves=(move("closed", "open", "shut"),),
        notes=tuple(notes),
        terms=(
            term("term", length, f"{OPENED} started", "stopped", pauses=pauses, extended_by=("extended",), extension=extension),
        ),
        start="open",
        ends=("shut",),
        valid=VALID,
    )


def opened(day: date) -> Event:
    return Event(OPENED, at(day))


PROCEDURES = (grant(), small(), parallel())
