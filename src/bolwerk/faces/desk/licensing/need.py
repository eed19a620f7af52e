"""Do I need a licence? A short path through the determinations; works without signing in, kept in the session alone."""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bolwerk.domains.export_control.live import Instrument, applicant_facts, route
from bolwerk.engines.rules import Fact, Value
from bolwerk.faces.desk.access import user_of
from bolwerk.faces.desk.forms import QuestionForm
from bolwerk.faces.desk.outcomes import Outcome, outcome
from bolwerk.faces.desk.selectors import organisations_of
from bolwerk.kernel import InvalidInput, Text, local_day

SESSION = "desk_licence_need"
MOST_TO_GO = 20


@dataclass(frozen=True, slots=True)
class Visit:
    """`typed` by fact as `Fact.read` takes it; `skipped` what was passed over; `asked` in the order of the visit."""

    typed: Mapping[str, str] = field(default_factory=dict)
    skipped: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()

    @classmethod
    def of(cls, session: Mapping[str, Any]) -> Visit:
        """What no longer fits the rules (they may change meanwhile) is left out."""
        kept = session.get(SESSION) or {}
        typed = {name: raw for name, raw in kept.get("typed", {}).items() if name in applicant_facts.read_answers({name: raw})}
        skipped = tuple(name for name in kept.get("skipped", ()) if applicant_facts.askable(name))
        return cls(typed, skipped, tuple(name for name in kept.get("asked", ()) if name in typed or name in skipped))

    def keep(self, session: MutableMapping[str, Any]) -> None:
        session[SESSION] = {"typed": dict(self.typed), "skipped": list(self.skipped), "asked": list(self.asked)}

    def answered(self, name: str, raw: str) -> Visit:
        _askable(name).read(raw)
        return replace(
            self,
            typed={**self.typed, name: raw.strip()},
            skipped=_without(self.skipped, name),
            asked=(*_without(self.asked, name), name),
        )

    def passed(self, name: str) -> Visit:
        _askable(name)
        typed = {key: raw for key, raw in self.typed.items() if key != name}
        return replace(
            self, typed=typed, skipped=(*_without(self.skipped, name), name), asked=(*_without(self.asked, name), name)
        )

    def unasked(self, name: str) -> Visit:
        return replace(self, skipped=_without(self.skipped, name), asked=_without(self.asked, name))

    def facts(self, register: Mapping[str, Value]) -> dict[str, Value]:
        return {**register, **applicant_facts.read_answers(self.typed)}


def _without(names: tuple[str, ...], name: str) -> tuple[str, ...]:
    return tuple(one for one in names if one != name)


def _askable(name: str) -> Fact:
    fact = applicant_facts.askable(name)
    if fact is None:
        raise InvalidInput(
            Text("Dit vragen wij niet aan u.", "We do not ask you this."),
            where=name[:60],
            mend=Text("Ga verder met de volgende vraag.", "Go on to the next question."),
        )
    return fact


def registered(request: HttpRequest) -> dict[str, Value]:
    """What the register says, when somebody signed in acts for one organisation alone; and that there is no application yet."""
    found: dict[str, Value] = {"trade.stage": "preparing"}
    if request.user.is_authenticated:
        today = local_day(timezone.now())
        mine = list(organisations_of(user_of(request), today)[:2])
        if len(mine) == 1:
            found |= applicant_facts.of_organisation(mine[0], today)
    return found


@require_http_methods(["GET", "HEAD", "POST"])
def question(request: HttpRequest) -> HttpResponse:
    """The next question, or one asked for by name; after the last one, the outcome."""
    visit, today = Visit.of(request.session), local_day(timezone.now())
    name = request.POST.get("fact") or request.GET.get("vraag", "")
    if request.method == "POST":
        if request.POST.get("action") == "pass":
            visit = visit.passed(name)
        else:
            form = QuestionForm(_askable(name), request.POST)
            raw = form.read()
            if raw is None:
                return _ask(request, visit, form, 422)
            visit = visit.answered(name, raw)
        visit.keep(request.session)
        return redirect("desk:licensing-need")
    if name:
        return _ask(request, visit, QuestionForm(_askable(name), initial={"answer": visit.typed.get(name, "")}))
    found = route.route(visit.facts(registered(request)), today, visit.skipped)
    if found.question is None:
        return redirect("desk:licensing-outcome")
    return _ask(request, visit, QuestionForm(found.question))


