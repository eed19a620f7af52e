"""A small world for tests that run the real services: an envelope, an open call, people with roles, a company that applies."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import count
from typing import Any

from bolwerk.domains.investment import live
from bolwerk.kernel import Money, Text
from bolwerk.office.calls import services as calls
from bolwerk.office.calls.models import Application, Call
from bolwerk.office.cases import services as cases
from bolwerk.office.cases.models import Case
from bolwerk.office.identity.models import Role, RoleGrant, User
from bolwerk.office.ledger import services as ledger
from bolwerk.office.registers import services as registers
from bolwerk.office.registers.models import Membership, Organisation

OPENS, CLOSES = date(2025, 5, 15), date(2025, 9, 30)
ANSWERS: dict[str, dict[str, Any]] = {
    "project": {
        "summary": "Een lichte kijker die mensen vindt in rook (voorbeeld).",
        "goal": "Reddingsteams sneller laten werken.",
        "approach": "Drie werkpakketten, met een proef in de haven.",
        "topics": ["sensing"],
        "starts_on": "2026-01-05",
        "months": "18",
        "place": "Gent",
        "eureka": "nee",
    },
    "impact": {"need": "Defensie zoekt mensen in rook.", "value": "Vijf jobs in Gent."},
    "use": {
        "project_programme": "none",
        "weapon_kind": "none",
        "goods_ml_category": "none",
        "goods_on_military_list": "nee",
        "trade_benelux": "nee",
        "trade_eu": "ja",
        "trade_outside_eu": "nee",
        "trade_into_flanders": "nee",
    },
    "enterprise": dict.fromkeys(
        (
            "works_started",
            "losses_over_half",
            "insolvent",
            "rescue_aid",
            "recovery_order",
            "social_debts",
            "assisted_area",
        ),
        "nee",
    ),
    "collaboration": {"disseminated": "nee", "licensed": "nee"},
}
_numbers = count(1)


def kbo(stem: int) -> str:
    """A number with check digits that fit, from a stem of seven digits."""
    return f"0{stem:07d}{97 - stem % 97:02d}"


@dataclass
class World:
    """Everything a test starts from. `at` is the moment of the next step; each step takes it a minute further."""

    money: Money = field(default_factory=lambda: Money.euro(10_000_000))
    at: datetime = datetime(2025, 6, 2, 9, tzinfo=UTC)
    people: dict[str, User] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.envelope = live.install_envelope()
        ledger.appropriate(self.envelope, self.money, actor=None, key="budget", at=datetime(2025, 5, 1, tzinfo=UTC))
        self.call: Call = live.install_call(
            "defence-test",
            Text("Oproep (voorbeeld)", "Call (example)"),
            opens=OPENS,
            closes=CLOSES,
            envelope=self.envelope,
            actor=None,
        )
        for name, role in (
            ("handler", Role.HANDLER),
            ("handler2", Role.HANDLER),
            ("approver", Role.APPROVER),
            ("approver2", Role.APPROVER),
            ("coordinator", Role.COORDINATOR),
            *((f"reviewer{n}", Role.REVIEWER) for n in range(1, 4)),
            *((f"member{n}", Role.COMMITTEE_MEMBER) for n in range(1, 8)),
        ):
            self.people[name] = self.person(name, role)

    def tick(self, **step: int) -> datetime:
        self.at += timedelta(**(step or {"minutes": 1}))
        return self.at

    def person(self, name: str, role: Role) -> User:
        user = User.objects.create_user(f"{name}@test.example", "x", name=f"{name} (voorbeeld)")
        RoleGrant.objects.create(user=user, role=role, valid_from=date(2024, 1, 1))
        return user

    def company(self, name: str = "", *, staff: int = 20, turnover: int = 3_000_000, balance: int = 2_000_000) -> Organisation:
        number = next(_numbers)
        organisation = registers.register_organisation(
            kbo(4_000_000 + number), name or f"Bedrijf {number} (voorbeeld)", actor=None, municipality="Gent", is_fictional=True
        )
        for year in (2023, 2024):
            registers.record_size(
                organisation,
                year,
                headcount=Decimal(staff),
                turnover=Money.euro(turnover),
                balance=Money.euro(balance),
                actor=None,
            )
        return organisation

    def applicant(self, organisation: Organisation) -> User:
        user = self.person(f"applicant{organisation.pk}", Role.APPLICANT)
        Membership.objects.create(user=user, organisation=organisation, valid_from=date(2024, 1, 1))
        return user

    def draft(
        self, organisation: Organisation, *, costs: int = 300_000, category: str = "experimental", **answers: Any
    ) -> Application:
        """A full draft: every part answered, one cost line, and as much aid asked as the rules allow."""
        who = self.applicant(organisation)
        application = calls.start_application(
            self.call.pk,
            applicant=organisation,
            title="Kijker (voorbeeld)",
            actor=who,
            key=f"start:{organisation.pk}",
            at=self.tick(),
        )
        for section, typed in ANSWERS.items():
            given = {**typed, **{k: v for k, v in answers.items() if k in typed}}
            version = getattr(application.sections.filter(section=section).first(), "version", 0)
            calls.save_section(application.pk, section, given, actor=who, version=version, at=self.tick())
        partner = application.partners.get(lead=True)
        row = {
            "partner": str(partner.pk),
            "category": category,
            "kind": "personnel",
            "amount": str(costs),
            "description": "team",
        }
        calls.save_costs(application.pk, [row], actor=who, version=0, at=self.tick())
        application.refresh_from_db()
        most = live.price(application, self.at.date()).most
        assert most is not None
        return calls.set_requested(application.pk, most, actor=who, version=application.version, at=self.tick())

    def submitted(self, organisation: Organisation | None = None, **kwargs: Any) -> Case:
        draft = self.draft(organisation or self.company(), **kwargs)
        done = calls.submit_application(
            draft.pk, actor=draft.started_by, key=f"submit:{draft.pk}", version=draft.version, at=self.tick()
        )
        assert done.case is not None
        return done.case

    def act(self, case: Case, move: str, who: str | User, reason: str = "", **payload: Any) -> Case:
        case.refresh_from_db()
        actor = self.people[who] if isinstance(who, str) else who
        return cases.act(
            case.pk,
            move,
            actor=actor,
            payload=payload,
            reason=reason,
            key=f"{case.pk}:{move}:{case.version}",
            version=case.version,
            at=self.tick(),
        )

    def note(self, case: Case, kind: str, who: str, reason: str = "", **payload: Any) -> Case:
        case.refresh_from_db()
        key = f"{case.pk}:{kind}:{case.version}"
        return cases.note(case.pk, kind, actor=self.people[who], payload=payload, reason=reason, key=key, at=self.tick())

    def judge(self, case: Case, fact: str, value: object, who: str = "handler") -> Case:
        return live.judge(
            case,
            fact,
            value,
            motivation="Zie het dossier.",
            actor=self.people[who],
            key=f"{case.pk}:{fact}:{case.version}",
            at=self.tick(),
        )

    def review(self, case: Case, mark: str = "good") -> Case:
        """Three reviews with the same mark on each criterion, then closed."""
        application = case.application
        scheme = [c.id for c in live_scheme()]
        for n in range(1, 4):
            reviewer = self.people[f"reviewer{n}"]
            given = calls.assign_reviewer(application.pk, reviewer, actor=self.people["handler"], at=self.tick())
            scores = {c: {"mark": mark, "motivation": "Omdat." if mark != "good" else ""} for c in scheme}
            saved = calls.save_review(given.pk, scores, actor=reviewer, version=given.version)
            calls.submit_review(given.pk, actor=reviewer, key=f"review:{given.pk}", version=saved.version, at=self.tick())
        return self.act(case, "reviews_closed", "handler")

    def to_ranked_list(self) -> Any:
        """After the closing day: propose a list, decide on it, carry it out."""
        self.at = max(self.at, datetime(2025, 10, 1, 8, tzinfo=UTC))
        ranking = calls.propose_ranking(self.call.pk, actor=self.people["handler"], key=f"rank:{self.at}", at=self.tick())
        calls.decide_ranking(ranking.pk, actor=self.people["approver"], approved=True, at=self.tick())
        return live.apply_ranking(self.call, actor=self.people["handler"], key="apply", at=self.tick())


def live_scheme() -> Any:
    from bolwerk.office.calls import kits

    return kits.get("defence").scheme.criteria
