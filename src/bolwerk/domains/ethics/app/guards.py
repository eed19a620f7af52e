"""What must be true before the ESAC's case moves. Each guard gives None, or the reason why not."""

from __future__ import annotations

from bolwerk.kernel import Text, local_day
from bolwerk.office.advice import bench, selectors
from bolwerk.office.advice.models import AdviceRequest
from bolwerk.office.advice.tally import Result
from bolwerk.office.cases.registry import Guard, GuardContext

_NOT_INVITED = Text("De leden zijn nog niet uitgenodigd.", "The members were not invited yet.")


def request_of(context: GuardContext) -> AdviceRequest | None:
    return AdviceRequest.objects.filter(case=context.case).order_by("-asked_at").first()


def composition_valid(context: GuardContext) -> Text | None:
    """Every member declared; those who may take part are enough, and bring every expertise."""
    request = request_of(context)
    if request is None:
        return _NOT_INVITED
    day = local_day(context.at)
    silent = [row.seat.user for row in selectors.standings(request, day) if row.next == "declare"]
    if silent:
        names = ", ".join(str(user) for user in silent)
        return Text(f"Nog geen belangenverklaring van: {names}.", f"No declaration of interests yet from: {names}.")
    members, _ = bench.table(request, day)
    able = [member for member in members if not member.recused]
    rules = request.tally_rules
    whole = len(members) if rules.recused_count else len(able)
    if len(able) < rules.quorum_at_least or not rules.quorum.reached(len(able), whole):
        return Text(
            f"Er zijn maar {len(able)} leden zonder belang: te weinig voor het quorum.",
            f"Only {len(able)} members have no interest: too few for the quorum.",
        )
    missing = [a.label for a in rules.areas if sum(a.id in m.expertise for m in able) < a.minimum]
    if missing:
        return Text(
            f"Deze deskundigheid ontbreekt: {', '.join(label.nl for label in missing)}.",
            f"This expertise is missing: {', '.join(label.en for label in missing)}.",
        )
    return None


def scores_complete(context: GuardContext) -> Text | None:
    request = request_of(context)
    if request is None:
        return _NOT_INVITED
    day = local_day(context.at)
    acting = {seat.pk for seat in bench.acting_seats(request, day).values()}
    late = [row.seat.user for row in selectors.standings(request, day) if row.seat.pk in acting and row.next == "score"]
    if late:
        names = ", ".join(str(user) for user in late)
        return Text(f"Nog niet alle aspecten gescoord door: {names}.", f"Not all aspects scored yet by: {names}.")
    return None


def vote_supports(context: GuardContext) -> Text | None:
    request = request_of(context)
    if request is None:
        return _NOT_INVITED
    outcome = selectors.outcome_of(request, local_day(context.at))
    if outcome.result is not Result.NONE:
        return None
    why = outcome.why[-1].text if outcome.why else Result.NONE.label
    return Text(f"De stemming geeft nog geen geldig advies. {why.nl}", f"The vote gives no valid advice yet. {why.en}")


GUARDS: dict[str, Guard] = {
    "composition_valid": composition_valid,
    "scores_complete": scores_complete,
    "vote_supports": vote_supports,
}
