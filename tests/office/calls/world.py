"""A small call to try the machine with: three sections of form, four criteria, an envelope, people in every role."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest

from bolwerk.kernel import Citation, Money, Standing, Text
from bolwerk.office.calls import kits, services
from bolwerk.office.calls.forms import Choice, Field, FieldType, Form, Section
from bolwerk.office.calls.instalments import Instalment
from bolwerk.office.calls.models import Application, Assignment, Call
from bolwerk.office.calls.ranking import OrderStep, RankingRule
from bolwerk.office.calls.scoring import Axis, Criterion, Scheme
from bolwerk.office.cases import services as cases
from bolwerk.office.cases.models import Case
from bolwerk.office.identity.models import User
from bolwerk.office.ledger import services as ledger
from bolwerk.office.registers.models import Membership, Organisation

OPENS, CLOSES = datetime(2025, 5, 1, 7, tzinfo=UTC), datetime(2025, 6, 1, 15, tzinfo=UTC)
IN_TIME, LATE = datetime(2025, 5, 15, 10, tzinfo=UTC), CLOSES + timedelta(seconds=1)

FORM = Form(
    "trial",
    "1",
    Text("Proefformulier", "Trial form"),
    (
        Section(
            "who",
            Text("Wie", "Who"),
            (
                Field("name", FieldType.TEXT, Text("Naam", "Name"), source="register:organisation.name"),
                Field("phone", FieldType.TEXT, Text("Telefoon", "Phone"), required=False),
            ),
        ),
        Section(
            "what",
            Text("Wat", "What"),
            (
                Field("summary", FieldType.LONG_TEXT, Text("Samenvatting", "Summary"), max_length=500),
                Field("start", FieldType.DATE, Text("Start", "Start")),
                Field(
                    "topics",
                    FieldType.CHOICES,
                    Text("Onderwerpen", "Topics"),
                    choices=(Choice("radar", Text.same("radar")), Choice("cyber", Text.same("cyber"))),
                ),
            ),
        ),
    ),
)
SCHEME = Scheme(
    "trial",
    "1",
    Text("Proefscores", "Trial scores"),
    (Axis("quality", Text("kwaliteit", "quality"), -3), Axis("impact", Text("impact", "impact"), -3)),
    tuple(
        Criterion(name, axis, Text.same(name))
        for name, axis in (("q1", "quality"), ("q2", "quality"), ("i1", "impact"), ("i2", "impact"))
    ),
    -5,
)
RULE = RankingRule(
    (
        OrderStep("score", Text("hogere score", "higher score")),
        OrderStep("axis:impact", Text("hogere impact", "higher impact")),
        OrderStep("submitted", Text("vroeger ingediend", "submitted earlier"), highest_first=False),
    )
)


def open_case(application: Application, snapshot: Mapping[str, object], *, actor: User, key: str, at: datetime) -> Case:
    return cases.open_case(
        "try-grant", actor=actor, organisation=application.applicant, subject=application.title, payload={}, key=key, at=at
    )


KIT = kits.CallKit("trial", FORM, SCHEME, RULE, open_case, topics_field="topics")


@dataclass
class World:
    """The call with its people; `draft` and `submitted` make applications, `reviewed` adds three finished reviews."""

    call: Call
    organisation: Organisation
    applicant: User
    handler: User
    approver: User
    reviewers: list[User]
    person: Callable[..., User]
    numbers: count[int] = field(default_factory=lambda: count(1))

    def company(self) -> tuple[Organisation, User]:
        n = next(self.numbers)
        eight = 5_000_000 + n
        kbo = f"{eight:08d}{97 - eight % 97:02d}"
        organisation = Organisation.objects.create(
            kbo=kbo, name=f"Firma {n} (voorbeeld)", municipality="Gent", is_fictional=True
        )
        user = self.person(f"firma{n}@example.be", "applicant")
        Membership.objects.create(user=user, organisation=organisation)
        return organisation, user

    def draft(self, title: str = "Radar", at: datetime = IN_TIME) -> tuple[Application, User]:
        organisation, user = self.company()
        key = f"start-{organisation.pk}"
        return services.start_application(self.call.pk, applicant=organisation, title=title, actor=user, key=key, at=at), user

    def fill(self, application: Application, user: User, euro: int = 50_000) -> Application:
        typed = {"summary": "Een radar.", "start": "2025-09-01", "topics": ["radar"]}
        services.save_section(application.pk, "what", typed, actor=user, version=0, at=IN_TIME)
        lead = str(application.partners.get(lead=True).pk)
        row = {"partner": lead, "category": "industrial", "kind": "personnel", "amount": str(2 * euro), "description": "loon"}
        services.save_costs(application.pk, [row], actor=user, version=0, at=IN_TIME)
        version = Application.objects.get(pk=application.pk).version
        return services.set_requested(application.pk, Money.euro(euro), actor=user, version=version, at=IN_TIME)

    def submitted(self, title: str = "Radar", euro: int = 50_000, at: datetime = IN_TIME) -> Application:
        application, user = self.draft(title)
        ready = self.fill(application, user, euro)
        return services.submit_application(ready.pk, actor=user, key=f"submit-{ready.pk}", version=ready.version, at=at)

    def review(self, application: Application, reviewer: User, **marks: str) -> Assignment:
        """Assign, score (good where nothing is said) and submit."""
        assignment = services.assign_reviewer(application.pk, reviewer, actor=self.handler)
        scores = {c.id: {"mark": marks.get(c.id, "good"), "motivation": "Omdat."} for c in SCHEME.criteria}
        saved = services.save_review(assignment.pk, scores, actor=reviewer, version=assignment.version)
        services.submit_review(saved.pk, actor=reviewer, key=f"review-{saved.pk}-{saved.version}", version=saved.version)
        return Assignment.objects.get(pk=saved.pk)

    def reviewed(self, title: str, euro: int, **marks: str) -> Application:
        application = self.submitted(title, euro)
        for reviewer in self.reviewers:
            self.review(application, reviewer, **marks)
        return application


@pytest.fixture
def world(
    grants: None,
    organisation: Organisation,
    applicant: User,
    handler: User,
    approver: User,
    coordinator: User,
    person: Callable[..., User],
) -> World:
    kits.register(KIT)
    envelope = ledger.open_envelope("TRY-2025", Text("Proef", "Trial"), measure="2.1")
    ledger.appropriate(envelope, Money.euro(100_000), actor=None, key="money")
    call = services.create_call(
        "trial-2025",
        Text("Proefoproep", "Trial call"),
        measure="2.1",
        kit="trial",
        opens_at=OPENS,
        closes_at=CLOSES,
        actor=coordinator,
        envelope=envelope,
        field_limits={"summary": 40},
        most_partners=2,
        least=Money.euro(25_000),
        most=Money.euro(3_000_000),
        instalments=tuple(Instalment(name, Text.same(name), percent) for name, percent in (("a", 40), ("b", 40), ("c", 20))),
        notes=[
            (
                Text("De sluitdatum is een voorbeeld.", "The closing date is an example."),
                Citation("VDP", "2.1", Standing.UNCONFIRMED),
            )
        ],
    )
    reviewers = [person(f"reviewer{n}@example.be", "reviewer") for n in range(3)]
    return World(call, organisation, applicant, handler, approver, reviewers, person)
