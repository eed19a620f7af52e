"""Calls: which there are, what they ask, what they give, and how to begin."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from bolwerk.domains import book
from bolwerk.domains.investment import public as investment
from bolwerk.engines.rules import Answer
from bolwerk.faces.desk import selectors
from bolwerk.faces.desk.access import kept, signed_in, user_of
from bolwerk.faces.desk.forms import StartForm
from bolwerk.faces.desk.interview import Interview, write
from bolwerk.kernel import BolwerkError, Money, Text, local_day, write_date
from bolwerk.office.calls import kits, services
from bolwerk.office.calls import selectors as calls
from bolwerk.office.calls.costs import Kind
from bolwerk.office.calls.forms import FieldType, Form, Typed
from bolwerk.office.calls.models import Application, Call
from bolwerk.office.calls.models.call import CallStatus
from bolwerk.office.identity.models import User
from bolwerk.plan import load

_SIZES = ("small", "medium", "large")
_UNITS: dict[str, Text] = {
    "euro": Text("euro", "euro"),
    "percent": Text("procent", "percent"),
    "people": Text("personen", "people"),
    "pages": Text("bladzijden", "pages"),
    "months": Text("maanden", "months"),
    "calendar_days": Text("dagen", "days"),
    "working_days": Text("werkdagen", "working days"),
}
_SETTINGS: dict[str, Text] = {
    "envelope": Text("Budget van de oproep", "Budget of the call"),
    "opens": Text("Begin", "Start"),
    "closes": Text("Einde", "End"),
    "decision_development": Text("Beslissing, ontwikkelingsproject", "Decision, development project"),
    "decision_research": Text("Beslissing, onderzoeksproject", "Decision, research project"),
    "completion": Text("Tijd om aan te vullen", "Time to complete"),
    "objection": Text("Tijd om bezwaar in te dienen", "Time to object"),
    "final_report": Text("Eindverslag, na het einde", "Final report, after the end"),
    "reviewers": Text("Aantal beoordelaars", "Number of reviewers"),
    "pages_research": Text("Projecttekst, onderzoek", "Project text, research"),
    "pages_development": Text("Projecttekst, ontwikkeling", "Project text, development"),
    "advance": Text("Voorschot", "Advance"),
    "interim": Text("Tussentijdse schijf", "Interim instalment"),
    "final": Text("Saldo", "Balance"),
}
_CLOCKS = ("decision_development", "decision_research", "completion", "objection", "final_report")


@dataclass(frozen=True, slots=True)
class RateRow:
    """One kind of work: the rate alone and together, by size."""

    label: Text
    alone: tuple[Answer, ...]
    together: tuple[Answer, ...]

    @property
    def cells(self) -> tuple[tuple[Answer, Answer], ...]:
        return tuple(zip(self.alone, self.together, strict=True))


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    context = {
        "open_calls": calls.calls_at(now, CallStatus.OPEN),
        "announced": calls.calls_at(now, CallStatus.ANNOUNCED),
        "closed": calls.calls_at(now, CallStatus.CLOSED),
        "today": local_day(now),
    }
    return render(request, "desk/calls.html", context)


@require_safe
def detail(request: HttpRequest, code: str) -> HttpResponse:
    """Conditions, rates, what is needed, clocks; and how to begin."""
    call = selectors.call_by(code)
    return render(request, "desk/call.html", _about(request, call))


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def start(request: HttpRequest, code: str) -> HttpResponse:
    """Begin a draft for one of my organisations, with what the check already knows."""
    call, user, now = selectors.call_by(code), user_of(request), timezone.now()
    organisations = list(selectors.organisations_of(user, local_day(now)))
    waiting = kept(request)
    form = StartForm(organisations, request.POST if request.method == "POST" else waiting)
    status = 200
    if request.method == "POST" and form.is_valid():
        chosen = next(one for one in organisations if str(one.pk) == form.cleaned_data["organisation"])
        try:
            application = services.start_application(
                call.pk,
                applicant=chosen,
                title=form.cleaned_data["title"],
                actor=user,
                key=request.POST.get("key", ""),
                language=str(request.LANGUAGE_CODE)[:2],
            )
        except BolwerkError as error:
            form.tell(error)
        else:
            _bring(request, application, user)
            return redirect("desk:draft", application.pk)
    if request.method == "POST":
        status = 422
    context = {
        "call": call,
        "form": form,
        "organisations": organisations,
        "status": call.status_at(now),
        "key": request.POST.get("key") or uuid.uuid4(),
        "restored": waiting is not None,
        "known": len(Interview.of(request.session, local_day(now)).typed),
    }
    return render(request, "desk/start.html", context, status=status)


def _bring(request: HttpRequest, application: Application, user: User) -> None:
    """What was answered in the check goes into the fields of the form that ask the same."""
    facts = Interview.of(request.session, local_day(timezone.now())).facts
    form = kits.get(application.call.kit).form
    versions = {row.section: row.version for row in application.sections.all()}
    for section_id, typed in answers_for(form, facts).items():
        services.save_section(application.pk, section_id, typed, actor=user, version=versions.get(section_id, 0))


def answers_for(form: Form, facts: dict[str, object]) -> dict[str, dict[str, Typed]]:
    """By part of the form, what the facts of the check answer, as a person would have typed it."""
    found: dict[str, dict[str, Typed]] = {}
    for section in form.sections:
        typed = {field.id: _typed(field.type, facts[field.fact]) for field in section.fields if field.fact in facts}
        if typed:
            found[section.id] = typed
    return found


def _typed(kind: FieldType, value: object) -> Typed:
    if kind is FieldType.YES_NO:
        return "ja" if value else "nee"
    return write(value)


def _about(request: HttpRequest, call: Call) -> dict[str, object]:
    now = timezone.now()
    day = min(max(local_day(now), local_day(call.opens_at)), local_day(call.closes_at))
    measure = next((one for one in load().measures if one.code == call.measure), None)
    form = kits.get(call.kit).form
    user = user_of(request) if request.user.is_authenticated else None
    settings = investment.CALL.settings if call.kit == "defence" else {}
    rows = [(_SETTINGS.get(name, Text.same(name)), _value(one), one) for name, one in settings.items()]
    return {
        "call": call,
        "status": call.status_at(now),
        "measure": measure,
        "form": form,
        "rates": rates(day),
        "sizes": [book().facts["company.size"].label(size) for size in _SIZES],
        "kinds": list(Kind),
        "settings": [row for row in rows if row[2].id not in (*_CLOCKS, "opens", "closes")],
        "clocks": [row for row in rows if row[2].id in _CLOCKS],
        "notes": [(Text.read(note["text"]), note) for note in call.notes],
        "organisations": list(selectors.organisations_of(user, local_day(now))) if user else [],
        "day": day,
        "today": local_day(now),
    }


def _value(setting: investment.Setting) -> Text:
    if setting.unit == "euro":
        return Money.euro(setting.number).as_text()
    if setting.unit == "day":
        return Text(write_date(setting.day, "nl"), write_date(setting.day, "en"))
    unit = _UNITS.get(setting.unit, Text.same(setting.unit))
    return Text(f"{setting.number} {unit.nl}", f"{setting.number} {unit.en}")


def rates(on: date) -> tuple[RateRow, ...]:
    """The aid rates of the call by kind of work and size, alone and with an SME beside you, as the rules give them."""
    fact = book().facts["project.activity"]
    return tuple(
        RateRow(fact.label(activity), _rates(str(activity), False, on), _rates(str(activity), True, on))
        for activity in fact.values
    )


def _rates(activity: str, together: bool, on: date) -> tuple[Answer, ...]:
    alone = {
        "call.regime": "defence",
        "project.activity": activity,
        "collaboration.effective": together,
        "collaboration.with_sme": together,
        "collaboration.cross_border": False,
        "collaboration.largest_share": 60 if together else 100,
        "collaboration.research_share": 0,
        "collaboration.may_publish": False,
        "results.disseminated": False,
        "results.licensed": False,
        "place.assisted_a": False,
    }
    return tuple(book().decide("aid.rate", {**alone, "company.size": size}, on) for size in _SIZES)
