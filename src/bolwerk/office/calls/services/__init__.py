"""What writes. Each call is one step: it happens whole, once per key or version, or not."""

from bolwerk.office.calls.services.awards import end_award, publish_award, record_award
from bolwerk.office.calls.services.calls import create_call, move_closing
from bolwerk.office.calls.services.drafts import refresh_prefill, save_costs, save_section, set_requested, start_application
from bolwerk.office.calls.services.partners import accept_invitation, invite_partner, remove_partner
from bolwerk.office.calls.services.rankings import decide_ranking, draw_from_reserve, propose_ranking
from bolwerk.office.calls.services.reviews import (
    assign_reviewer,
    end_assignment,
    record_consensus,
    reopen_review,
    save_review,
    set_expertise,
    submit_review,
)
from bolwerk.office.calls.services.submission import submit_application, withdraw_application

__all__ = [
    "accept_invitation",
    "assign_reviewer",
    "create_call",
    "decide_ranking",
    "draw_from_reserve",
    "end_assignment",
    "end_award",
    "invite_partner",
    "move_closing",
    "propose_ranking",
    "publish_award",
    "record_award",
    "record_consensus",
    "refresh_prefill",
    "remove_partner",
    "reopen_review",
    "save_costs",
    "save_review",
    "save_section",
    "set_expertise",
    "set_requested",
    "start_application",
    "submit_application",
    "submit_review",
    "withdraw_application",
]
