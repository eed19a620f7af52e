"""What every story of the example needs: the people, the organisations, the calls, and the verbs of an official."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from bolwerk.domains.export_control.live import Application as Export
from bolwerk.domains.investment import live
from bolwerk.faces.command.examples.timeline import Timeline
from bolwerk.office.advice.models import Committee, Seat
from bolwerk.office.calls.models import Application, Call
from bolwerk.office.cases import services as cases
from bolwerk.office.cases.models import Case
from bolwerk.office.identity.models import User
from bolwerk.office.registers.models import Organisation


@dataclass
class House:
    """`anchor` is the day from which the open round counts back: the day of loading, while the law of the call holds."""

    timeline: Timeline
    today: date
    anchor: date
    people: dict[str, User]
    organisations: dict[str, Organisation]
    contacts: dict[str, User]
    calls: dict[int, Call] = field(default_factory=dict)
    committee: Committee | None = None
    seats: dict[str, Seat] = field(default_factory=dict)
    applications: dict[str, Application] = field(default_factory=dict)
    exports: dict[str, Export] = field(default_factory=dict)

    def who(self, who: str | User | None) -> User:
        """By name, or an account as it stands in a record (every case of the example was opened by somebody)."""
        if who is None:
            raise ValueError("nobody did this")
        return self.people[who] if isinstance(who, str) else who

    def act(self, case: Case, move: str, who: str | User | None, at: datetime, reason: str = "", **payload: object) -> Case:
        case.refresh_from_db()
        return cases.act(
            case.pk,
            move,
            actor=self.who(who),
            payload=payload,
            reason=reason,
            key=f"example:{case.pk}:{move}:{case.version}",
            version=case.version,
            at=after(case, at),
        )

    def note(self, case: Case, kind: str, who: str | User | None, at: datetime, reason: str = "", **payload: object) -> Case:
        case.refresh_from_db()
        return cases.note(
            case.pk,
            kind,
            actor=self.who(who),
            payload=payload,
            reason=reason,
            key=f"example:{case.pk}:{kind}:{case.version}",
            at=after(case, at),
        )

    def judge(self, case: Case, fact: str, value: object, motivation: str, who: str, at: datetime) -> Case:
        case.refresh_from_db()
        key = f"example:{case.pk}:{fact}:{case.version}"
        return live.judge(case, fact, value, motivation=motivation, actor=self.who(who), key=key, at=after(case, at))


def waits_at(case: Case, step: str) -> bool:
    case.refresh_from_db()
    return f",{step}," in case.steps


def after(case: Case, at: datetime) -> datetime:
    """Two stories may touch one case at the same minute: never before its last event."""
    return max(at, case.events.latest("seq").at)
