"""What happens with a move of an application's case, in the same transaction: money, the committee, the register of awards."""

from __future__ import annotations

from datetime import datetime

from bolwerk.domains.investment.app import money
from bolwerk.domains.investment.app.form import COMMITTEE
from bolwerk.domains.investment.app.letters import send
from bolwerk.engines.procedures import OPENED
from bolwerk.kernel import Conflict, Text
from bolwerk.office.advice import referral
from bolwerk.office.advice.tally import Result
from bolwerk.office.calls import selectors, services
from bolwerk.office.calls.models import Application
from bolwerk.office.cases.models import Case, CaseEvent
from bolwerk.office.cases.registry import Effect
from bolwerk.office.cases.services import act, note
from bolwerk.office.ledger import services as ledger

_FREE = {Result.POSITIVE, Result.CONDITIONAL}


def tell_export_duties(case: Case, event: CaseEvent) -> None:
    """`case_opened`: one page with the duties on export, filled from what is known, without anything to fill in."""
    send(case, "export_duties", event)
    note(case.pk, "export_duties_told", actor=None, key=f"export_duties:{event.key}"[:200], at=event.at)


def refer_to_committee(case: Case, event: CaseEvent) -> None:
    """`esac_advice_requested`, and again when the committee's case ended without an advice."""
    referral.get(COMMITTEE).refer(case, question=event.reason, actor=event.actor, key=f"refer:{event.key}", at=event.at)


def follow_advice(case: Case, result: Result, at: datetime) -> None:
    """The committee answered: the case is freed or blocked by itself."""
    move = "freed_by_advice" if result in _FREE else "blocked_by_advice"
    act(
        case.pk,
        move,
        actor=None,
        payload={"advice": result.value},
        key=f"advice:{case.pk}:{case.version}",
        version=None,
        at=at,
    )


def promise_money(case: Case, event: CaseEvent) -> None:
    """`award_decided`: recorded as an award and promised out of the envelope, or neither."""
    application = _application(case)
    award = services.record_award(application.pk, actor=event.actor, key=f"award:{event.key}", at=event.at)
    if application.call.envelope is None:
        raise _no_money(case)
    ledger.commit(application.call.envelope, award.amount, actor=event.actor, key=f"commit:{event.key}", case=case, at=event.at)


def pay_instalment(case: Case, event: CaseEvent) -> None:
    """`instalment_paid`: the next part of the plan, neither more nor less."""
    obligation, coming = money.obligation_of(case), money.next_instalment(case)
    if obligation is None or coming is None:
        raise _no_money(case)
    ledger.pay(obligation, coming[1], actor=event.actor, key=f"pay:{event.key}", reason=coming[0].id, at=event.at)
    send(case, "payment", event)


def pay_balance(case: Case, event: CaseEvent) -> None:
    """`balance_paid`: all that is left of the promise."""
    obligation = money.obligation_of(case)
    if obligation is None:
        raise _no_money(case)
    ledger.pay(obligation, obligation.left, actor=event.actor, key=f"pay:{event.key}", reason="balance", at=event.at)
    send(case, "payment", event)


def release_money(case: Case, event: CaseEvent) -> None:
    """`project_stopped`, or `withdrawn` after an award: what was not paid goes back to the envelope."""
    application, obligation = _application(case), money.obligation_of(case)
    if obligation and obligation.left:
        ledger.release(
            obligation, obligation.left, actor=event.actor, key=f"release:{event.key}", reason=event.reason[:300], at=event.at
        )
    if money.award_of(case):
        services.end_award(application.pk, actor=None, reason=event.reason[:300] or event.kind, at=event.at)
    elif event.kind == "withdrawn" and event.actor:
        services.withdraw_application(application.pk, actor=event.actor, reason=event.reason[:300], at=event.at)


def note_publication(case: Case, event: CaseEvent) -> None:
    """`award_published`: where it stands to be read."""
    place = str(event.payload.get("place") or "Bolwerk")
    services.publish_award(_application(case).pk, place=place, actor=event.actor, at=event.at)


def letter(name: str) -> Effect:
    def effect(case: Case, event: CaseEvent) -> None:
        send(case, name, event)

    return effect


def _application(case: Case) -> Application:
    found = selectors.application_of_case(case)
    if found is None:
        raise Conflict(
            Text("Bij dit dossier hoort geen aanvraag.", "This case has no application."),
            where=case.reference,
            mend=Text("Neem contact op met de beheerder.", "Contact the administrator."),
        )
    return found


def _no_money(case: Case) -> Conflict:
    return Conflict(
        Text("Voor dit dossier is geen geld toegezegd.", "No money was promised for this case."),
        where=case.reference,
        mend=Text("Kijk de enveloppe van de oproep en de toekenning na.", "Check the call's envelope and the award."),
    )


EFFECTS: dict[str, Effect] = {
    OPENED: tell_export_duties,
    "completion_requested": letter("completion"),
    "declared_admissible": letter("admissibility"),
    "esac_advice_requested": refer_to_committee,
    "esac_advice_requested_again": refer_to_committee,
    "award_decided": promise_money,
    "award_notified": letter("award"),
    "refusal_notified": letter("refusal"),
    "instalment_paid": pay_instalment,
    "balance_paid": pay_balance,
    "project_stopped": release_money,
    "withdrawn": release_money,
    "award_published": note_publication,
}
