"""Every write of applying: each with an actor, a key where it makes something, and the version that the actor saw."""

from __future__ import annotations

from bolwerk.domains.export_control.app.applying.services.drafts import (
    copy,
    delete_draft,
    save_answers,
    save_part,
    save_rows,
    start,
)
from bolwerk.domains.export_control.app.applying.services.papers import attach, confirm_signed, detach
from bolwerk.domains.export_control.app.applying.services.submission import (
    completing_move,
    follow_withdrawal,
    reopen,
    submit,
    withdraw,
)

__all__ = [
    "attach",
    "completing_move",
    "confirm_signed",
    "copy",
    "delete_draft",
    "detach",
    "follow_withdrawal",
    "reopen",
    "save_answers",
    "save_part",
    "save_rows",
    "start",
    "submit",
    "withdraw",
]
