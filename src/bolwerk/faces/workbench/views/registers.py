"""The registers: who an organisation is, why we know it, who owns it, how large it is; and changing that, with a reason."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from bolwerk.domains.investment import live as investment
from bolwerk.faces.workbench import knowledge
from bolwerk.faces.workbench.access import for_staff, none_such, user_of
from bolwerk.faces.workbench.forms import (
    INSTRUMENTS,
    OWNER_KINDS,
    AidForm,
    EndForm,
    HouseForm,
    MemberForm,
    OrganisationForm,
    OwnerForm,
    SizeForm,
)
from bolwerk.faces.workbench.graph import HEIGHT, WIDTH, draw
from bolwerk.faces.workbench.queue import rows
from bolwerk.kernel import BolwerkError, InvalidInput, KboNumber, Money, NotFound, Text, local_day, read_date
from bolwerk.office.calls.models import Application, Award
from bolwerk.office.cases.models import Case
from bolwerk.office.identity import policies
from bolwerk.office.identity.models import User
from bolwerk.office.registers import ownership, selectors, services
from bolwerk.office.registers.models import Change, Membership, Organisation, OwnershipLink, SizeFact
from bolwerk.office.search.services import index_organisation
from bolwerk.ui.formats import say

_PAGE = 50
_CASES, _CHANGES = 50, 60
_LABELS: dict[str, Text] = {
    "registers.Organisation": Text("Gegevens", "Data"),
    "registers.Establishment": Text("Vestiging", "Establishment"),
    "registers.SizeFact": Text("Grootte", "Size"),
    "registers.OwnershipLink": Text("Eigenaar", "Owner"),
    "registers.Membership": Text("Lid", "Member"),
}
_ACTIONS = {"added": Text("toegevoegd", "added"), "updated": Text("gewijzigd", "changed")}


@require_GET
@for_staff
def organisations(request: HttpRequest) -> HttpResponse:
    user = user_of(request)
    policies.require(user, "registers.view")
    asked = request.GET.get("naam", "").strip()[:100]
    found = policies.visible(user, Organisation.objects.order_by("name", "pk"))
    if asked:
        found = found.filter(_matching(asked))
    context = {
        "page": Paginator(found, _PAGE).get_page(request.GET.get("page")),
        "name": asked,
        "may_edit": policies.may(user, "registers.edit"),
        "bench": "organisations",
    }
    return render(request, "workbench/organisations.html", context)


def _matching(asked: str) -> Q:
    try:
        return Q(kbo=KboNumber.read(asked))
    except InvalidInput:
        return Q(name__icontains=asked) | Q(municipality__icontains=asked)


@require_GET
@for_staff
def organisation(request: HttpRequest, kbo: str) -> HttpResponse:
    """Everything the registers know, on a day of choice."""
    user, found = user_of(request), _get(request, kbo)
    today = local_day(datetime.now(UTC))
    on, wrong = _day(request, today)
    graph = drawing = problem = None
    try:
        graph = selectors.ownership_graph(found, on)
        drawing = draw(graph)
    except InvalidInput as error:
        problem = error
    cases = policies.visible(user, Case.objects.filter(organisation=found), "case.list").order_by("-opened_at")
    context = {
        "organisation": found,
        "on": on,
        "wrong_day": wrong,
        "today": today,
        "size": knowledge.sized(found, on),
        "sizes": found.sizes.order_by("-year", "consolidated"),
        "establishments": found.establishments.order_by("number"),
        "owners": _links(OwnershipLink.objects.filter(owned=found)),
        "holdings": _links(OwnershipLink.objects.filter(owner_organisation=found)),
        "drawing": drawing,
        "problem": problem,
        "box": (WIDTH, HEIGHT),
        "members": selectors.members(found, today),
        "rows": rows(cases.select_related("organisation")[:_CASES], today),
        "awards": Award.objects.filter(application__applicant=found).select_related("application__case", "application__call"),
        "room": _room(found, on),
        "earlier": [(row, INSTRUMENTS[row.instrument]) for row in investment.earlier_aid(found)],
        "changes": _changes(found),
        "editing": policies.may(user, "registers.edit", found),
        "bench": "organisations",
    }
    return render(request, "workbench/organisation.html", context)


def _links(found: Any) -> list[tuple[OwnershipLink, Text]]:
    links = found.select_related("owner_organisation", "owner_person", "owned").order_by("-valid_from", "pk")
    return [(link, OWNER_KINDS[link.owner_kind]) for link in links]


def _room(found: Organisation, on: date) -> Any:
    """The de-minimis room of the whole undertaking, over the aid that these registers hold."""
    try:
        return investment.deminimis_room(found, on)
    except BolwerkError as error:
        return error


def _changes(found: Organisation) -> list[tuple[Change, Text, Text, list[tuple[str, Any, Any]]]]:
    """What changed in the organisation and in what hangs on it, newest first."""
    keys = {
        "registers.Organisation": [found.pk],
        "registers.SizeFact": found.sizes.values_list("pk", flat=True),
        "registers.OwnershipLink": found.owners.values_list("pk", flat=True),
        "registers.Membership": found.memberships.values_list("pk", flat=True),
        "registers.Establishment": found.establishments.values_list("pk", flat=True),
    }
    about = Q(pk__in=[])
    for label, pks in keys.items():
        about |= Q(register=label, subject__in=[str(pk) for pk in pks])
    changes = Change.objects.filter(about).select_related("actor").order_by("-pk")[:_CHANGES]
    return [(one, _LABELS[one.register], _ACTIONS.get(one.action, Text.same(one.action)), _fields(one)) for one in changes]


def _fields(change: Change) -> list[tuple[str, Any, Any]]:
    if change.action == "added":
        return []
    return [(name, change.before.get(name), value) for name, value in change.after.items()]


def _get(request: HttpRequest, kbo: str) -> Organisation:
    user = user_of(request)
    try:
        found = selectors.by_kbo(kbo)
    except NotFound:
        policies.require(user, "registers.view")
        raise
    policies.require(user, "registers.view", found)
    return found


def _day(request: HttpRequest, today: date) -> tuple[date, InvalidInput | None]:
    raw = request.GET.get("dag", "")
    try:
        return (read_date(raw, "dag") if raw else today), None
    except InvalidInput as error:
        return today, error


def _change(
    request: HttpRequest,
    found: Organisation | None,
    form: HouseForm,
    title: Text,
    write: Callable[[dict[str, Any]], Organisation],
    names: dict[str, str] | None = None,
) -> HttpResponse:
    """The one way in which a form changes a register: judged by the policies, refused in the form, told when done."""
    policies.require(user_of(request), "registers.edit", found)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                written = write(form.cleaned_data)
            except BolwerkError as error:
                form.refuse(error, names)
            else:
                messages.success(request, say(Text("Bewaard.", "Saved.")))
                return redirect("workbench:organisation", written.kbo)
    context = {"organisation": found, "form": form, "title": title, "bench": "organisations"}
    return render(request, "workbench/register_form.html", context, status=status)


@require_http_methods(["GET", "POST"])
@for_staff
def add_organisation(request: HttpRequest) -> HttpResponse:
    def write(given: dict[str, Any]) -> Organisation:
        kbo, name, why = given.pop("kbo"), given.pop("name"), given.pop("why")
        given.pop("key")
        if known := Organisation.objects.filter(kbo=kbo).first():
            raise InvalidInput(
                Text(f"{known.name} staat al in het register.", f"{known.name} is in the register already."),
                where="kbo",
                mend=Text("Zoek de organisatie op en wijzig ze daar.", "Look the organisation up and change it there."),
            )
        made = services.register_organisation(kbo, name, actor=user_of(request), reason=why, **given)
        index_organisation(made)
        return made

    title = Text("Organisatie toevoegen", "Add an organisation")
    return _change(request, None, OrganisationForm(request.POST or None), title, write)


@require_http_methods(["GET", "POST"])
@for_staff
def edit_organisation(request: HttpRequest, kbo: str) -> HttpResponse:
    found = _get(request, kbo)

    def write(given: dict[str, Any]) -> Organisation:
        why = given.pop("why")
        given.pop("key")
        services.update(found, given, actor=user_of(request), reason=why)
        index_organisation(found)
        return found

    names = ("name", "legal_form", "street", "postcode", "municipality", "source")
    initial: dict[str, Any] = {name: getattr(found, name) for name in names}
    initial["started_on"] = found.started_on.isoformat() if found.started_on else ""
    form = OrganisationForm(request.POST or None, known=True, initial=initial)
    return _change(request, found, form, Text("Gegevens wijzigen", "Change the data"), write)


@require_http_methods(["GET", "POST"])
@for_staff
def record_size(request: HttpRequest, kbo: str) -> HttpResponse:
    found = _get(request, kbo)

    def write(given: dict[str, Any]) -> Organisation:
        for name in ("headcount", "turnover", "balance"):
            value = given[name]
            if value is not None and (value.cents if isinstance(value, Money) else value) < 0:
                raise InvalidInput(
                    Text("Dit cijfer is negatief.", "This figure is negative."),
                    where=name,
                    mend=Text(
                        "Geef nul of meer; laat leeg wat u niet weet.", "Give zero or more; leave empty what you do not know."
                    ),
                )
        services.record_size(
            found,
            given["year"],
            headcount=given["headcount"],
            turnover=given["turnover"],
            balance=given["balance"],
            consolidated=given["consolidated"],
            source=given["source"],
            actor=user_of(request),
            reason=given["why"],
        )
        return found

    return _change(
        request,
        found,
        SizeForm(request.POST or None, initial=_year(request, found)),
        Text("Grootte van een jaar", "Size of a year"),
        write,
    )


def _year(request: HttpRequest, found: Organisation) -> dict[str, Any]:
    """The figures of the year in the address, to correct them."""
    raw = request.GET.get("jaar", "")
    fact: SizeFact | None = found.sizes.filter(year=int(raw)).first() if raw.isdigit() and len(raw) == 4 else None
    if fact is None:
        return {}
    plain = {"year": fact.year, "headcount": str(fact.headcount).replace(".", ","), "source": fact.source}
    for name in ("turnover", "balance"):
        cents = getattr(fact, f"{name}_cents")
        plain[name] = "" if cents is None else Money(cents).in_("nl").removesuffix(" euro")
    return plain | {"consolidated": fact.consolidated}


@require_http_methods(["GET", "POST"])
@for_staff
def add_aid(request: HttpRequest, kbo: str) -> HttpResponse:
    """Aid that another service gave; for the costs of one application when it is named."""
    found = _get(request, kbo)

    def write(given: dict[str, Any]) -> Organisation:
        reference = given["case"].strip()
        application = Application.objects.filter(case__reference=reference, applicant=found).first() if reference else None
        if reference and application is None:
            raise InvalidInput(
                Text(f"{reference} is geen dossier van {found.name}.", f"{reference} is not a case of {found.name}."),
                where="case",
                mend=Text(
                    "Laat leeg, of geef een dossier van deze organisatie.", "Leave empty, or give a case of this organisation."
                ),
            )
        investment.record_earlier_aid(
            found,
            instrument=given["instrument"],
            amount=given["amount"],
            granted_on=given["granted_on"],
            authority=given["authority"],
            actor=user_of(request),
            source=given["source"],
            application=application,
        )
        return found

    return _change(request, found, AidForm(request.POST or None), Text("Eerdere steun", "Earlier aid"), write)


@require_http_methods(["GET", "POST"])
@for_staff
def add_owner(request: HttpRequest, kbo: str) -> HttpResponse:
    found = _get(request, kbo)

    def write(given: dict[str, Any]) -> Organisation:
        flags = {name: given[name] for name in ("appoints_board", "dominant_influence", "shareholder_agreement")}
        ownership.add_link(
            found,
            owner=_owner(given["owner"]),
            owner_kind=given["owner_kind"],
            capital=given["capital"],
            votes=given["votes"],
            valid_from=given["valid_from"],
            valid_until=given["valid_until"],
            actor=user_of(request),
            reason=given["why"],
            **flags,
        )
        return found

    return _change(request, found, OwnerForm(request.POST or None), Text("Eigenaar toevoegen", "Add an owner"), write)


def _owner(typed: str) -> Organisation | str:
    """An organisation of the register when it looks like a number, else a body by its name."""
    if sum(letter.isdigit() for letter in typed) >= 8:
        try:
            return selectors.by_kbo(typed)
        except BolwerkError as error:
            error.where = "owner"
            raise
    return typed


@require_http_methods(["GET", "POST"])
@for_staff
def end_owner(request: HttpRequest, kbo: str, pk: int) -> HttpResponse:
    found = _get(request, kbo)
    link = OwnershipLink.objects.select_related("owner_organisation", "owner_person").filter(pk=pk, owned=found).first()
    if link is None:
        raise none_such(found.name)

    def write(given: dict[str, Any]) -> Organisation:
        ownership.end_link(link, on=given["on"], actor=user_of(request), reason=given["why"])
        return found

    title = Text("Einde van de deelneming van {owner}", "End of the holding of {owner}").format(owner=link.owner_label)
    return _change(request, found, EndForm(request.POST or None), title, write, {"valid_until": "on"})


@require_http_methods(["GET", "POST"])
@for_staff
def add_member(request: HttpRequest, kbo: str) -> HttpResponse:
    found = _get(request, kbo)

    def write(given: dict[str, Any]) -> Organisation:
        account = User.objects.filter(email=given["email"].strip().lower(), is_active=True).first()
        if account is None:
            raise InvalidInput(
                Text("Er is geen account met dit adres.", "There is no account with this address."),
                where="email",
                mend=Text("Vraag de persoon om eerst een account te maken.", "Ask the person to make an account first."),
            )
        if selectors.members(found, local_day(datetime.now(UTC))).filter(user=account).exists():
            raise InvalidInput(
                Text("Deze persoon handelt al voor de organisatie.", "This person acts for the organisation already."),
                where="email",
                mend=Text("U hoeft niets te doen.", "There is nothing to do."),
            )
        services.add_member(found, account, given["role"], actor=user_of(request), reason=given["why"])
        return found

    return _change(request, found, MemberForm(request.POST or None), Text("Lid toevoegen", "Add a member"), write)


@require_http_methods(["GET", "POST"])
@for_staff
def end_member(request: HttpRequest, kbo: str, pk: int) -> HttpResponse:
    found = _get(request, kbo)
    member = Membership.objects.select_related("user").filter(pk=pk, organisation=found).first()
    if member is None:
        raise none_such(found.name)

    def write(given: dict[str, Any]) -> Organisation:
        services.end_member(member, on=given["on"], actor=user_of(request), reason=given["why"])
        return found

    title = Text("Einde voor {who}", "End for {who}").format(who=str(member.user))
    return _change(request, found, EndForm(request.POST or None), title, write, {"valid_until": "on"})
