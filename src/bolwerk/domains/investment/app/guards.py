"""What must be true before the case of an application moves. Each guard gives None, or the reason why not."""

from __future__ import annotations

from bolwerk.domains.investment.app import facts as knowledge
from bolwerk.domains.investment.app import money
from bolwerk.domains.investment.app.book import decide
from bolwerk.domains.investment.app.form import COMMITTEE
from bolwerk.domains.investment.app.pricing import price
from bolwerk.engines.rules import Answer
from bolwerk.kernel import BolwerkError, Text, local_day
from bolwerk.office.advice import referral
from bolwerk.office.advice.tally import Result
from bolwerk.office.calls import selectors
from bolwerk.office.calls.models import Application
from bolwerk.office.calls.services.rankings import require_place
from bolwerk.office.cases.models import Case
from bolwerk.office.cases.registry import Guard, GuardContext
from bolwerk.office.ledger.models import Envelope

_NO_APPLICATION = Text("Bij dit dossier hoort geen aanvraag.", "This case has no application.")


def _application(context: GuardContext) -> Application | None:
    return selectors.application_of_case(context.case)


def application_complete(context: GuardContext) -> Text | None:
    """The law of aid finds it admissible, and no more is asked than the rates allow."""
    application = _application(context)
    if application is None:
        return _NO_APPLICATION
    on = local_day(application.submission.submitted_at)
    facts = knowledge.values(knowledge.known_of(application, on))
    answer = decide("aid.admissible", facts, on)
    if why := _not(answer, {"admissible"}):
        return why
    most = price(application, on).most
    if most is None:
        return Text("Het steunpercentage staat nog niet vast.", "The aid rate is not settled yet.")
    if application.requested and application.requested > most:
        return Text(
            f"Er is {application.requested.in_('nl')} gevraagd; de regels laten hoogstens {most.in_('nl')} toe.",
            f"{application.requested.in_('en')} was asked; the rules allow at most {most.in_('en')}.",
        )
    return None


def _triage(context: GuardContext) -> Answer | None:
    application = _application(context)
    if application is None:
        return None
    facts = knowledge.values(knowledge.known_of(application, local_day(context.at)))
    return referral.get(COMMITTEE).triage(facts, local_day(context.at))


def _triaged(*outcomes: object) -> Guard:
    def guard(context: GuardContext) -> Text | None:
        answer = _triage(context)
        return _NO_APPLICATION if answer is None else _not(answer, set(outcomes))

    return guard


def _not(answer: Answer, wanted: set[object]) -> Text | None:
    """None when the answer is one of `wanted`; else what it is, or which facts would decide."""
    if answer.value is not None and answer.value in wanted:
        return None
    if answer.value is None:
        return Text(f"Dat staat nog niet vast. {answer.text('nl')}", f"That is not settled yet. {answer.text('en')}")
    return Text(answer.text("nl"), answer.text("en"))


def _result(context: GuardContext) -> Result | None:
    found = referral.get(COMMITTEE).referred(context.case)
    return found.result if found else None


_FREE = {Result.POSITIVE, Result.CONDITIONAL}
_WAITING = Text("Het ESAC heeft zijn advies nog niet meegedeeld.", "The ESAC has not notified its advice yet.")


def advice_frees(context: GuardContext) -> Text | None:
    result = _result(context)
    if result is None:
        return _WAITING
    return None if result in _FREE else Text("Het bindende advies is ongunstig.", "The binding advice is negative.")


def advice_blocks(context: GuardContext) -> Text | None:
    result = _result(context)
    if result is None:
        return _WAITING
    return None if result is Result.NEGATIVE else Text("Het advies is niet ongunstig.", "The advice is not negative.")


def advice_can_be_asked_again(context: GuardContext) -> Text | None:
    """Only when the committee's case ended without an advice."""
    found = referral.get(COMMITTEE).referred(context.case)
    if found and found.case.status == Case.Status.CLOSED and found.result is None:
        return None
    return Text("Het ESAC behandelt de vraag nog.", "The ESAC still handles the request.")


def ethics_clear(context: GuardContext) -> Text | None:
    """Nothing was asked, or what was asked came out free."""
    found = referral.get(COMMITTEE).referred(context.case)
    return None if found is None else advice_frees(context)


def reviews_complete(context: GuardContext) -> Text | None:
    application = _application(context)
    if application is None:
        return _NO_APPLICATION
    missing = selectors.reviews_missing(application)
    return None if not missing else Text(f"Er ontbreken nog {missing} beoordelingen.", f"{missing} reviews are still missing.")


def envelope_has_room(context: GuardContext) -> Text | None:
    """The list in force grants it, and the envelope still holds it."""
    application = _application(context)
    if application is None:
        return _NO_APPLICATION
    try:
        _, position = require_place(application)
    except BolwerkError as error:
        return error.what
    if application.call.envelope_id is None:
        return Text("De oproep heeft geen enveloppe.", "The call has no envelope.")
    room = Envelope.objects.get(pk=application.call.envelope_id).room
    if position.granted > room:
        return Text(
            f"Er is nog {room.in_('nl')} in de enveloppe; {position.granted.in_('nl')} is nodig.",
            f"The envelope has {room.in_('en')} left; {position.granted.in_('en')} is needed.",
        )
    return None


def no_recovery_order(context: GuardContext) -> Text | None:
    """No payment while an order to pay aid back is open; not knowing is not the same as no."""
    application = _application(context)
    if application is None:
        return _NO_APPLICATION
    on = local_day(context.at)
    answer = decide("aid.recovery_order", knowledge.values(knowledge.known_of(application, on)), on)
    return _not(answer, {False})


def may_close(context: GuardContext) -> Text | None:
    """Once the case is closed nothing can be noted in it any more: so what must be published is published first."""
    done = {"award_published", "publication_found_unneeded"}
    award = money.award_of(context.case)
    if award and not context.case.events.filter(kind__in=done).exists():
        on = local_day(award.awarded_at)
        answer = decide("aid.transparency", {"aid.amount": award.amount}, on)
        if answer.value is not False:
            return Text(
                "De toekenning is nog niet gepubliceerd. Publiceer ze eerst.",
                "The award was not published yet. Publish it first.",
            )
    return no_recovery_order(context)


def instalment_left(context: GuardContext) -> Text | None:
    if money.next_instalment(context.case) is None:
        return Text(
            "Alle schijven zijn gevraagd; het saldo volgt na het eindverslag.",
            "All instalments were claimed; the balance follows the final report.",
        )
    return None


def objection_term_over(context: GuardContext) -> Text | None:
    term = context.state.term("objection")
    if term.due and local_day(context.at) <= term.due:
        return Text(f"Bezwaar kan nog tot en met {term.due}.", f"An objection is possible until {term.due}.")
    return None


GUARDS: dict[str, Guard] = {
    "application_complete": application_complete,
    "triage_no_advice": _triaged("no_advice_needed", "already_controlled"),
    "triage_committee": _triaged("committee"),
    "triage_excluded": _triaged("excluded"),
    "advice_frees": advice_frees,
    "advice_blocks": advice_blocks,
    "advice_can_be_asked_again": advice_can_be_asked_again,
    "ethics_clear": ethics_clear,
    "reviews_complete": reviews_complete,
    "envelope_has_room": envelope_has_room,
    "no_recovery_order": no_recovery_order,
    "may_close": may_close,
    "instalment_left": instalment_left,
    "objection_term_over": objection_term_over,
}
