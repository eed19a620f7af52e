"""How one field refers a case to the committee of another without knowing it.

The field that keeps a committee registers a `ReferralKit`: what an applicant must tell, the triage that says whether advice
is needed, and how a case is referred. The field whose procedure asks the advice registers what follows from the result.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Protocol

from bolwerk.engines.rules import Answer
from bolwerk.kernel import NotFound, Text
from bolwerk.office.advice.tally import Result
from bolwerk.office.calls.forms import Section

if TYPE_CHECKING:
    from bolwerk.office.advice.models import AdviceRequest
    from bolwerk.office.cases.models import Case
    from bolwerk.office.identity.models import User


@dataclass(frozen=True, slots=True)
class Referred:
    """Where a referral stands: the committee's own case, the request once it was put, the result once it was notified."""

    case: Case
    request: AdviceRequest | None
    result: Result | None


class Refer(Protocol):
    """Opens the committee's case about `origin`, in the same transaction; a repeated `key` gives the same case."""

    def __call__(self, origin: Case, *, question: str, actor: User | None, key: str, at: datetime) -> Case: ...


Facts = Mapping[str, object]
Concluded = Callable[["Case", Result, datetime], None]


@dataclass(frozen=True, slots=True)
class ReferralKit:
    """`section` asks the applicant what triage and duties need."""

    id: str
    label: Text
    section: Section
    triage: Callable[[Facts, date], Answer]
    duties: Callable[[Facts, date], Answer]
    refer: Refer
    referred: Callable[[Case], Referred | None]


_KITS: dict[str, ReferralKit] = {}
_CONCLUDED: dict[str, Concluded] = {}


def register(kit: ReferralKit) -> None:
    """Called in `AppConfig.ready` by the field that keeps the committee."""
    _KITS[kit.id] = kit


def get(kit_id: str) -> ReferralKit:
    """Raises `NotFound` where that field is not installed."""
    if kit_id not in _KITS:
        raise NotFound(
            Text(f"De commissie '{kit_id}' is hier niet geïnstalleerd.", f"The committee '{kit_id}' is not installed here."),
            where=kit_id,
            mend=Text("Vraag de beheerder om het domein te installeren.", "Ask the administrator to install the domain."),
        )
    return _KITS[kit_id]


def when_concluded(procedure_id: str, follow: Concluded) -> None:
    """`follow(origin, result, at)` runs when the advice on a case of that procedure is notified, in the same transaction."""
    _CONCLUDED[procedure_id] = follow


def conclude(origin: Case, result: Result, at: datetime) -> None:
    """Tell the field that asked."""
    if follow := _CONCLUDED.get(origin.procedure):
        follow(origin, result, at)
