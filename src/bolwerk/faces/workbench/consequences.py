"""What a move will do, told before it is made: where the case goes, which clocks turn, what letter leaves, what money moves."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from bolwerk.domains.investment import live as investment
from bolwerk.engines.procedures import CaseState, Event, Move, Procedure, Shift, what_if
from bolwerk.kernel import Calendar, Money, Text, write_date
from bolwerk.office.cases import registry
from bolwerk.office.cases.models import Case
from bolwerk.office.identity.models import Role

_CALENDAR = Calendar()


def told(case: Case, state: CaseState, move: Move, at: datetime) -> tuple[Text, ...]:
    """In the order in which a person wants to know it."""
    found = registry.of(case)
    shifts = what_if(found.procedure, state, [Event(move.id, at)], _CALENDAR)
    lines = [*_where_to(found.procedure, state, move), *(text for shift in shifts if (text := _clock(shift)))]
    if move.id in EFFECTS:
        lines.append(EFFECTS[move.id](case))
    elif move.id in found.effects:
        lines.append(Text("Dit zet ook iets anders in gang.", "This also sets something else in motion."))
    lines.append(
        Text(
            "De stap komt met uw naam in het dossier en kan niet gewist worden.",
            "The move stands in the case with your name and cannot be erased.",
        )
    )
    return tuple(lines)


def role_text(role: str) -> Text:
    return Role(role).text if role in Role.values else Text.same(role)


def _where_to(procedure: Procedure, state: CaseState, move: Move) -> tuple[Text, ...]:
    lines = []
    for name in move.gives:
        step = procedure.step_of[name]
        if name in procedure.ends:
            lines.append(Text(f"Het dossier wordt gesloten: {step.label.nl}.", f"The case is closed: {step.label.en}."))
        else:
            who = role_text(step.role)
            lines.append(
                Text(
                    f"Het dossier wacht daarna bij '{step.label.nl}' ({who.nl.lower()}).",
                    f"The case then waits at '{step.label.en}' ({who.en.lower()}).",
                )
            )
    stay = [waiting.step.label for waiting in state.open if waiting.step.id not in move.takes]
    if stay and not move.cancels:
        lines.append(
            Text("Dit loopt door: {steps}.", "This goes on: {steps}.").format(
                steps=Text(", ".join(s.nl for s in stay), ", ".join(s.en for s in stay))
            )
        )
    return tuple(lines)


def _clock(shift: Shift) -> Text | None:
    before, after, label = shift.before, shift.after, shift.term.label
    if after.pending and (not before.pending or after.run > before.run) and after.due:
        return Text(
            f"Termijn '{label.nl}' begint: ten laatste op {write_date(after.due, 'nl')}.",
            f"Term '{label.en}' starts: by {write_date(after.due, 'en')} at the latest.",
        )
    if before.pending and not after.pending:
        return Text(f"Termijn '{label.nl}' stopt.", f"Term '{label.en}' stops.")
    if after.suspended_since and not before.suspended_since:
        return Text(
            f"De klok van '{label.nl}' staat stil zolang het antwoord uitblijft.",
            f"The clock of '{label.en}' stands still until the answer comes.",
        )
    if before.suspended_since and not after.suspended_since and after.due:
        return Text(
            f"De klok van '{label.nl}' loopt weer: ten laatste op {write_date(after.due, 'nl')}.",
            f"The clock of '{label.en}' runs again: by {write_date(after.due, 'en')} at the latest.",
        )
    return None


def _letter(nl: str, en: str) -> Callable[[Case], Text]:
    return lambda case: Text(f"Er vertrekt een brief naar de aanvrager: {nl}.", f"A letter goes out to the applicant: {en}.")


def _fixed(nl: str, en: str) -> Callable[[Case], Text]:
    return lambda case: Text(nl, en)


def _award(case: Case) -> Text:
    proposed = case.events.filter(kind="award_proposed").order_by("-seq").values_list("payload", flat=True).first() or {}
    cents = proposed.get("amount_cents")
    amount = Money(cents).as_text() if isinstance(cents, int) else Text("het voorgestelde bedrag", "the proposed amount")
    return Text(
        "{amount} wordt vastgelegd op de enveloppe van de oproep.", "{amount} is committed on the envelope of the call."
    ).format(amount=amount)


def _instalment(case: Case) -> Text:
    coming = investment.next_instalment(case)
    if coming is None:
        return Text("Er is geen schijf meer te betalen.", "There is no instalment left to pay.")
    return Text(
        "{amount} wordt betaald: {part}. Er vertrekt een brief.", "{amount} is paid: {part}. A letter goes out."
    ).format(amount=coming[1].as_text(), part=coming[0].label)


def _balance(case: Case) -> Text:
    obligation = investment.obligation_of(case)
    left = obligation.left.as_text() if obligation else Text("niets", "nothing")
    return Text(
        "Het saldo wordt betaald: {amount}. Er vertrekt een brief.", "The balance is paid: {amount}. A letter goes out."
    ).format(amount=left)


def _release(case: Case) -> Text:
    obligation = investment.obligation_of(case)
    if obligation is None or not obligation.left:
        return Text("Er beweegt geen geld.", "No money moves.")
    return Text("{amount} keert terug naar de enveloppe.", "{amount} goes back to the envelope.").format(
        amount=obligation.left.as_text()
    )


def _withdrawal(case: Case) -> Text:
    return (
        _release(case)
        if not case.procedure.startswith("export.")
        else Text("De aanvraag staat daarna als ingetrokken.", "The application then stands as withdrawn.")
    )


_AGAIN = _fixed(
    "Het spoor wordt opnieuw bepaald en elke partij opnieuw gescreend.",
    "The lane is determined again and every party screened again.",
)
_ADVISED = _fixed(
    "Het dossier dat het advies vroeg, wordt ingelicht; stond zijn klok hiervoor stil, dan loopt ze weer.",
    "The case that asked the advice is told; if its clock stood for this, it runs again.",
)
_HELD = _fixed(
    "Niemand kan nog afschrijven op de vergunning tot de maatregel eindigt. De brief staat op haar pagina.",
    "Nobody can write off on the licence until the measure ends. The letter is on its page.",
)
_FREE = _fixed("Er kan weer op de vergunning afgeschreven worden.", "The licence can be written off again.")
_OVER = _fixed(
    "Op de vergunning kan niets meer afgeschreven worden; wat de houder moet melden, blijft.",
    "Nothing more can be written off on the licence; what its holder must report stays.",
)
_LICENCES: dict[str, Callable[[Case], Text]] = {
    "suspended": _HELD,
    "suspended_further": _HELD,
    "suspended_urgently": _HELD,
    "suspended_urgently_further": _HELD,
    "embargoed": _HELD,
    "embargoed_further": _HELD,
    "resumed": _FREE,
    "reopened": _FREE,
    "prolonged": _FREE,
    "exhausted": _OVER,
    "expired": _OVER,
    "expired_suspended": _OVER,
    "returned": _OVER,
    "settled": _OVER,
    "renewed": _fixed(
        "De vergunningen blijven geschorst tot het nieuwe einde.", "The licences stay suspended until the new end."
    ),
    "lifted": _fixed("De geschorste vergunningen gelden weer.", "The suspended licences hold again."),
    "ended": _fixed("De geschorste vergunningen gelden weer.", "The suspended licences hold again."),
    "change_granted": _fixed(
        "De vergunning krijgt een nieuwe versie, of er komt een nieuwe, of ze is teruggegeven.",
        "The licence gets a new version, or a new one is issued, or it is returned.",
    ),
    "registration_accepted": _fixed(
        "De aanvrager mag de algemene vergunning gebruiken.", "The applicant may use the general licence."
    ),
    "registration_refused": _fixed(
        "De aanvrager mag de algemene vergunning niet gebruiken.", "The applicant may not use the general licence."
    ),
    "registration_ended": _fixed(
        "De algemene vergunning mag niet meer gebruikt worden.", "The general licence may be used no longer."
    ),
}

EFFECTS: dict[str, Callable[[Case], Text]] = {
    **_LICENCES,
    "suspension_begun": _fixed(
        "Op elke flexibele vergunning wordt de houder uitgenodigd om gehoord te worden. De schorsing zelf volgt daar.",
        "On each flexible licence the holder is invited to be heard. The suspension itself follows there.",
    ),
    "completion_received": _AGAIN,
    "information_received": _AGAIN,
    "information_requested": _letter("wat wij nog willen weten en tegen wanneer", "what we still want to know and by when"),
    "closure_decided": _letter("wij sluiten de aanvraag af, met de reden", "we close the application, with the reason"),
    "refusal_intended": _letter(
        "het voornemen om te weigeren en het recht om gehoord te worden", "the intention to refuse and the right to be heard"
    ),
    "licence_issued": _fixed(
        "De vergunning komt in het register en begint te leven. Ze vertrekt met een brief naar de aanvrager.",
        "The licence comes into the register and begins its life. It goes out to the applicant with a letter.",
    ),
    "authorisation_issued": _letter("de voorafgaande machtiging", "the prior authorisation"),
    "review_confirmed": _letter("de machtiging blijft gelden", "the authorisation goes on to hold"),
    "certificate_issued": _letter("het certificaat", "the certificate"),
    "opinion_notified": _letter("ons antwoord", "our answer"),
    "consultation_answered": _ADVISED,
    "consultation_withdrawn": _ADVISED,
    "closed_without_answer": _ADVISED,
    "completion_requested": _letter("wat er ontbreekt en tegen wanneer", "what is missing and by when"),
    "declared_admissible": _letter("de aanvraag is ontvankelijk", "the application is admissible"),
    "esac_advice_requested": _fixed("Er gaat een adviesdossier open bij het ESAC.", "An advice case opens at the ESAC."),
    "esac_advice_requested_again": _fixed("Er gaat een adviesdossier open bij het ESAC.", "An advice case opens at the ESAC."),
    "award_decided": _award,
    "award_notified": _letter("de toekenning", "the award"),
    "refusal_notified": _letter("de weigering en hoe bezwaar kan", "the refusal and how to object"),
    "instalment_paid": _instalment,
    "balance_paid": _balance,
    "project_stopped": _release,
    "withdrawn": _withdrawal,
    "members_invited": _fixed("De vraag gaat naar alle leden van vandaag.", "The question goes to all members of today."),
    "request_withdrawn": _fixed(
        "Niemand verklaart, scoort of stemt nog; wat gezegd is, blijft te lezen.",
        "Nobody declares, scores or votes any more; what was said stays to be read.",
    ),
    "advice_notified": _fixed(
        "Het dossier dat het advies vroeg, wordt vrijgemaakt of geblokkeerd.",
        "The case that asked the advice is freed or blocked.",
    ),
}
"""What a domain does with a move, in words. A test holds that every effect of a move that runs here has its words."""
