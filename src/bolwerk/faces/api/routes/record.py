"""What was decided and what was screened, to read, for those who may."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query, Router

from bolwerk.faces.api import counting
from bolwerk.faces.api.access import RECORD, caller_of
from bolwerk.faces.api.routes.match import REFUSALS
from bolwerk.faces.api.shapes import Decisions, Detail, Receipt
from bolwerk.office.identity import policies
from bolwerk.office.screening import selectors
from bolwerk.office.screening.models import Alert, Decision

router = Router(tags=["record"], auth=RECORD)


@router.get("/decisions", response={200: Decisions, REFUSALS: Detail}, summary="Decisions on alerts, oldest first")
def decisions(
    request: HttpRequest,
    after: Annotated[int, Query(ge=0, lt=2**62)] = 0,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
) -> dict[str, Any]:
    """Those that come after a number of the record; references and digests, no name and no reason."""
    caller = caller_of(request)
    counting.count(caller.token, "decisions", 0)
    seen = policies.visible(caller.user, Alert.objects.all(), "screening.view").order_by()
    rows = Decision.objects.filter(alert__in=seen.values("pk"), journal_seq__gt=after).select_related("alert__subject")
    found = list(rows.order_by("journal_seq")[: limit + 1])
    return {
        "results": [_told(one) for one in found[:limit]],
        "next": found[limit - 1].journal_seq if len(found) > limit else None,
    }


def _told(one: Decision) -> dict[str, Any]:
    alert = one.alert
    return {
        "number": one.journal_seq,
        "at": one.at,
        "kind": one.kind,
        "stage": one.stage,
        "expires_on": one.expires_on.isoformat() if one.expires_on else None,
        "alert": str(alert.pk),
        "subject": alert.subject.ref,
        "dataset": alert.dataset,
        "entity": alert.entity_id,
        "subject_digest": alert.subject_digest,
        "entry_digest": alert.entry_digest,
        "score": alert.score,
    }


@router.get("/runs/{run}/receipt", response={200: Receipt, REFUSALS: Detail}, summary="The receipt of a run")
def receipt(request: HttpRequest, run: str) -> dict[str, Any]:
    """By the number of the run in the record, or the first characters of its digest."""
    caller = caller_of(request)
    counting.count(caller.token, "receipt", 0)
    found = selectors.run(run)
    policies.require(caller.user, "screening.view", found)
    return {"run": found.journal_seq, "digest": found.digest, "receipt": found.receipt}
