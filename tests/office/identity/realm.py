"""Every kind of thing the policy judges, as rows of the database, each with a plain note of what it is tied to."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import count
from random import Random
from typing import Any

from django.db.models import Model

from bolwerk.domains.export_control.app.handling.models import Consultation
from bolwerk.domains.export_control.app.licences.models import Licence
from bolwerk.domains.export_control.law.holding.life import STATES
from bolwerk.domains.export_control.live import Application as Licensing
from bolwerk.office.advice.models import AdviceRequest, Committee, Seat
from bolwerk.office.calls.models import Application, Assignment, Call, Partner, RankingList, Submission
from bolwerk.office.cases import journal
from bolwerk.office.cases.models import Case
from bolwerk.office.documents.models import Document
from bolwerk.office.identity.models import ApiToken, Interest, RoleGrant, User, today
from bolwerk.office.progress.models import Attestation
from bolwerk.office.registers.models import Membership, Organisation, OwnershipLink, Person
from bolwerk.office.screening.models import Alert, Run, State, Watched
from tests.office.identity.expectation import ROLES

AT = datetime(2025, 5, 1, tzinfo=UTC)
TIES = ("none", "member", "was member", "interest", "withdrawn", "later", "in the case")
NOBODY: frozenset[Any] = frozenset()

# What to read with each kind so that judging a thing asks the database nothing more.
AHEAD = {
    "case": ("application__partners", "application__assignments", "advice_requests__bench", "consultation"),
    "document": (
        "case__application__partners",
        "case__application__assignments",
        "case__advice_requests__bench",
        "case__consultation",
    ),
    "application": ("partners", "assignments", "case__advice_requests__bench"),
    "licensing": ("case",),
    "assignment": ("application__partners", "application__case"),
    "request": ("bench", "case__application__partners"),
    "call": ("applications__submission__application__partners",),
    "alert": ("case__application__partners",),
    "ranking": ("call__applications__submission__application__partners",),
    "person": ("holdings",),
}


@dataclass(frozen=True)
class Thing:
    kind: str
    row: Model
    organisations: frozenset[int] = NOBODY
    people: frozenset[int] = NOBODY
    assigned: frozenset[int] = NOBODY
    hands: frozenset[int] = NOBODY
    case: object = None
    procedure: str | None = None
    state: str = ""


@dataclass(frozen=True)
class Who:
    pk: int
    role: str
    team: str
    tie: str
    organisations: frozenset[int]
    tied: frozenset[object]


@dataclass
class Realm:
    """`dice` decide who is asked for what; everything else occurs in every combination."""

    dice: Random
    people: list[Who] = field(default_factory=list)
    things: list[Thing] = field(default_factory=list)
    numbers: count[int] = field(default_factory=lambda: count(1))

    def __post_init__(self) -> None:
        self.mine, self.near, self.far = (self._organisation() for _ in range(3))
        self.clerk = User.objects.create_user("griffie@voorbeeld.example")
        # Opened by the clerk and of no organisation: whoever opened it owns it.
        self.told_of = self._case(self.far, "investment.call", "open")
        for role in ROLES:
            for team in ("", "investment."):
                for tie in TIES:
                    self._somebody(role, team, tie)
        self.reviewers = [who.pk for who in self.people if who.role in ("reviewer", "handler")]
        self.members = [who.pk for who in self.people if who.role in ("committee_member", "approver")]
        self.committee = Committee.objects.create(code="proef", rules={})
        self.seats = [
            Seat.objects.create(committee=self.committee, user_id=pk, starts_on=date(2025, 1, 1)) for pk in self.members
        ]
        self._fill()

    def of(self, kind: str) -> list[Thing]:
        return [thing for thing in self.things if thing.kind == kind]

    def _organisation(self) -> Organisation:
        number = 600_000_00 + next(self.numbers)
        return Organisation.objects.create(kbo=f"{number:08d}{97 - number % 97:02d}", name=f"Firma {number} (voorbeeld)")

    def _somebody(self, role: str, team: str, tie: str) -> None:
        user = User.objects.create_user(f"{role}.{team}{tie.replace(' ', '')}@voorbeeld.example")
        RoleGrant.objects.create(user=user, role=role, team=team)
        organisations, tied = set(), set()
        day, long_ago = today(), date(2024, 1, 1)
        match tie:
            case "member":
                Membership.objects.create(user=user, organisation=self.mine)
                organisations, tied = {self.mine.pk}, {self.mine.pk}
            case "was member":
                past = {"valid_from": long_ago, "valid_until": day - timedelta(days=1)}
                Membership.objects.create(user=user, organisation=self.mine, **past)
            case "interest":
                Interest.objects.create(user=user, organisation=self.near, reason="Familie")
                tied = {self.near.pk}
            case "withdrawn":
                Interest.objects.create(user=user, organisation=self.near, reason="Vergissing", withdrawn_at=AT)
            case "later":
                Interest.objects.create(user=user, organisation=self.near, reason="Baan", valid_from=day + timedelta(days=9))
            case "in the case":
                Interest.objects.create(user=user, case_id=self.told_of.pk, reason="Mijn zus leidt het project")
                tied = {self.told_of.pk}
        self.people.append(Who(user.pk, role, team, tie, frozenset(organisations), frozenset(tied)))

    def _case(self, organisation: Organisation | None, procedure: str, status: str, opener: int | None = None) -> Case:
        return Case.objects.create(
            reference=f"PRF-2025-{next(self.numbers):04d}", procedure=procedure, procedure_version="1", subject="Proef",
            organisation=organisation, status=status, opened_at=AT, opened_by_id=opener,
        )  # fmt: skip

    def _fill(self) -> None:
        first = self.people[0].pk  # an applicant with no tie at all
        self._about_a_case(self.told_of, NOBODY)
        for procedure in ("esac.advice", "investment.call"):
            for status in ("open", "closed"):
                for organisation in (self.mine, self.near, None):
                    opener = first if organisation is None else None
                    self._about_a_case(self._case(organisation, procedure, status, opener), frozenset({opener} - {None}))
        self._calls()
        self._licences()
        self._licensing()
        for organisation in (self.mine, self.near, self.far):
            ties = frozenset({organisation.pk})
            self.things.append(Thing("organisation", organisation, ties))
            person = Person.objects.create(name="Een Mens (voorbeeld)", purpose="proef", retain_until=date(2030, 1, 1))
            OwnershipLink.objects.create(
                owner_kind="person", owner_person=person, owned=organisation, capital=1, votes=1, valid_from=date(2024, 1, 1)
            )
            self.things.append(Thing("person", person, ties))
        one_a_role = [next(who for who in self.people if who.role == role) for role in ROLES]
        for who in {who.pk: who for who in (*one_a_role, *self.dice.sample(self.people, 12))}.values():
            self.things.append(Thing("user", User.objects.get(pk=who.pk), people=frozenset({who.pk})))
            token = ApiToken.objects.create(
                user_id=who.pk, name="proef", digest=f"{who.pk:064d}", hint="x", key=str(who.pk), expires_on=date(2026, 5, 1)
            )
            self.things.append(Thing("token", token, people=frozenset({who.pk})))
            attestation = Attestation.objects.create(
                key=f"verklaring {who.pk}", commitment="2.1-a", delivery="delivered", statement_nl="x", statement_en="x",
                source="brief", on=date(2025, 5, 1), until=date(2026, 5, 1), given_by_id=who.pk,
            )  # fmt: skip
            self.things.append(Thing("attestation", attestation, hands=frozenset({who.pk})))

    def _about_a_case(self, case: Case, openers: frozenset[Any]) -> None:
        """The case with its papers and the question put to the committee."""
        organisations = frozenset({case.organisation_id} - {None})
        bench = self.dice.sample(self.seats, len(self.seats) // 3)
        adviser = self.dice.choice([who.pk for who in self.people if who.role == "adviser"])
        Consultation.objects.create(
            case=case, origin=self.told_of, body="team", outside=False, question="?", adviser_id=adviser, key=case.reference
        )
        asked = frozenset(seat.user_id for seat in bench) | {adviser}
        ties = {"case": case.pk, "procedure": case.procedure, "assigned": asked}
        self.things.append(Thing("case", case, organisations, openers, state=case.status, **ties))
        for audience in ("shared", "internal"):
            paper = Document.objects.create(
                case=case, kind="proef", name="a.pdf", content_type="application/pdf", size=1, sha256="0" * 64,
                audience=audience, key=f"{case.reference}-{audience}",
            )  # fmt: skip
            self.things.append(Thing("document", paper, organisations, openers, state=audience, **ties))
        state = ("open", "given", "withdrawn")[next(self.numbers) % 3]
        request = AdviceRequest.objects.create(
            committee=self.committee, case=case, question="?", rules={}, aspects=[], scale=[], binding=True, state=state,
            asked_at=AT, key=case.reference,
        )  # fmt: skip
        request.bench.set(bench)
        self.things.append(Thing("request", request, organisations, state=state, **ties))
        self._alerts(case, organisations, openers)

    def _alerts(self, case: Case, organisations: frozenset[Any], openers: frozenset[Any]) -> None:
        """A party of the case with an alert in every state, proposed or put to another by whoever the dice say."""
        run = journal.append(Run(kind="screened", digest="0" * 64, at=AT, key=f"run {case.reference}"))
        party = Watched.objects.create(
            ref=f"proef:{case.reference}", schema="Person", properties={"name": ["Jan Proef (voorbeeld)"]}, caption="Jan",
            digest="0" * 64, case=case, profile="strict", screened_with="", engine="", run=run, since=AT,
        )  # fmt: skip
        screeners = [who.pk for who in self.people if who.role in ("screener", "coordinator")]
        for state in State.values:
            hand = self.dice.choice(screeners) if state in ("proposed", "escalated") else None
            alert = Alert.objects.create(
                subject=party, case=case, profile="strict", dataset="proef", entity_id=state, subject_digest="",
                entry_digest="", subject_data={}, entry_data={}, hit={}, caption="Jan", score=0.9, rarity=1.0, run=run,
                raised_at=AT, state=state, hand_id=hand,
            )  # fmt: skip
            ties = {"case": case.pk, "procedure": case.procedure, "hands": frozenset({hand} - {None})}
            self.things.append(Thing("alert", alert, organisations, openers, state=state, **ties))

    def _licences(self) -> None:
        """A licence in each state, of each organisation, in the life of a case of each team."""
        for procedure in ("esac.advice", "investment.call"):
            for state in STATES:
                for holder in (self.mine, self.near, self.far):
                    case = self._case(holder, procedure, "open")
                    granting = self.told_of if holder is self.far else case
                    licence = Licence.objects.create(
                        granted_by=granting, case=case, holder=holder, instrument="combined", state=state,
                        valid_from=date(2025, 1, 1), valid_until=date(2026, 1, 1),
                    )  # fmt: skip
                    ties = {"case": granting.pk, "procedure": procedure, "state": state}
                    self.things.append(Thing("licence", licence, frozenset({holder.pk}), **ties))

    def _licensing(self) -> None:
        """Applications for licences of everybody in every state; a draft has no case yet, and a withdrawn one may have none."""
        for organisation in (self.mine, self.near, self.far):
            for state in ("draft", "submitted", "completing", "withdrawn"):
                for procedure in ("export.licence", "investment.call", ""):
                    case = self._case(organisation, procedure, "open") if procedure and state != "draft" else None
                    row = Licensing.objects.create(
                        kind="advice", applicant=organisation, title="Proef", state=state, case=case, created_by=self.clerk,
                        key=f"vergunning {next(self.numbers)}",
                    )  # fmt: skip
                    ties = {"case": case.pk if case else None, "procedure": case.procedure if case else ""}
                    self.things.append(Thing("licensing", row, frozenset({organisation.pk}), state=state, **ties))

    def _calls(self) -> None:
        """A call with applications of everybody, and one with those of nobody known but for a draft that counts for nothing."""
        for owners in ((self.mine, self.near, self.far), (self.far,)):
            number = next(self.numbers)
            closes = AT + timedelta(days=9)
            call = Call.objects.create(code=f"oproep-{number}", kit="proef", opens_at=AT, closes_at=closes)
            for organisation in owners:
                for state in ("draft", "submitted", "withdrawn"):
                    for procedure in ("esac.advice", "investment.call"):
                        self._application(call, organisation, state, procedure, [])
            self._application(call, self.near if len(owners) == 1 else self.mine, "draft", "investment.call", [])
            if len(owners) == 3:
                self._application(call, self.far, "submitted", "investment.call", [self.mine])
                self._application(call, self.far, "submitted", "", [self.near])  # of a kit that opens no case
            ties = frozenset(organisation.pk for organisation in owners)
            self.things.append(Thing("call", call, ties))
            approvers = [who.pk for who in self.people if who.role in ("approver", "coordinator")]
            for place, hands in enumerate(self.dice.sample(approvers, 4), start=1):
                ranking = RankingList.objects.create(
                    call=call, number=place, room_cents=0, rule={}, positions=[], hash="", key=f"{number}-{place}",
                    proposed_by_id=hands, proposed_at=AT,
                )  # fmt: skip
                self.things.append(Thing("ranking", ranking, ties, hands=frozenset({hands})))

    def _application(
        self, call: Call, applicant: Organisation, state: str, procedure: str, partners: list[Organisation]
    ) -> None:
        sent = state != "draft"
        case = self._case(applicant, procedure, "open") if sent and procedure else None
        application = Application.objects.create(
            call=call, applicant=applicant, title="Proef", state=state, case=case, started_by=self.clerk,
            edited_by=self.clerk, key=f"aanvraag {next(self.numbers)}",
        )  # fmt: skip
        if sent:
            Submission.objects.create(
                application=application, snapshot={}, hash="", key=application.key, submitted_by=self.clerk, submitted_at=AT
            )
        joined = {applicant.pk}
        for organisation, accepted in [(applicant, AT), *((one, AT) for one in partners), (self._organisation(), None)]:
            partner = Partner.objects.create(
                application=application, organisation=organisation, invited_by=self.clerk, accepted_at=accepted
            )
            joined |= {organisation.pk} if accepted else set()
            self.things.append(Thing("partner", partner, frozenset({organisation.pk})))
        ties = {
            "organisations": frozenset(joined),
            "case": case.pk if case else None,
            "procedure": case.procedure if case else "",
        }
        asked = set()
        for stage in ("open", "locked", "ended") if sent else ():
            reviewer = self.dice.choice(self.reviewers)
            if reviewer in asked:
                continue
            assignment = Assignment.objects.create(
                application=application, reviewer_id=reviewer, locked=stage == "locked",
                ended_at=AT if stage == "ended" else None,
            )  # fmt: skip
            here = frozenset({reviewer} if stage != "ended" else ())
            asked |= here
            self.things.append(Thing("assignment", assignment, assigned=here, state=stage, **ties))
        self.things.append(Thing("application", application, assigned=frozenset(asked), state=state, **ties))
        if case:
            people = {"assigned": frozenset(asked), "state": case.status}
            self.things.append(Thing("case", case, **ties, **people))
