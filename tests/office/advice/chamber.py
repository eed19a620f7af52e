"""A small committee to try the machine with: a chair, a jurist, an engineer with a substitute; one open request."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest

from bolwerk.kernel import Text
from bolwerk.office.advice import services
from bolwerk.office.advice.aspects import Aspect, Grade
from bolwerk.office.advice.models import AdviceRequest, Committee, Seat
from bolwerk.office.advice.tally import Area, Choice, Rules, Share, Tie
from bolwerk.office.cases import services as cases
from bolwerk.office.cases.models import Case
from bolwerk.office.identity.models import User
from bolwerk.office.registers.models import Organisation

START, ASKED = date(2025, 1, 1), datetime(2025, 6, 2, 9, tzinfo=UTC)
AREAS = tuple(Area(name, Text.same(name), least) for name, least in (("ethics", 1), ("law", 1), ("technology", 0)))
# Technology is known expertise, though no vote needs it.
HALF = Share(1, 2, more_than=True)
RULES = Rules(HALF, AREAS, HALF, quorum_at_least=2, tie=Tie.CHAIR)
ASPECTS = (Aspect("ethics", Text("ethiek", "ethics")), Aspect("security", Text("veiligheid", "security")))
SCALE = tuple(Grade(value, Text.same(str(value))) for value in (-1, 0, 1))


@dataclass
class Chamber:
    committee: Committee
    case: Case
    request: AdviceRequest
    chair: Seat
    jurist: Seat
    engineer: Seat
    substitute: Seat
    handler: User
    coordinator: User
    person: Callable[..., User]
    organisation: Organisation

    def fresh(self) -> AdviceRequest:
        return AdviceRequest.objects.get(pk=self.request.pk)

    def ready(self, seat: Seat) -> None:
        """No interest, all aspects scored."""
        services.declare_interest(self.request.pk, actor=seat.user, interest=False)
        for aspect in ASPECTS:
            services.score_aspect(self.request.pk, aspect.id, 1, motivation="Past.", actor=seat.user)

    def vote(self, seat: Seat, choice: Choice, conditions: str = "") -> None:
        self.ready(seat)
        services.cast_vote(self.request.pk, choice, motivation="Omdat.", actor=seat.user, conditions=conditions)


@pytest.fixture
def chamber(grants: None, organisation: Organisation, handler: User, coordinator: User, person: Callable[..., User]) -> Chamber:
    committee = services.create_committee(
        "trial-committee",
        Text("Proefcommissie", "Trial committee"),
        rules=RULES,
        aspects=ASPECTS,
        scale=SCALE,
        actor=coordinator,
        term_months=48,
        binding=True,
    )

    def seat(name: str, *expertise: str, **more: object) -> Seat:
        user = person(f"{name}@example.be", "committee_member")
        return services.appoint(committee, user, expertise=expertise, starts_on=START, actor=coordinator, **more)  # type: ignore[arg-type]

    chair, jurist, engineer = seat("chair", "ethics", chair=True), seat("jurist", "law"), seat("engineer", "technology")
    substitute = seat("substitute", "technology", "law", substitute_for=engineer)
    case = cases.open_case("try-grant", actor=None, organisation=organisation, subject="Radar", key="case", at=ASKED)
    recorded = {"requested": {"note": "question_asked"}}
    request = services.ask_advice(
        committee, case, question="Is dit verantwoord?", actor=handler, key="ask", at=ASKED, recorded_as=recorded
    )
    return Chamber(committee, case, request, chair, jurist, engineer, substitute, handler, coordinator, person, organisation)
