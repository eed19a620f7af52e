"""What writes. Each call is one step: it happens whole, once per key, or not."""

from bolwerk.office.advice.services.committees import appoint, create_committee, end_seat, renew_seat, report_composition
from bolwerk.office.advice.services.giving import add_minority_note, give_advice, withdraw_request
from bolwerk.office.advice.services.requests import ask_advice, cast_vote, declare_interest, score_aspect

__all__ = [
    "add_minority_note",
    "appoint",
    "ask_advice",
    "cast_vote",
    "create_committee",
    "declare_interest",
    "end_seat",
    "give_advice",
    "renew_seat",
    "report_composition",
    "score_aspect",
    "withdraw_request",
]
