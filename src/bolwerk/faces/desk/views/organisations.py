"""The organisations a person acts for: become a contact, see what the register knows, give the figures of a year."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods

from bolwerk.domains.investment import live as investment
from bolwerk.faces.desk.access import kept, signed_in, user_of
from bolwerk.faces.desk.forms import KboForm, OrganisationForm, SizeForm
from bolwerk.kernel import BolwerkError, InvalidInput, NotAllowed, Text, local_day
from bolwerk.office.calls.models import Partner
from bolwerk.office.cases import journal
from bolwerk.office.identity import policies
from bolwerk.office.identity.models import User
from bolwerk.office.registers import selectors as registers
from bolwerk.office.registers import services
from bolwerk.office.registers.models import MemberRole, Organisation, Source
from bolwerk.ui.formats import say

_WHY = "zelf aangemeld aan het loket, na te kijken door een ambtenaar"


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def add(request: HttpRequest) -> HttpResponse:
    """Become the contact of an organisation: by its number from the register, or as a new one."""
    user, onward = user_of(request), _onward(request)
    found: Organisation | None = None
    waiting = kept(request)
    form: KboForm = OrganisationForm(waiting) if waiting and "name" in waiting else KboForm(waiting)
    if request.method == "POST":
        form = OrganisationForm(request.POST) if "name" in request.POST else KboForm(request.POST)
        if form.is_valid():
            number = form.cleaned_data["kbo"]
            found = Organisation.objects.filter(kbo=number).first()
            if found is None and not isinstance(form, OrganisationForm):
                form = OrganisationForm(initial={"kbo": number})
                invitation = request.POST.get("invitation", "")
                context = {"form": form, "next": onward, "new": True, "invitation": invitation}
                return render(request, "desk/organisation_add.html", context)
            try:
                joined = _join(user, number, form.cleaned_data, request.POST.get("invitation", ""))
            except BolwerkError as error:
                form.tell(error, "kbo")
            else:
                done = Text(f"U werkt nu voor {joined.name}.", f"You now act for {joined.name}.")
                messages.success(request, say(done))
                return redirect(onward) if onward else redirect("desk:organisation", joined.kbo)
    invitation = request.POST.get("invitation") or request.GET.get("uitnodiging", "")
    context = {"form": form, "next": onward, "new": isinstance(form, OrganisationForm), "invitation": invitation}
    return render(request, "desk/organisation_add.html", context, status=422 if form.errors else 200)


@journal.in_one_step
def _join(user: User, number: str, typed: dict[str, str], invitation: str = "") -> Organisation:
    """Only where nobody acts for the organisation yet and nothing of it is here: else one of its contacts must say yes.

    Who was invited as a partner needs the link of that invitation: a KBO number is public, the link is not.
    """
    today = local_day(timezone.now())
    journal.lock()
    found = Organisation.objects.filter(kbo=number).first()
    if found is None:
        found = services.register_organisation(
            number,
            typed["name"],
            actor=user,
            reason=_WHY,
            municipality=typed.get("municipality", ""),
            is_fictional=user.is_fictional,
        )
    if registers.members(found, today).filter(user=user).exists():
        return found
    invited = [str(pk) for pk in Partner.objects.filter(organisation=found).values_list("pk", flat=True)]
    known = found.applications.exists() or found.cases.exists() or (invited and invitation not in invited)
    if known or found.memberships.exists():
        raise NotAllowed(
            Text(
                "Voor deze organisatie loopt hier al iets, of er werkt al iemand voor.",
                "This organisation has something here already, or somebody acts for it.",
            ),
            where="kbo",
            mend=Text(
                "Vraag die persoon of de dienst van de oproep om u toe te voegen. "
                "Bent u uitgenodigd als partner? Gebruik de link van de uitnodiging.",
                "Ask that person, or the service of the call, to add you. "
                "Were you invited as a partner? Use the link of the invitation.",
            ),
        )
    services.add_member(found, user, MemberRole.CONTACT, actor=user, reason=_WHY)
    return found


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def detail(request: HttpRequest, kbo: str) -> HttpResponse:
    """What is known of one of my organisations: its size step by step, and the figures it rests on."""
    user, today = user_of(request), local_day(timezone.now())
    organisation = registers.by_kbo(kbo)
    policies.require(user, "registers.view", organisation)
    form = SizeForm(kept(request))
    if request.method == "POST":
        policies.require(user, "registers.edit", organisation)
        form = SizeForm(request.POST)
        if form.is_valid() and _record(form, organisation, user):
            messages.success(request, say(Text("De cijfers zijn bewaard.", "The figures are saved.")))
            return redirect("desk:organisation", organisation.kbo)
    context = {
        "organisation": organisation,
        "size": _size(organisation),
        "figures": [(row, Source(row.source).text) for row in organisation.sizes.order_by("-year")],
        "form": form,
        "years": f"{today.year - 2}, {today.year - 1}",
    }
    return render(request, "desk/organisation.html", context, status=422 if form.errors else 200)


def _record(form: SizeForm, organisation: Organisation, user: User) -> bool:
    typed = form.cleaned_data
    try:
        services.record_size(
            organisation,
            typed["year"],
            headcount=typed["headcount"],
            turnover=typed["turnover"],
            balance=typed["balance"],
            actor=user,
            reason="opgegeven aan het loket",
        )
    except BolwerkError as error:
        form.tell(error)
        return False
    return True


def _size(organisation: Organisation) -> object:
    try:
        return investment.size(organisation, local_day(timezone.now()))
    except InvalidInput as error:
        return error


def _onward(request: HttpRequest) -> str:
    target = request.POST.get("next") or request.GET.get("next", "")
    return target if url_has_allowed_host_and_scheme(target, {request.get_host()}, request.is_secure()) else ""
