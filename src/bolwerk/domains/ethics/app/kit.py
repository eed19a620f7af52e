"""The referral kit: how another field asks whether the ESAC must advise, and refers a case to it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from bolwerk.domains.ethics.app import book, committee
from bolwerk.domains.ethics.app.section import section
from bolwerk.domains.ethics.law.procedure import ADVICE
from bolwerk.office.advice.referral import ReferralKit, Referred
from bolwerk.office.advice.tally import Result
from bolwerk.office.cases import services

if TYPE_CHECKING:
    from bolwerk.office.cases.models import Case
    from bolwerk.office.identity.models import User


def refer(origin: Case, *, question: str, actor: User | None, key: str, at: datetime) -> Case:
    """Open the committee's case about `origin`; it names the origin in its first event."""
    from bolwerk.domains.ethics.app.models import Referral

    case = services.open_case(
        ADVICE.id,
        actor=actor,
        organisation=origin.organisation,
        subject=origin.subject,
        payload={"about": origin.reference, "question": question},
        key=key,
        at=at,
        language=origin.language,
    )
    Referral.objects.get_or_create(case=case, defaults={"origin": origin})
    return case


def referred(origin: Case) -> Referred | None:
    """The last referral of a case; its result counts once the committee's case is notified."""
    from bolwerk.domains.ethics.app.models import Referral
    from bolwerk.office.advice.models import AdviceRequest
    from bolwerk.office.advice.selectors import advice_on

    found = Referral.objects.select_related("case").filter(origin=origin).last()
    if found is None:
        return None
    request = AdviceRequest.objects.filter(case=found.case).order_by("-asked_at").first()
    notified = found.case.events.filter(kind="advice_notified").exists()
    advice = advice_on(found.case) if notified else None
    return Referred(found.case, request, Result(advice.result) if advice else None)


def origin_of(case: Case) -> Case | None:
    """The case of another field that this case of the committee is about; None when it was not referred."""
    from bolwerk.domains.ethics.app.models import Referral

    found = Referral.objects.select_related("origin__organisation").filter(case=case).first()
    return found.origin if found else None


KIT = ReferralKit(
    id=committee.CODE,
    label=committee.NAME,
    section=section(),
    triage=book.triage,
    duties=book.duties,
    refer=refer,
    referred=referred,
)
