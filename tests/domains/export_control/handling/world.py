"""The service at work: handlers, approvers, a screener and an adviser, around the exporter of the part on applying."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from itertools import count
from typing import Any

from bolwerk.domains.export_control.live import Application, handling
from bolwerk.kernel import Period
from bolwerk.office.cases import selectors, services
from bolwerk.office.cases.models import Case
from bolwerk.office.identity.models import RoleGrant, User
from tests.domains.export_control.applying.world import BUYER, EU_ANSWERS, World

_numbers = count(1)
INDIA = {**EU_ANSWERS, "trade.movement": "export", "destination.country": "IN", "trade.parties": "one"}
"""The same goods to a country outside the EU and NATO."""
VALID = Period(date(2026, 11, 1), date(2028, 10, 31))
SOURCE = "proef: keuze van de beslisser"


@dataclass
class Office(World):
    people: dict[str, User] = field(default_factory=dict)

    def __post_init__(self) -> None:
        super().__post_init__()
        for name, role in (
            ("handler2", "handler"),
            ("approver", "approver"),
            ("approver2", "approver"),
            ("coordinator", "coordinator"),
            ("screener", "screener"),
            ("adviser", "adviser"),
            ("adviser2", "adviser"),
        ):
            self.people[name] = self.official(name, role)
        self.people["handler"] = self.handler

    def official(self, name: str, *roles: str) -> User:
        user = User.objects.create_user(f"{name}@dienst.example", name=f"{name} (voorbeeld)")
        for role in roles:
            RoleGrant.objects.create(user=user, role=role)
        return user

    def received(self, country: str = "DE", buyer: str = "", **given: Any) -> Case:
        """A submitted application for a licence, to Germany unless told otherwise."""
        answers = EU_ANSWERS if country == "DE" else {**INDIA, "destination.country": country}
        instrument = "individual_transfer" if country == "DE" else "individual_export"
        draft = self.drafted(answers, instrument, {**BUYER, "country": country, **({"name": buyer} if buyer else {})}, **given)
        sent = self.submit(draft)
        assert sent.case is not None
        return sent.case

    def drafted(self, answers: dict[str, str], instrument: str, buyer: dict[str, Any], **given: Any) -> Application:
        from bolwerk.domains.export_control.live import applications, applying
        from tests.domains.export_control.applying.world import END_USE, LINE

        draft = self.start(answers=answers, instrument=instrument, **given)
        self.rows(draft, "parties", buyer)
        self.rows(draft, "goods", LINE)
        applying.save_part(draft.pk, "end-use", {**END_USE, **self.more_use(answers)}, actor=self.person, version=0)
        if answers["trade.movement"] == "export":
            applying.save_part(draft.pk, "transport", {"way": "road"}, actor=self.person, version=0)
        self.sign(draft)
        return applications.get(draft.pk)

    def more_use(self, answers: dict[str, str]) -> dict[str, str]:
        return {} if answers["destination.country"] == "DE" else {"reexport": "ja"}

    def act(self, case: Case, move: str, who: str = "handler", reason: str = "omdat", **payload: Any) -> Case:
        return services.act(
            case.pk, move, actor=self.people[who], payload=payload, reason=reason, key=f"act-{next(_numbers)}", version=None
        )

    def why_not(self, case: Case, move: str, who: str = "handler") -> str:
        """The reason why somebody cannot make a move now; "" when it is possible."""
        case.refresh_from_db()
        verdict = next(one for one in selectors.moves_for(case, self.people[who]) if one.move.id == move)
        return "" if verdict.allowed else verdict.reason.en

    def judge(self, case: Case, against: tuple[str, ...] = (), who: str = "handler", leave: tuple[str, ...] = ()) -> Any:
        """A full sheet: nothing speaks against, but what is named."""
        due = handling.sheets.asked(case)
        assert due is not None
        programme = handling.sheets.kind_of(case) == "programme"
        given = {
            line.fact: handling.sheets.Given((line.fact in against) != programme, "Nagekeken (proef).", "Stuk 1 (proef)")
            for line in due
            if line.fact not in leave
        }
        return handling.sheets.record(case, given, actor=self.people[who], key=f"sheet-{next(_numbers)}")

    def propose(self, case: Case, who: str = "handler", **given: Any) -> Case:
        proposal = handling.deciding.whole(case, VALID, SOURCE, ("Meld elke levering (proef).",))
        return handling.deciding.propose(
            case, given.pop("proposal", proposal), reason="Alles is in orde.", actor=self.people[who],
            key=f"propose-{next(_numbers)}", version=None, **given,
        )  # fmt: skip

    def consult(self, case: Case, body: str = "customs", who: str = "handler", **given: Any) -> Any:
        given = {"question": "Kent u deze partij? (proef)", **given}
        return handling.consulting.consult(case, body, actor=self.people[who], key=f"consult-{next(_numbers)}", **given)

    def answer(
        self, asked: Any, outcome: str = "positive", who: str = "handler", reason: str = "Geen bezwaar (proef)."
    ) -> Case:
        return self.act(asked.case, "consultation_answered", who, reason, outcome=outcome)

    def assessed(self, case: Case) -> Case:
        """Complete, judged, nothing against it."""
        self.act(case, "found_complete")
        self.judge(case)
        return case

    def granted(self, case: Case) -> Case:
        self.assessed(case)
        self.propose(case)
        self.act(case, "grant_decided", "approver")
        return self.act(case, "licence_issued")


def lane(case: Case) -> str:
    found = handling.subject.current_lane(case)
    return found.value if found else ""


def due(case: Case) -> date:
    found = selectors.state(case).term("decision").due
    assert found is not None
    return found


def kinds(case: Case) -> list[str]:
    return list(case.events.order_by("seq").values_list("kind", flat=True))
