"""What happens with a move of the ESAC's case, in the same transaction."""

from __future__ import annotations

from bolwerk.domains.ethics.app import committee
from bolwerk.domains.ethics.app.models import Referral
from bolwerk.domains.ethics.law.committee import term
from bolwerk.kernel import Calendar, local_day
from bolwerk.office.advice import referral, selectors
from bolwerk.office.advice.models import AdviceRequest
from bolwerk.office.advice.services import ask_advice, withdraw_request
from bolwerk.office.advice.tally import Result
from bolwerk.office.cases.models import Case, CaseEvent
from bolwerk.office.cases.registry import Effect

_RECORDED_AS = {"declared": {"note": "interest_declared"}, "given": {"move": "advice_given"}}


def put_question(case: Case, event: CaseEvent) -> None:
    """`members_invited`: put the question to those who sit that day."""
    opening = case.events.order_by("seq").values_list("payload", flat=True)[0]
    ask_advice(
        committee.get(),
        case,
        question=str(opening.get("question") or case.subject),
        actor=event.actor,
        key=f"ask:{event.key}",
        due=Calendar().add(local_day(case.opened_at), term("advice_term")),
        recorded_as=_RECORDED_AS,
        at=event.at,
    )


def tell_origin(case: Case, event: CaseEvent) -> None:
    """`advice_notified`: the case that asked is freed or blocked."""
    found = Referral.objects.select_related("origin").filter(case=case).first()
    advice = selectors.advice_on(case)
    if found and advice:
        referral.conclude(found.origin, Result(advice.result), event.at)


def take_question_back(case: Case, event: CaseEvent) -> None:
    """`request_withdrawn`: nobody declares, scores or votes any more; what was said stays to be read."""
    request = AdviceRequest.objects.filter(case=case, state=AdviceRequest.State.OPEN).first()
    if request:
        withdraw_request(
            request.pk, actor=event.actor, reason=event.reason[:300], key=f"withdraw:{event.key}"[:190], at=event.at
        )


EFFECTS: dict[str, Effect] = {
    "members_invited": put_question,
    "advice_notified": tell_origin,
    "request_withdrawn": take_question_back,
}
