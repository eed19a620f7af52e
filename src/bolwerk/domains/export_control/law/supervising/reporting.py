"""A report of the Government under article 50: drawn up by one, published by another, kept; a correction is a report anew."""

from __future__ import annotations

from datetime import date

from bolwerk.engines.procedures import Move, Procedure, Step
from bolwerk.kernel import Citation, Period, Text

__all__ = ["ART_50", "KINDS", "REPORTING"]

ART_50 = Citation("Wapenhandeldecreet", "art. 50")

KINDS: dict[str, tuple[int, Text]] = {
    "month": (1, Text("maandelijkse lijst", "monthly list")),
    "half_year": (6, Text("halfjaarlijks verslag", "six-monthly report")),
    "year": (12, Text("jaarverslag", "annual report")),
}
"""Each kind of report: how many months it is about, and what it is called."""

REPORTING = Procedure(
    id="export.report",
    version="2017-1",
    label=Text("Verslag over vergunningen en weigeringen", "Report on licences and refusals"),
    steps=(
        Step("drawn_up", Text("Opgemaakt: nakijken en publiceren", "Drawn up: check and publish"), "approver"),
        Step("closed_published", Text("Gepubliceerd", "Published")),
        Step("closed_dropped", Text("Vervallen", "Dropped")),
    ),
    moves=(
        Move(
            "report_published",
            Text("Publiceren", "Publish"),
            ("drawn_up",),
            ("closed_published",),
            ("approver", "coordinator"),
            guard="may_publish",
            citations=(ART_50,),
        ),
        Move(
            "report_dropped",
            Text("Laten vervallen", "Drop"),
            ("drawn_up",),
            ("closed_dropped",),
            ("handler", "approver", "coordinator"),
            needs_reason=True,
        ),
    ),
    notes=(),
    terms=(),
    start="drawn_up",
    ends=("closed_published", "closed_dropped"),
    valid=Period(date(2017, 8, 13), None),
)
