"""The kit of the defence call: form, scoring scheme, ranking rule, and how the case of an application is opened."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bolwerk.domains.investment.app.form import form
from bolwerk.domains.investment.law.procedure import DEVELOPMENT, RESEARCH
from bolwerk.kernel import Citation, Standing, Text
from bolwerk.office.calls.costs import Category
from bolwerk.office.calls.kits import CallKit
from bolwerk.office.calls.ranking import OrderStep, RankingRule
from bolwerk.office.calls.scoring import Axis, Criterion, Scheme
from bolwerk.office.cases import services

if TYPE_CHECKING:
    from bolwerk.office.calls.models import Application
    from bolwerk.office.cases.models import Case
    from bolwerk.office.identity.models import User

_RESEARCH = {Category.FUNDAMENTAL.value, Category.INDUSTRIAL.value}
_RANKING = RankingRule(
    (
        OrderStep("score", Text("de totale score", "the total score")),
        OrderStep("axis:impact", Text("de score op impact", "the score on impact")),
        OrderStep("axis:quality", Text("de score op kwaliteit", "the score on quality")),
        OrderStep("submitted", Text("wie eerst indiende", "who submitted first"), highest_first=False),
    )
)


def open_case(application: Application, snapshot: Mapping[str, object], *, actor: User, key: str, at: datetime) -> Case:
    """A development or a research procedure, by the category that bears most of the costs."""
    procedure = RESEARCH if _predominant(snapshot) in _RESEARCH else DEVELOPMENT
    return services.open_case(
        procedure.id,
        actor=actor,
        organisation=application.applicant,
        subject=application.title,
        payload={
            "measure": application.call.measure,
            "application": str(application.pk),
            "call": application.call.code,
            "requested_cents": application.requested_cents,
        },
        key=key,
        at=at,
        language=application.language,
    )


def _predominant(snapshot: Mapping[str, Any]) -> str:
    sums: dict[str, int] = {}
    for line in snapshot["costs"]:
        sums[line["category"]] = sums.get(line["category"], 0) + line["cents"]
    return max(sums, key=lambda category: (sums[category], category), default="")


def _scheme() -> Scheme:
    raw = tomllib.loads((Path(__file__).parents[1] / "law" / "scoring.toml").read_text(encoding="utf-8"))
    citation = Citation.read(raw["source"], Standing(raw["standing"]))
    return Scheme(
        id=raw["id"],
        version=raw["version"],
        label=Text.read(raw["label"]),
        axes=tuple(Axis(a["id"], Text.read(a["label"]), a["minimum"]) for a in raw["axis"]),
        criteria=tuple(
            Criterion(c["id"], c["axis"], Text.read(c["label"]), Text.read(c["help"]) if "help" in c else None)
            for c in raw["criterion"]
        ),
        total_minimum=raw["total_minimum"],
        citations=(citation,),
    )


KITS = (CallKit(id="defence", form=form(), scheme=_scheme(), ranking=_RANKING, open_case=open_case, topics_field="topics"),)
