"""The committee: what I still must do, and one request with declaration, scores, vote and advice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from bolwerk.domains.ethics import live
from bolwerk.faces.workbench.access import for_staff, none_such, user_of
from bolwerk.faces.workbench.boards.forms.committee import AdviceForm, AspectsForm, DeclareForm, MinorityForm, VoteForm
from bolwerk.faces.workbench.boards.progress import labels_of, steps_of
from bolwerk.faces.workbench.boards.project import FOR_COMMITTEE, project_of
from bolwerk.faces.workbench.boards.steps import attempt, done
from bolwerk.faces.workbench.forms import HouseForm
from bolwerk.kernel import NotAllowed, Text, local_day
from bolwerk.office.advice import selectors, services
from bolwerk.office.advice.bench import sitting
from bolwerk.office.advice.models import AdviceRequest
from bolwerk.office.advice.selectors import Standing
from bolwerk.office.advice.tally import Choice, Result
from bolwerk.office.calls.selectors import application_of_case
from bolwerk.office.identity import policies

_TODO = {
    "declare": Text("belang verklaren", "declare interests"),
    "score": Text("aspecten scoren", "score the aspects"),
    "vote": Text("stemmen", "vote"),
    "": Text("niets meer", "nothing more"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """A request in a list, with what this person still has to do; None for who does not sit on it."""

    request: AdviceRequest
    todo: Text | None
    tone: str
    where: tuple[Text, ...]


@require_GET
@for_staff
def committee(request: HttpRequest) -> HttpResponse:
    """The requests that I may see, those that wait for me first."""
    user = user_of(request)
    policies.require(user, "advice.view")
    found = policies.visible(user, AdviceRequest.objects.all()).select_related("committee", "case__organisation", "advice")
    mine = set(selectors.requests_of(user).values_list("pk", flat=True))
    rows = [_line(one, user) for one in found.order_by("due", "asked_at")[:200]]
    values = {
        "bench": "committee",
        "tab": "requests",
        "mine": [row for row in rows if row.request.pk in mine],
        "open": [row for row in rows if row.request.state == "open" and row.request.pk not in mine],
        "past": [row for row in rows if row.request.state != "open"],
        "member": bool(mine) or user.has_role("committee_member"),
        "today": _today(),
    }
    return render(request, "boards/committee.html", values)


def _line(one: AdviceRequest, user: Any) -> Line:
    own = _own(one, user) if one.state == AdviceRequest.State.OPEN else None
    if own is None:
        return Line(one, None, "info", labels_of(one.case))
    if own.recused:
        return Line(one, Text("u doet niet mee", "you do not take part"), "unknown", labels_of(one.case))
    return Line(one, _TODO[own.next], "attention" if own.next else "good", labels_of(one.case))


def _own(one: AdviceRequest, user: Any) -> Standing | None:
    return next((row for row in selectors.standings(one, _today()) if row.seat.user_id == user.pk), None)


def get_request(request: HttpRequest, pk: UUID) -> AdviceRequest:
    found = AdviceRequest.objects.select_related("committee", "case__organisation", "asked_by").filter(pk=pk).first()
    if found is None:
        raise none_such(str(pk))
    policies.require(user_of(request), "advice.view", found)
    return found


@require_GET
@for_staff
def advice(request: HttpRequest, pk: UUID) -> HttpResponse:
    return page(request, get_request(request, pk))


def page(request: HttpRequest, found: AdviceRequest, status: int = 200, **forms: Any) -> HttpResponse:
    """One request; `forms` are those that came back wrong."""
    user, today = user_of(request), _today()
    now = sitting(found, today)
    standings = selectors.standings(found, today, now)
    own = next((row for row in standings if row.seat.user_id == user.pk), None)
    given = getattr(found, "advice", None)
    phase = _phase(found)
    together = phase in ("voting", "done") or own is None
    outcome = selectors.outcome_of(found, today, now)
    values: dict[str, Any] = {
        "bench": "committee",
        "found": found,
        "case": found.case,
        "phase": phase,
        "phases": [label for _, label in _PHASES],
        "current": [name for name, _ in _PHASES].index(phase) + 1,
        "own": own,
        "todo": _TODO[own.next] if own and not own.recused else None,
        "standings": standings,
        "outcome": outcome if together else None,
        "valid": outcome.result is not Result.NONE,
        "counts": [(choice.label, count) for choice, count in outcome.counts.items()],
        "aspects": selectors.aspects_of(found, today, now) if together else (),
        "given": given,
        "result": Result(given.result).label if given else None,
        "notes": found.minority_notes.select_related("seat__user") if together else (),
        "standing": found.committee.notes,
        "today": today,
    }
    values |= _about(found, today) | _forms(found, own, phase)
    return render(request, "boards/advice.html", values | forms, status=status)


def _about(found: AdviceRequest, today: Any) -> dict[str, Any]:
    """The project, as far as the committee needs it, and why it came here."""
    origin = live.origin_of(found.case)
    application = application_of_case(origin) if origin else None
    if origin is None or application is None:
        return {"origin": origin, "project": None, "referral": None}
    asked = origin.events.filter(kind="esac_advice_requested").order_by("-seq").first()
    return {
        "origin": origin,
        "project": project_of(application, FOR_COMMITTEE, money=False),
        "referral": asked,
    }


_PHASES = (
    ("declaring", Text("Belangen verklaren", "Declare interests")),
    ("scoring", Text("Zes aspecten scoren", "Score six aspects")),
    ("voting", Text("Stemmen", "Vote")),
    ("done", Text("Advies gegeven", "Advice given")),
)


def _phase(found: AdviceRequest) -> str:
    """Where the committee stands, as its case says."""
    if found.state != AdviceRequest.State.OPEN:
        return "done"
    here = steps_of(found.case)
    if "voting" in here:
        return "voting"
    return "scoring" if here & {"scoring", "informing"} else "declaring"


def _forms(found: AdviceRequest, own: Standing | None, phase: str) -> dict[str, Any]:
    """The forms that this person can use now, filled with what was said before."""
    if own is None or own.recused or phase == "done":
        return {}
    forms: dict[str, Any] = {"declare": None if own.declared else DeclareForm()}
    if own.declared and phase == "scoring":
        forms["score"] = AspectsForm(found, initial=_scored(found, own))
    if own.declared and phase == "voting":
        last = found.votes.filter(seat=own.seat).last()
        before = {"choice": last.choice, "motivation": last.motivation, "conditions": last.conditions} if last else {}
        forms |= {"vote": VoteForm(initial=before), "last": last, "last_label": Choice(last.choice).label if last else None}
        forms |= {"minority": MinorityForm(), "give": AdviceForm(initial={"version": found.version})}
    return forms


def _scored(found: AdviceRequest, own: Standing) -> dict[str, Any]:
    rows = [row for (seat, _), row in selectors.last_scores(found).items() if seat == own.seat.pk]
    scores = {f"score-{row.aspect}": str(row.score) for row in rows}
    return scores | {f"motivation-{row.aspect}": row.motivation for row in rows}


def _answer(
    request: HttpRequest,
    pk: UUID,
    name: str,
    make: Callable[[AdviceRequest], HouseForm],
    do: Callable[[AdviceRequest, Any], Any],
    told: Text,
    *phases: str,
) -> HttpResponse:
    """One form of the page: carry it out in the right phase, or show the page with what was typed."""
    found = get_request(request, pk)
    if found.state == AdviceRequest.State.OPEN:
        policies.require(user_of(request), "advice.vote", found)
    form = make(found)

    def step() -> None:
        phase = _phase(found)
        if phase not in phases:
            raise _too_soon(dict(_PHASES)[phase], [dict(_PHASES)[one] for one in phases])
        do(found, form.cleaned_data)

    status = attempt(form, step, {"interest": "interest", "tally": ""})
    if not status:
        return done(request, told, "board_request", pk)
    found.refresh_from_db()
    if status == 409 and "version" in form.fields:
        form.set_hidden("version", str(found.version))
    return page(request, found, status, **{name: form})


def _too_soon(here: Text, wanted: list[Text]) -> NotAllowed:
    what = Text(
        "De vraag staat nu bij '{here}'; dit hoort bij '{then}'.",
        "The request stands at '{here}'; this belongs to '{then}'.",
    )
    return NotAllowed(
        what.format(here=here, then=wanted[0]),
        where="advice",
        mend=Text("De dossierbehandelaar zet de volgende stap.", "The case handler makes the next step."),
    )


@require_POST
@for_staff
def declare(request: HttpRequest, pk: UUID) -> HttpResponse:
    def do(found: AdviceRequest, given: Any) -> None:
        services.declare_interest(
            found.pk, actor=user_of(request), interest=given["interest"] == "yes", explanation=given["explanation"]
        )

    told = Text("Uw verklaring is vastgelegd.", "Your declaration was recorded.")
    return _answer(request, pk, "declare", lambda _: DeclareForm(request.POST), do, told, "declaring", "scoring", "voting")


@require_POST
@for_staff
def score(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Each aspect is a step of its own; what was said before and is the same stays as it is."""

    def do(found: AdviceRequest, given: Any) -> None:
        for aspect, grade, words in form[0].given:
            services.score_aspect(found.pk, aspect, grade, motivation=words, actor=user_of(request))

    form: list[AspectsForm] = []

    def make(found: AdviceRequest) -> HouseForm:
        form.append(AspectsForm(found, request.POST))
        return form[0]

    return _answer(request, pk, "score", make, do, Text("Uw scores zijn bewaard.", "Your scores were saved."), "scoring")


