"""The assessment sheet of a case: judgement, reason and evidence per line; each version is kept, the last one counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from bolwerk.domains.export_control.app.applying.form import HEADS
from bolwerk.domains.export_control.app.book import book, decide
from bolwerk.domains.export_control.app.handling.errors import key_used, wrong
from bolwerk.domains.export_control.app.handling.models import CountryNote, Sheet
from bolwerk.domains.export_control.app.handling.subject import ask, day_of, facts_of, now
from bolwerk.domains.export_control.law.sheet import Line, Outcome, Result, lines, result
from bolwerk.kernel import Conflict, Text
from bolwerk.office.cases import journal
from bolwerk.office.cases import services as cases
from bolwerk.office.identity import policies

if TYPE_CHECKING:
    from bolwerk.office.cases.models import Case
    from bolwerk.office.identity.models import User

CRITERIA, PROGRAMME = Sheet.Kind.CRITERIA, Sheet.Kind.PROGRAMME
LONGEST = 4000
_WITH_PROGRAMME = ("export.authorisation", "export.certificate")
_MORAL, _MANAGER = "authorisation.moral", "authorisation.manager_named"


@dataclass(frozen=True, slots=True)
class Given:
    """One judgement: `value` true speaks against the licence (in a programme: it is in order)."""

    value: bool
    reason: str
    evidence: str = ""
    notes: tuple[int, ...] = ()

    def as_json(self) -> dict[str, Any]:
        return {"value": self.value, "reason": self.reason, "evidence": self.evidence, "notes": list(self.notes)}


def kind_of(case: Case) -> str:
    """Which sheet a case has: the compliance programme for an authorisation or certificate, else the criteria."""
    return PROGRAMME if case.procedure in _WITH_PROGRAMME else CRITERIA


def asked(case: Case) -> tuple[Line, ...] | None:
    """The lines to fill in; None while facts are missing that tell which criteria apply."""
    if kind_of(case) == PROGRAMME:
        return _programme(case)
    return lines(book(), facts_of(case), day_of(case))


def missing_facts(case: Case) -> tuple[Text, ...]:
    """The questions whose answers would tell which criteria apply."""
    known = book().facts
    return tuple(known[name].question for name in ask(case, "export.criteria_to_assess").ask if name in known)


def latest(case: Case) -> Sheet | None:
    return Sheet.objects.select_related("by").filter(case=case, kind=kind_of(case)).order_by("-number").first()


def versions(case: Case) -> list[Sheet]:
    return list(Sheet.objects.select_related("by").filter(case=case, kind=kind_of(case)).order_by("-number"))


def standing(case: Case) -> Result | None:
    """What the last version comes to by the law of the day of receipt; None while it cannot be told what to judge."""
    due = asked(case)
    if due is None:
        return None
    last = latest(case)
    return _result(case, due, {name: row["value"] for name, row in (last.lines if last else {}).items()})


@journal.in_one_step
def record(
    case: Case,
    given: Mapping[str, Given],
    *,
    actor: User,
    key: str,
    version: int | None = None,
    at: datetime | None = None,
) -> Sheet:
    """A new version of the sheet. It may be incomplete; what is judged needs its reason, and what speaks against its evidence.

    `version` is the number of the version the actor saw (0: none). Raises `InvalidInput` with the line, `StaleSheet`.
    """
    policies.require(actor, "export.handle", case)
    journal.lock()
    due = asked(case)
    if due is None:
        raise wrong(
            "sheet",
            "Welke criteria gelden, is nog niet te zeggen: er ontbreken feiten.",
            "It cannot be told yet which criteria apply: facts are missing.",
            "Vraag ze aan de aanvrager.",
            "Ask the applicant for them.",
        )
    kept = {name: one.as_json() for name, one in _checked(case, due, given).items()}
    if done := Sheet.objects.filter(key=key).first():
        if (done.case_id, done.lines) != (case.pk, kept):
            raise key_used(key)
        return done
    last = latest(case)
    number = last.number if last else 0
    if version is not None and version != number:
        raise StaleSheet(last)
    found = _result(case, due, {name: row["value"] for name, row in kept.items()})
    moment = at or now()
    made = Sheet.objects.create(
        case=case,
        kind=kind_of(case),
        number=number + 1,
        lines=kept,
        outcome=found.outcome,
        book=book().version[:64],
        key=key,
        by=actor,
        at=moment,
    )
    cases.note(
        case.pk,
        "assessment_recorded",
        actor=actor,
        payload={"sheet": made.kind, "number": made.number, "outcome": made.outcome},
        key=f"{key}:note",
        at=moment,
    )
    return made


class StaleSheet(Conflict):
    """Somebody saved a newer version meanwhile: `theirs`."""

    def __init__(self, theirs: Sheet | None) -> None:
        super().__init__(
            Text("Intussen werd een nieuwere versie bewaard.", "A newer version was saved meanwhile."),
            where="sheet",
            mend=Text("Vergelijk beide en bewaar opnieuw.", "Compare the two and save again."),
        )
        self.theirs = theirs


def _checked(case: Case, due: tuple[Line, ...], given: Mapping[str, Given]) -> dict[str, Given]:
    known = {line.fact: line for line in due}
    against = kind_of(case) == CRITERIA
    for name, one in given.items():
        if name not in known:
            raise wrong(
                name, "Dit criterium geldt hier niet.", "This criterion does not apply here.", "Laat het weg.", "Leave it out."
            )
        if not one.reason.strip():
            raise wrong(
                f"{name}.reason",
                "Bij dit oordeel hoort een reden.",
                "This judgement needs a reason.",
                "Schrijf waarop u steunt.",
                "Write what you rest on.",
            )
        if one.value is against and not one.evidence.strip() and not one.notes:
            raise (
                wrong(
                    f"{name}.evidence",
                    "Bij een oordeel dat tegen de aanvraag spreekt, hoort bewijs.",
                    "A judgement against the application needs evidence.",
                    "Noem een stuk, een bron of een landennota.",
                    "Name a document, a source or a country note.",
                )
                if against
                else wrong(
                    f"{name}.evidence",
                    "Waar in het dossier blijkt dit uit?",
                    "Where in the file does this show?",
                    "Noem het stuk of de pagina.",
                    "Name the document or the page.",
                )
            )
        if max(len(one.reason), len(one.evidence)) > LONGEST:
            raise wrong(
                f"{name}.reason",
                f"Dit is langer dan {LONGEST} tekens.",
                f"This is longer than {LONGEST} characters.",
                "Kort het in.",
                "Shorten it.",
            )
    notes = {pk for one in given.values() for pk in one.notes}
    if len(notes) > CountryNote.objects.filter(pk__in=notes).count():
        raise wrong("notes", "Deze landennota bestaat niet.", "There is no such note.", "Kies er een.", "Choose one.")
    return dict(given)


def _result(case: Case, due: tuple[Line, ...], judged: Mapping[str, bool]) -> Result:
    judged = {name: value for name, value in judged.items() if name in {line.fact for line in due}}
    if kind_of(case) == CRITERIA:
        return result(book(), due, judged, facts_of(case), day_of(case))
    missing = tuple(line for line in due if line.fact not in judged)
    facts = {
        **facts_of(case),
        **judged,
        "icp.check": True,
        "authorisation.held": False,
        "authorisation.icp": True if all(judged.get(f"icp.{head}") for head, _, _ in HEADS) else None,
    }
    gap = decide("export.icp_gap", facts, day_of(case))
    if missing:
        return Result(Outcome.INCOMPLETE, (), missing)
    if not all(judged[f"icp.{head}"] for head, _, _ in HEADS):
        return Result(Outcome.WEIGH, gap.why, ())
    if not judged.get(_MORAL, True) or not judged.get(_MANAGER, True):
        return Result(Outcome.DENY_DECREE, decide("export.prior_authorisation_test", facts, day_of(case)).why, ())
    return Result(Outcome.CLEAR, gap.why, ())


def _programme(case: Case) -> tuple[Line, ...]:
    """The six heads of the programme; for a prior authorisation also the responsible manager and good conduct."""
    facts = book().facts
    heads = Text("Intern programma voor exportcontrole", "Internal compliance programme")
    found = [Line("icp", heads, f"icp.{head}", label, False, None) for head, label, _ in HEADS]
    if case.procedure == "export.authorisation":
        reliable = Text("Betrouwbaarheid en gedrag", "Reliability and conduct")
        found += [Line("moral", reliable, name, facts[name].question, False, None) for name in (_MANAGER, _MORAL)]
    return tuple(found)