def _ask(request: HttpRequest, visit: Visit, form: QuestionForm, status: int = 200) -> HttpResponse:
    today = local_day(timezone.now())
    facts = visit.facts(registered(request))
    found = route.route(facts, today, visit.skipped)
    waiting = [one for one in found.answers if form.fact.name in one.ask]
    context = {
        "form": form,
        "fact": form.fact,
        "unit": form.unit,
        "step": len([name for name in visit.asked if name != form.fact.name]) + 1,
        "to_go": max(0, found.to_go - 1),
        "settled": [outcome(one) for one in found.answers if one.state == "value"],
        "open": [one for one in found.answers if one.state != "value"],
        "waiting": [outcome(one) for one in waiting],
        "held": held(visit, facts),
        "may_go_back": bool(visit.asked),
    }
    return render(request, "desk/licensing/need.html", context, status=status)


def held(visit: Visit, facts: Mapping[str, Value]) -> list[tuple[Fact, Text]]:
    """What was answered, in the order of the visit."""
    rows = []
    for name in visit.asked:
        fact = applicant_facts.askable(name)
        if fact and name in visit.typed and name in facts:
            rows.append((fact, fact.label(facts[name])))
    return rows


@require_safe
def outcome_page(request: HttpRequest) -> HttpResponse:
    """Needed or not, which licence, what first, which papers, by when: each with its why; and what to apply for."""
    visit, today = Visit.of(request.session), local_day(timezone.now())
    if not visit.asked:
        return redirect("desk:licensing-need")
    facts = visit.facts(registered(request))
    found = route.route(facts, today, visit.skipped)
    context = {
        "found": found,
        "needed": outcome(found.needed),
        "rows": _rows(found, facts),
        "stuck": any(name in visit.skipped for name in route.SCOPE),
        "apply": found.apply,
        "apply_text": _named(found.apply) if found.apply else None,
        "apply_url": _begins(found.apply) if found.apply else "",
        "held": held(visit, facts),
        "skipped": [applicant_facts.askable(name) for name in visit.skipped],
        "question": found.question,
        "today": today,
    }
    return render(request, "desk/licensing/outcome.html", context)


def _begins(apply: route.Apply) -> str:
    """The page where it is asked."""
    if apply.kind is None:
        return reverse("desk:holding-register", args=[apply.general]) if apply.general else reverse("desk:holding-choose")
    return f"{reverse('desk:licensing-start')}?soort={apply.kind.value}&vergunning={apply.instrument}"


def _named(apply: route.Apply) -> Text:
    """What to ask for, in words."""
    if apply.kind is None:
        return Text("registratie voor een algemene vergunning", "registration for a general licence")
    return Instrument(apply.instrument).text if apply.instrument else apply.kind.text


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that goes with the answer, under the heading of what it means to a person."""

    title: Text
    answers: tuple[Outcome, ...]
    note: Text | None = None


def _rows(found: route.Route, facts: Mapping[str, Value]) -> list[Row]:
    """What goes with the answer; what does not concern this person is left out."""
    held = Text("U zei dat u ze al hebt.", "You said that you have it already.") if facts.get(route.HELD) is True else None
    papers = [one for one in found.papers if one.rule != route.UNDERTAKING]
    promise = [one for one in found.papers if one.rule == route.UNDERTAKING]
    titles: tuple[tuple[Text, list[Any], Text | None], ...] = (
        (Text("Welke vergunning?", "Which licence?"), [found.instrument], None),
        (
            Text("Hebt u eerst een voorafgaande machtiging nodig?", "Do you need a prior authorisation first?"),
            [found.first],
            held,
        ),
        (Text("Wat voegt u bij?", "What do you add?"), papers, None),
        (
            Text("Moet de eindgebruiker beloven niet door te verkopen?", "Must the end user promise not to re-export?"),
            promise,
            None,
        ),
        (Text("Hoe lang duurt het hoogstens?", "How long does it take at most?"), list(found.terms), None),
        (Text("Hoe zwaar kijkt de dienst?", "How closely does the service look?"), [found.lane], None),
    )
    rows = []
    for title, answers, note in titles:
        told = [
            outcome(one) for one in answers if one is not None and one is not found.needed and one.value != "not_applicable"
        ]
        shown = tuple(one for one in told if one.settled or one.possible)
        if shown:
            rows.append(Row(title, shown, note))
    return rows


@require_POST
def back(request: HttpRequest) -> HttpResponse:
    """One question back: its answer stays to be changed."""
    visit = Visit.of(request.session)
    if not visit.asked:
        return redirect("desk:licensing")
    last = visit.asked[-1]
    visit.unasked(last).keep(request.session)
    return redirect(f"{_here()}?vraag={last}")


@require_POST
def change(request: HttpRequest, fact: str) -> HttpResponse:
    """Ask a question again."""
    _askable(fact)
    return redirect(f"{_here()}?vraag={fact}")


@require_POST
def restart(request: HttpRequest) -> HttpResponse:
    request.session.pop(SESSION, None)
    return redirect("desk:licensing-need")


def _here() -> str:
    return reverse("desk:licensing-need")