@require_POST
@for_staff
def vote(request: HttpRequest, pk: UUID) -> HttpResponse:
    def do(found: AdviceRequest, given: Any) -> None:
        services.cast_vote(
            found.pk,
            Choice(given["choice"]),
            motivation=given["motivation"],
            conditions=given["conditions"],
            actor=user_of(request),
        )

    told = Text("Uw stem is vastgelegd.", "Your vote was recorded.")
    return _answer(request, pk, "vote", lambda _: VoteForm(request.POST), do, told, "voting")


@require_POST
@for_staff
def minority(request: HttpRequest, pk: UUID) -> HttpResponse:
    def do(found: AdviceRequest, given: Any) -> None:
        services.add_minority_note(found.pk, given["text"], actor=user_of(request))

    told = Text("Uw standpunt staat bij het advies.", "Your view stands beside the advice.")
    return _answer(request, pk, "minority", lambda _: MinorityForm(request.POST), do, told, "voting")


@require_POST
@for_staff
def give(request: HttpRequest, pk: UUID) -> HttpResponse:
    def do(found: AdviceRequest, given: Any) -> None:
        services.give_advice(
            found.pk,
            text=given["text"],
            actor=user_of(request),
            key=f"advice:{given['key']}",
            version=given["version"],
        )

    told = Text("Het advies is gegeven. De behandelaar deelt het mee.", "The advice was given. The handler notifies it.")
    return _answer(request, pk, "give", lambda _: AdviceForm(request.POST), do, told, "voting", "done")


def _today() -> Any:
    return local_day(datetime.now(UTC))
