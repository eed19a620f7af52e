"""Whether the totals of the licences follow from what was written off, and their states from their cases."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from bolwerk.domains.export_control.app.licences.life import state_of
from bolwerk.domains.export_control.app.licences.models import Licence, LicenceLine, WriteOff
from bolwerk.kernel import Text
from bolwerk.office.log import Finding

_TOTALS = Text("Wat gebruikt is, volgt niet uit de afschrijvingen.", "What was used does not follow from the write-offs.")
_STATE = Text(
    "De stand van de vergunning volgt niet uit haar dossier.", "The state of the licence does not follow from its case."
)


def findings() -> Iterator[Finding]:
    """Each line and licence that does not fit its records."""
    for _ in (1, 2):  # A second look: somebody may have been writing during the first.
        found = list(_compare())
        if not found:
            return
    yield from found


def _compare() -> Iterator[Finding]:
    sums: dict[object, tuple[int, int]] = defaultdict(lambda: (0, 0))
    columns = ("line_id", "kind", "quantity_e4", "cents")
    for line, kind, amount, cents in WriteOff.objects.order_by("journal_seq").values_list(*columns).iterator(5_000):
        sign = 1 if kind == WriteOff.WRITE_OFF else -1
        sums[line] = (sums[line][0] + sign * amount, sums[line][1] + sign * cents)
    for one in LicenceLine.objects.select_related("licence__case").order_by("pk").iterator(1_000):
        if (one.used_e4, one.used_cents) != sums[one.pk]:
            yield Finding("totals", "licences", one.licence.reference, one.number, _TOTALS)
    for licence in Licence.objects.select_related("case").order_by("pk").iterator(1_000):
        if licence.state != state_of(licence.case):
            yield Finding("state", "licences", licence.reference, 0, _STATE)
