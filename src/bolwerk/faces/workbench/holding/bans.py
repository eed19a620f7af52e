"""Regional embargoes on the workbench: declared, renewed, told to Parliament and the web, lifted."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bolwerk.domains.export_control import live
from bolwerk.domains.export_control.public import EMBARGO
from bolwerk.faces.workbench.access import for_staff, none_such, user_of
from bolwerk.faces.workbench.boards.steps import attempt, done
from bolwerk.faces.workbench.holding.forms import EmbargoForm, ReasonForm, RenewForm, ToldForm
from bolwerk.kernel import Text, local_day
from bolwerk.office.cases import selectors as cases
from bolwerk.office.cases import services
from bolwerk.office.identity import policies

_FORMS: dict[str, type[Any]] = {
    "renewed": RenewForm,
    "told_parliament": ToldForm,
    "published": ToldForm,
    "lifted": ReasonForm,
}
_TITLES = {
    "renewed": Text("Vernieuw", "Renew"),
    "told_parliament": Text("Meegedeeld aan het Vlaams Parlement", "Told to the Flemish Parliament"),
    "published": Text("Bekendgemaakt op het web", "Published on the web"),
    "lifted": Text("Hef op", "Lift"),
}
_NOTES = ("told_parliament", "published")
_OPENED = Text("Embargo afgekondigd", "Embargo declared")
_LABELS = {
    **{move.id: move.label for move in EMBARGO.moves},
    **{note.id: note.label for note in EMBARGO.notes},
    "term_expired": Text("De langste duur is voorbij", "The longest duration has passed"),
}


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def embargoes(request: HttpRequest) -> HttpResponse:
    """Every embargo there is and was; and, for who decides, a new one."""
    user = user_of(request)
    policies.require(user, "licence.view")
    form = EmbargoForm(request.POST or None)
    made: list[live.Embargo] = []

    def do() -> None:
        given = form.cleaned_data
        made.append(
            live.bans.declare(
                given["country"].strip().upper(),
                months=given["months"],
                reason=given["reason"],
                goods=[one for one in given["goods"].replace(";", ",").split(",") if one.strip()],
                end_users=[one for one in given["end_users"].splitlines() if one.strip()],
                destination_allowed=given["destination_allowed"],
                actor=user,
                key=f"embargo:{given['key']}",
            )
        )

    status = attempt(form, do) if request.method == "POST" else 200
    if not status:
        reference = made[0].case.reference
        told = Text("Embargo {ref} is van kracht.", "Embargo {ref} is in force.").format(ref=reference)
        return done(request, told, "holding_embargo", reference)
    rows = live.Embargo.objects.select_related("case").prefetch_related("measures")
    context = {
        "bench": "embargoes",
        "rows": rows,
        "form": form,
        "may": policies.may(user, "embargo.manage"),
        "today": local_day(timezone.now()),
    }
    return render(request, "holding/embargoes.html", context, status=status)


def _embargo(reference: str) -> live.Embargo:
    found = live.Embargo.objects.select_related("case").filter(case__reference=reference).first()
    if found is None:
        raise none_such(reference[:40])
    return found


@require_GET
@for_staff
def embargo(request: HttpRequest, reference: str) -> HttpResponse:
    return page(request, _embargo(reference))


def page(request: HttpRequest, found: live.Embargo, status: int = 200, **forms: Any) -> HttpResponse:
    user, day = user_of(request), local_day(timezone.now())
    policies.require(user, "licence.view")
    verdicts: dict[str, Any] = {one.move.id: one for one in cases.moves_for(found.case, user)}
    verdicts |= {one.note.id: one for one in cases.notes_for(found.case, user)}
    state = cases.state(found.case, day)
    context = {
        "bench": "embargoes",
        "embargo": found,
        "events": [(event, _LABELS.get(event.kind, _OPENED)) for event in cases.events(found.case)],
        "licences": found.measures.select_related("licence__case", "licence__holder"),
        "term": next((term for term in state.terms if term.run), None),
        "told": {event.kind for event in found.case.events.all()},
        "steps": [
            {
                "kind": kind,
                "title": _TITLES[kind],
                "allowed": verdicts[kind].allowed,
                "reason": verdicts[kind].reason,
                "form": forms.get(kind) or form(auto_id=f"{kind}-%s"),
                "open": kind in forms,
            }
            for kind, form in _FORMS.items()
        ],
        "today": day,
    }
    return render(request, "holding/embargo.html", context, status=status)


@require_POST
@for_staff
def step(request: HttpRequest, reference: str, kind: str) -> HttpResponse:
    user, found = user_of(request), _embargo(reference)
    if kind not in _FORMS:
        raise none_such(kind[:40])
    form = _FORMS[kind](request.POST, auto_id=f"{kind}-%s")

    def do() -> None:
        given = form.cleaned_data
        key, reason = f"embargo-step:{given['key']}", given["reason"]
        if kind in _NOTES:
            services.note(found.case_id, kind, actor=user, reason=reason, key=key)
            return
        payload = {"months": given["months"]} if "months" in given else {}
        services.act(found.case_id, kind, actor=user, payload=payload, reason=reason, key=key, version=None)

    status = attempt(form, do)
    if not status:
        return done(request, Text("Dat is gebeurd.", "Done."), "holding_embargo", reference)
    return page(request, _embargo(reference), status, **{kind: form})
