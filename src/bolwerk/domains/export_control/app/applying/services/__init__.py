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

__all__ = ["copy", "delete_draft", "save_answers", "save_part", "save_rows", "start"]
