"""What the house itself granted an applicant, as facts for the rules: nobody is asked what the register knows.

Only what is held is told. That nothing is found proves nothing: what was granted before this register began is not in it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from bolwerk.engines.rules import Value
from bolwerk.kernel import BRUSSELS
from bolwerk.office.cases.models import Case

if TYPE_CHECKING:
    from bolwerk.office.registers.models import Organisation

_HELD = ("held", "reviewing", "deciding_review")
"""The steps in which a prior authorisation is in use, also while it is reviewed."""


def held(organisation: Organisation, on: date) -> Mapping[str, Value]:
    """`authorisation.held` where a prior authorisation was issued by that day and has not ended."""
    after = datetime.combine(on + timedelta(days=1), time.min, BRUSSELS)
    cases = Case.objects.filter(
        procedure="export.authorisation",
        organisation=organisation,
        status=Case.Status.OPEN,
        events__kind="authorisation_issued",
        events__at__lt=after,
    )
    running = any(set(_HELD) & set(case.steps.split(",")) for case in cases.distinct())
    return {"authorisation.held": True} if running else {}
