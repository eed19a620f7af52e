"""What a domain gives to run its calls: the form, the scoring scheme, the ranking rule, and how a case is opened."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from bolwerk.kernel import NotFound, Text
from bolwerk.office.calls.forms import Form
from bolwerk.office.calls.ranking import RankingRule
from bolwerk.office.calls.scoring import Scheme

if TYPE_CHECKING:
    from datetime import datetime

    from bolwerk.office.calls.models import Application
    from bolwerk.office.cases.models import Case
    from bolwerk.office.identity.models import User
    from bolwerk.office.registers.models import Organisation


class OpenCase(Protocol):
    """Opens the case of a submitted application, in the same transaction. `key` makes a repeat give the same case."""

    def __call__(
        self, application: Application, snapshot: Mapping[str, object], *, actor: User, key: str, at: datetime
    ) -> Case | None: ...


@dataclass(frozen=True, slots=True)
class CallKit:
    """`ranking` compares the keys `score`, `axis:<id>` and `submitted` (a moment, lowest first), and those `values` adds.

    `sources` says how a `register:…` source of the form is read from the lead organisation; the plain fields of an
    organisation are known already. `topics_field` names the form field whose choices are matched to reviewers' expertise.
    """

    id: str
    form: Form
    scheme: Scheme
    ranking: RankingRule
    open_case: OpenCase
    values: Callable[[Application], Mapping[str, int]] | None = None
    sources: Mapping[str, Callable[[Organisation], str | None]] = field(default_factory=dict)
    topics_field: str = ""


_KITS: dict[str, CallKit] = {}


def register(kit: CallKit) -> None:
    """Called by a domain in `AppConfig.ready`. The same id twice is a mistake unless it is the same kit."""
    if _KITS.get(kit.id, kit) is not kit:
        raise ValueError(f"call kit {kit.id} is registered twice")
    _KITS[kit.id] = kit


def get(kit_id: str) -> CallKit:
    try:
        return _KITS[kit_id]
    except KeyError:
        raise NotFound(
            Text(f"De soort oproep '{kit_id}' bestaat niet.", f"There is no kind of call '{kit_id}'."),
            where="kit",
            mend=Text("Kies een soort die een domein aanbiedt.", "Choose a kind that a domain offers."),
        ) from None
