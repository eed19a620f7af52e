"""Whether the totals of the ledger follow from its entries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from bolwerk.kernel import Text
from bolwerk.office.ledger.models import Entry, Envelope, Kind, Obligation
from bolwerk.office.log import Finding

_SIGN = {
    Kind.APPROPRIATION: ("appropriated", 1),
    Kind.COMMITMENT: ("committed", 1),
    Kind.RELEASE: ("committed", -1),
    Kind.PAYMENT: ("paid", 1),
    Kind.RECOVERY: ("recovered", 1),
}
_TOTALS = Text("De totalen volgen niet uit de boekingen.", "The totals do not follow from the entries.")
_CODE = Text("De boekingen horen bij een andere code.", "The entries belong to another code.")


def findings() -> Iterator[Finding]:
    """Each envelope and obligation whose totals, code or case do not follow from its entries."""
    for _ in (1, 2):  # A second look: somebody may have been writing during the first.
        found = list(_compare())
        if not found:
            return
    yield from found


def _compare() -> Iterator[Finding]:
    envelopes: dict[object, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    obligations: dict[object, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    codes: dict[object, set[object]] = defaultdict(set)
    promised: dict[object, set[object]] = defaultdict(set)
    columns = ("kind", "amount", "envelope_id", "obligation_id", "case_id", "payload")
    for kind, amount, envelope, obligation, case, payload in (
        Entry.objects.order_by("journal_seq").values_list(*columns).iterator(5_000)
    ):
        total, sign = _SIGN[Kind(kind)]
        envelopes[envelope][total] += sign * amount
        codes[envelope].add(payload.get("envelope"))
        if obligation is not None:
            obligations[obligation][total] += sign * amount
            promised[obligation].add((payload.get("obligation"), envelope, case))
    for one in Envelope.objects.order_by("pk"):
        if any(getattr(one, name) != envelopes[one.pk][name] for name in ("appropriated", "committed", "paid", "recovered")):
            yield Finding("totals", "ledger", one.code, 0, _TOTALS)
        if codes[one.pk] - {one.code}:
            yield Finding("code", "ledger", one.code, 0, _CODE)
    for due in Obligation.objects.order_by("pk"):
        if any(getattr(due, name) != obligations[due.pk][name] for name in ("committed", "paid", "recovered")):
            yield Finding("totals", "ledger", due.reference, 0, _TOTALS)
        if promised[due.pk] != {(due.reference, due.envelope_id, due.case_id)}:
            yield Finding("code", "ledger", due.reference, 0, _CODE)
