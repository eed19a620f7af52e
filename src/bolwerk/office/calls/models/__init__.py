"""The tables of a call. What counts (submissions, reviews, rankings, awards) is written once and never changed."""

from bolwerk.office.calls.models.application import Application, CostLine, DraftSection, Partner, Submission
from bolwerk.office.calls.models.call import Call
from bolwerk.office.calls.models.ranking import Award, AwardEnd, Publication, RankingDecision, RankingList
from bolwerk.office.calls.models.review import Assignment, Consensus, Review, ReviewerProfile

__all__ = [
    "Application",
    "Assignment",
    "Award",
    "AwardEnd",
    "Call",
    "Consensus",
    "CostLine",
    "DraftSection",
    "Partner",
    "Publication",
    "RankingDecision",
    "RankingList",
    "Review",
    "ReviewerProfile",
    "Submission",
]
