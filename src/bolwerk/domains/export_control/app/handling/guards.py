"""What must be true before a step in the handling of an application; each says why not, all reasons at once."""

from __future__ import annotations

from collections.abc import Iterable

from bolwerk.domains.export_control.app.applying.models import Application
from bolwerk.domains.export_control.app.handling import consulting, deciding, denials, embargoed, lanes, screening, sheets
from bolwerk.domains.export_control.app.handling.models import Consultation, Lane
from bolwerk.domains.export_control.app.handling.subject import application_of, current_lane
from bolwerk.domains.export_control.law.service import BODIES
from bolwerk.kernel import Text, local_day, write_date
from bolwerk.office.cases.registry import Guard, GuardContext


def _all(reasons: Iterable[Text]) -> Text | None:
    """One text of all reasons; None when there are none."""
    found = list(dict.fromkeys(reasons))
    if not found:
        return None
    return Text(" ".join(one.nl for one in found), " ".join(one.en for one in found))


def application_complete(context: GuardContext) -> Text | None:
    application = application_of(context.case)
    reasons = []
    if application.state == Application.State.COMPLETING:
        reasons.append(Text("De aanvrager vult de aanvraag nog aan.", "The applicant is still completing the application."))
    if current_lane(context.case) is None:
        reasons.append(Text("Het spoor is nog niet bepaald.", "The lane is not settled yet."))
    return _all(reasons)


def ready_to_grant(context: GuardContext) -> Text | None:
    """Embargoes, screening, sheet, denials and advice; told together, so that a handler sees all that is left to do."""
    case = context.case
    barred = embargoed.reasons(case, local_day(context.at))
    return _all((*barred, *screening.blocks(case), *_sheet(context), *denials.blocks(case), *_advice(case)))


def _sheet(context: GuardContext) -> Iterable[Text]:
    case = context.case
    standing = sheets.standing(case)
    if standing is None:
        return [Text("Welke criteria gelden, is nog niet te zeggen.", "It cannot be told yet which criteria apply.")]
    if standing.missing and not standing.must_refuse:
        told = Text("De beoordeling is onvolledig: nog {n}.", "The assessment is incomplete: {n} to go.")
        return [told.format(n=len(standing.missing))]
    if standing.must_refuse:
        return [Text("De beoordeling verplicht tot weigeren.", "The assessment obliges to refuse.")]
    if case.procedure in ("export.authorisation", "export.certificate") and standing.may_refuse:
        return [Text("Het programma is niet volledig.", "The programme is not complete.")]
    last, begun = sheets.latest(case), case.events.filter(kind="review_begun").order_by("-seq").first()
    if begun and last and last.at < begun.at:
        return [Text("Voor deze herbeoordeling is nog niets vastgelegd.", "Nothing was recorded for this review yet.")]
    return []


def _advice(case: object) -> Iterable[Text]:
    waiting = consulting.waiting(case)  # type: ignore[arg-type]
    reasons = [Text("Nog geen advies van: {name}.", "No advice yet from: {name}.").format(name=one.name) for one in waiting]
    if getattr(case, "procedure", "") == "export.authorisation":
        asked = {one.consultation.body for one in consulting.of_case(case)}  # type: ignore[arg-type]
        lacking = [BODIES[body].label for body in consulting.MORALITY if body not in asked]
        reasons += [Text("Vraag nog advies aan: {name}.", "Still ask advice of: {name}.").format(name=name) for name in lacking]
    return reasons


def may_grant(context: GuardContext) -> Text | None:
    refused = deciding.not_independent(context.case, context.actor)
    return refused or ready_to_grant(context)


def may_issue(context: GuardContext) -> Text | None:
    return _all((*embargoed.reasons(context.case, local_day(context.at)), *screening.blocks(context.case)))


def independent(context: GuardContext) -> Text | None:
    return deciding.not_independent(context.case, context.actor)


def ready_to_refuse(context: GuardContext) -> Text | None:
    """A ground there must be: the sheet, a party found on a list, or a prohibited destination."""
    case = context.case
    standing = sheets.standing(case)
    if (standing is not None and standing.may_refuse) or screening.true_hits(case):
        return None
    if embargoed.reasons(case, local_day(context.at)):
        return None
    if current_lane(case) == Lane.REFUSAL_REVIEW and lanes.proposed(case).lane == Lane.REFUSAL_REVIEW:
        return None
    return Text(
        "Er is nog geen grond om te weigeren: leg ze vast in de beoordeling.",
        "There is no ground to refuse yet: record it in the assessment.",
    )


def may_refuse(context: GuardContext) -> Text | None:
    return deciding.not_independent(context.case, context.actor) or ready_to_refuse(context)


def ready_to_answer(context: GuardContext) -> Text | None:
    return _all(_advice(context.case))


def may_advise(context: GuardContext) -> Text | None:
    found = Consultation.objects.select_related("origin").filter(case=context.case).first()
    return consulting.may_answer(found, context.actor) if found and context.actor else None


def _over(term: str, told: Text) -> Guard:
    """That a term has run out: it may be gone on without whoever it was for."""

    def check(context: GuardContext) -> Text | None:
        due = context.state.term(term).due
        if due and local_day(context.at) > due:
            return None
        day = Text(write_date(due, "nl"), write_date(due, "en")) if due else Text("onbekend", "unknown")
        return told.format(day=day)

    return check


GUARDS: dict[str, Guard] = {
    "application_complete": application_complete,
    "completion_term_over": _over(
        "completion", Text("De aanvrager heeft tijd tot en met {day}.", "The applicant has time until {day}.")
    ),
    "independent": independent,
    "ready_to_grant": ready_to_grant,
    "may_grant": may_grant,
    "may_issue": may_issue,
    "ready_to_refuse": ready_to_refuse,
    "may_refuse": may_refuse,
    "ready_to_answer": ready_to_answer,
    "may_advise": may_advise,
    "hearing_term_over": _over(
        "hearing", Text("De aanvrager kan reageren tot en met {day}.", "The applicant can react until {day}.")
    ),
    "appeal_term_over": _over("appeal", Text("Beroep kan nog tot en met {day}.", "An appeal is possible until {day}.")),
    "answer_term_over": _over(
        "answer", Text("De adviesgever heeft tijd tot en met {day}.", "The adviser has time until {day}.")
    ),
}
