"""The world of the domain with a call that is open today, and people who sign in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from bolwerk.domains.investment import live
from bolwerk.kernel import Text, local_day
from bolwerk.office.calls import services as calls
from bolwerk.office.calls.models import Application
from bolwerk.office.identity.models import User
from bolwerk.office.registers.models import Organisation
from tests.domains.investment.world import World


@dataclass
class Here(World):
    """As `World`, with `call` open today and the clock an hour ago; `call_closed` closed in 2025."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.call_closed = self.call
        today = local_day(timezone.now())
        self.call = live.install_call(
            "open-now",
            Text("Open oproep (voorbeeld)", "Open call (example)"),
            opens=today - timedelta(days=10),
            closes=today + timedelta(days=30),
            envelope=self.envelope,
            actor=None,
        )
        self.at = datetime.now(UTC) - timedelta(hours=1)

    def to_ranked_list_now(self) -> None:
        """As `to_ranked_list`, without going to October 2025."""
        handler, approver = self.people["handler"], self.people["approver"]
        ranking = calls.propose_ranking(self.call.pk, actor=handler, key="rank", at=self.tick())
        calls.decide_ranking(ranking.pk, actor=approver, approved=True, at=self.tick())
        live.apply_ranking(self.call, actor=handler, key="apply", at=self.tick())

    def signed_in(self, user: User, lang: str = "nl") -> Client:
        client = browser(lang)
        client.force_login(user)
        return client

    def applicant_of(self, organisation: Organisation, lang: str = "nl") -> tuple[User, Client]:
        user = self.applicant(organisation)
        return user, self.signed_in(user, lang)

    def drafted(self, lang: str = "nl", **kwargs: Any) -> tuple[Application, Client]:
        """A full draft, and the browser of who wrote it."""
        draft = self.draft(self.company(), **kwargs)
        return draft, self.signed_in(draft.started_by, lang)


def browser(lang: str = "nl") -> Client:
    return Client(headers={"accept-language": lang})


def text(response: Any) -> str:
    return str(response.content.decode())
