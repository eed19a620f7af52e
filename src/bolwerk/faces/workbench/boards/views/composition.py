"""Who sits in the ESAC: the mix, the history, appointments, and the report to the Flemish Government."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from bolwerk.domains.ethics import live
from bolwerk.domains.ethics.public import SETTING
from bolwerk.faces.workbench.access import for_staff, none_such, user_of
from bolwerk.faces.workbench.boards.forms.committee import AppointForm, EndSeatForm, RenewForm, ReportForm
from bolwerk.faces.workbench.boards.steps import attempt, done
from bolwerk.faces.workbench.boards.views.calls import as_file
from bolwerk.kernel import InvalidInput, Lang, NotAllowed, Text, local_day, read_date
from bolwerk.office.advice import selectors, services
from bolwerk.office.advice.models import Committee, Seat, SeatEvent
from bolwerk.office.documents import letters
from bolwerk.office.identity import policies
from bolwerk.office.identity.models import Role, User
from bolwerk.ui.formats import lang

_KINDS = {
    "appointed": Text("benoemd", "appointed"),
    "renewed": Text("verlengd", "renewed"),
    "ended": Text("beëindigd", "ended"),
}


@require_GET
@for_staff
def composition(request: HttpRequest) -> HttpResponse:
    return page(request)


def page(request: HttpRequest, status: int = 200, **forms: Any) -> HttpResponse:
    user, today = user_of(request), local_day(datetime.now(UTC))
    policies.require(user, "advice.view")
    committee, wrong = live.get(), forms.pop("seat", None)
    seats = list(committee.seats.select_related("user", "substitute_for__user").order_by("-chair", "user__name"))
    history = SeatEvent.objects.filter(seat__committee=committee).select_related("seat__user", "actor").order_by("-at", "-id")
    values: dict[str, Any] = {
        "bench": "composition",
        "tab": "composition",
        "committee": committee,
        "found": selectors.composition(committee, today),
        "seats": [(seat, _areas(committee, seat), seat.holds_on(today), *_seat_forms(seat, wrong)) for seat in seats],
        "history": [(event, _KINDS[event.kind]) for event in history[:100]],
        "reports": committee.composition_reports.select_related("reported_by").order_by("-reported_at"),
        "setting": SETTING,
        "coordinates": user.has_role(Role.COORDINATOR),
        "today": today,
        "appoint": AppointForm(committee),
        "report": ReportForm(initial={"on": today.strftime("%d/%m/%Y"), "language": lang()}),
    }
    return render(request, "boards/composition.html", values | forms, status=status)


def _seat_forms(seat: Seat, wrong: Any) -> tuple[Any, Any]:
    """To renew and to end one seat; the one that came back wrong stays as it was."""
    own = (RenewForm(auto_id=f"renew-{seat.pk}-%s"), EndSeatForm(auto_id=f"end-{seat.pk}-%s"))
    renew, end = (wrong if wrong is not None and wrong.auto_id == form.auto_id else form for form in own)
    return renew, end


def _areas(committee: Committee, seat: Seat) -> list[Text]:
    labels = {area.id: area.label for area in committee.tally_rules.areas}
    return [labels.get(name, Text.same(name)) for name in seat.expertise]


def _coordinator(request: HttpRequest) -> None:
    """Refused before anything is read: only a coordinator composes the committee."""
    if not user_of(request).has_role(Role.COORDINATOR):
        raise NotAllowed(
            Text("Alleen een coördinator stelt het comité samen.", "Only a coordinator composes the committee."),
            where="composition",
            mend=Text("Vraag het aan de coördinator.", "Ask the coordinator."),
        )


@require_POST
@for_staff
def appoint(request: HttpRequest) -> HttpResponse:
    _coordinator(request)
    committee = live.get()
    form = AppointForm(committee, request.POST)

    def do() -> None:
        given = form.cleaned_data
        instead = Seat.objects.filter(committee=committee, pk=given["substitute_for"] or 0).first()
        services.appoint(
            committee,
            User.objects.get(pk=given["user"]),
            expertise=given["expertise"],
            starts_on=given["starts_on"],
            ends_on=given["ends_on"],
            chair=given["chair"],
            substitute_for=instead,
            reason=given["reason"],
            actor=user_of(request),
        )

    status = attempt(form, do, {"until": "ends_on"})
    if not status:
        return done(request, Text("Het lid is benoemd.", "The member was appointed."), "board_composition")
    return page(request, status, appoint=form)


def _seat(pk: int) -> Seat:
    found = Seat.objects.select_related("user").filter(pk=pk, committee__code=live.CODE).first()
    if found is None:
        raise none_such(str(pk))
    return found


@require_POST
@for_staff
def renew(request: HttpRequest, pk: int) -> HttpResponse:
    _coordinator(request)
    seat, form = _seat(pk), RenewForm(request.POST, auto_id=f"renew-{pk}-%s")

    def do() -> None:
        given = form.cleaned_data
        services.renew_seat(seat.pk, until=given["until"], reason=given["reason"], actor=user_of(request))

    status = attempt(form, do)
    if not status:
        return done(request, Text("Het mandaat is verlengd.", "The seat was renewed."), "board_composition")
    return page(request, status, seat=form)


@require_POST
@for_staff
def end_seat(request: HttpRequest, pk: int) -> HttpResponse:
    _coordinator(request)
    seat, form = _seat(pk), EndSeatForm(request.POST, auto_id=f"end-{pk}-%s")

    def do() -> None:
        given = form.cleaned_data
        services.end_seat(seat.pk, on=given["on"], reason=given["reason"], actor=user_of(request))

    status = attempt(form, do, {"until": "on"})
    if not status:
        return done(request, Text("Het mandaat is beëindigd.", "The seat was ended."), "board_composition")
    return page(request, status, seat=form)


@require_GET
@for_staff
def report_pdf(request: HttpRequest) -> HttpResponse:
    """The report as it would be sent: the same day and language give the same file, to the byte."""
    policies.require(user_of(request), "advice.view")
    language: Lang = "en" if request.GET.get("taal") == "en" else "nl"
    raw = request.GET.get("op", "")
    on = read_date(raw) if raw else local_day(datetime.now(UTC))
    return as_file(_pdf(on, language), "application/pdf", f"esac-{on.isoformat()}-{language}.pdf")


def _pdf(on: date, language: Lang) -> bytes:
    letter = live.composition_letter(on, language)
    if not letter["members"]:
        raise InvalidInput(
            Text("Op die dag zetelt niemand.", "Nobody has a seat on that day."),
            where="on",
            mend=Text("Benoem eerst leden, of kies een andere dag.", "Appoint members first, or choose another day."),
        )
    return letters.render("esac_composition", letter, language)


@require_POST
@for_staff
def reported(request: HttpRequest) -> HttpResponse:
    """Record that the report of that day was sent to the Flemish Government, with the hash of the file."""
    _coordinator(request)
    form = ReportForm(request.POST)

    def do() -> None:
        given = form.cleaned_data
        services.report_composition(
            live.get(),
            on=given["on"],
            pdf=_pdf(given["on"], given["language"]),
            actor=user_of(request),
            key=f"composition:{given['key']}",
        )

    status = attempt(form, do)
    if not status:
        told = Text("De mededeling aan de Vlaamse Regering is vastgelegd.", "The report to the government was recorded.")
        return done(request, told, "board_composition")
    return page(request, status, report=form)
