"""What reads. Nothing here writes."""

from bolwerk.office.calls.selectors.calls import application_of_case, applications_of, call_counts, calls_at, interested
from bolwerk.office.calls.selectors.drafts import Costs, SectionView, costs, findings, form_view, register_values, snapshot_of
from bolwerk.office.calls.selectors.publication import PublicationRow, as_360giving, as_csv, publications
from bolwerk.office.calls.selectors.rankings import (
    approved_ranking,
    award_plan,
    candidates,
    pending_ranking,
    place_of,
    ranked_positions,
)
from bolwerk.office.calls.selectors.reviews import (
    calibration,
    consensus_of,
    expertise_of,
    marks_of,
    panel_of,
    reviews_missing,
    suggest_reviewers,
    work_of,
)

__all__ = [
    "Costs",
    "PublicationRow",
    "SectionView",
    "application_of_case",
    "applications_of",
    "approved_ranking",
    "as_360giving",
    "as_csv",
    "award_plan",
    "calibration",
    "call_counts",
    "calls_at",
    "candidates",
    "consensus_of",
    "costs",
    "expertise_of",
    "findings",
    "form_view",
    "interested",
    "marks_of",
    "panel_of",
    "pending_ranking",
    "place_of",
    "publications",
    "ranked_positions",
    "register_values",
    "reviews_missing",
    "snapshot_of",
    "suggest_reviewers",
    "work_of",
]
