"""The example that fills the house: fictional, marked as such, replayed through the services, in the past, and once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import transaction

from bolwerk.domains.investment import live
from bolwerk.faces.command import demo, examples
from bolwerk.faces.command.examples.timeline import Clock, Story, Timeline
from bolwerk.kernel import BRUSSELS, Calendar, KboNumber, local_day
from bolwerk.office.advice.models import AdviceRequest, Seat
from bolwerk.office.calls import selectors as calls
from bolwerk.office.calls.models import Application, Award, Call, Review
from bolwerk.office.cases import audit
from bolwerk.office.cases.models import Case, CaseEvent
from bolwerk.office.identity import demo as demo_accounts
from bolwerk.office.identity.models import RoleGrant, User
from bolwerk.office.ledger.models import Entry, Envelope
from bolwerk.office.progress.models import Attestation
from bolwerk.office.registers.models import Membership, Organisation, OwnershipLink

pytestmark = pytest.mark.django_db
FEW = {
    "a01": "balance_paid",
    "a10": "running",
    "a36": "refusal_became_final",
    "a31": "refusal_became_final",
    "b01": "draft",
    "b06": "admissibility",
    "b11": "completion",
    "b15": "triage",
    "b20": "reviewing",
    "b26": "esac_advising",
    "b30": "reviewed",
    "b32": "deciding_exclusion",
    "b34": "refused",
}
"""The applications of the unit load, and where the unit load leaves each: at a step, or closed by a last event."""


@pytest.fixture(scope="module")
def house(django_db_setup: None, django_db_blocker: object) -> Iterator[examples.House]:
    """The few applications, loaded once for all tests here and taken away after them."""
    with django_db_blocker.unblock(), _undone():  # type: ignore[attr-defined]
        yield examples.load(only=FEW)


@contextmanager
def _undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _loaded(house: examples.House) -> None:
    """Every test here looks at the same load; each in its own transaction within that of the load."""


class TestTheFiles:
    def test_there_are_forty_organisations_with_a_number_that_fits_each_marked_as_an_example(self) -> None:
        found = examples.read_organisations()
        assert len(found) == 40
        assert len({KboNumber.read(row.kbo) for row in found}) == 40
        assert all(row.name.endswith("(voorbeeld)") for row in found)

    def test_their_numbers_lie_below_those_that_the_register_gives_out(self) -> None:
        assert all(row.kbo < "0200000000" for row in examples.read_organisations())

    def test_there_are_eighty_applications_in_two_rounds_by_organisations_that_exist(self) -> None:
        found = examples.read_applications()
        known = {row.id for row in examples.read_organisations()}
        assert len({row.id for row in found}) == 80
        assert {row.round for row in found} == {1, 2}
        assert {name for row in found for name in (row.applicant, *row.partners)} <= known
        assert {line[0] for row in found for line in row.costs} <= known

    def test_who_bears_costs_is_a_partner(self) -> None:
        for row in examples.read_applications():
            assert {line[0] for line in row.costs} <= {row.applicant, *row.partners}, row.id

    def test_no_two_titles_are_the_same(self) -> None:
        titles = [row.title for row in examples.read_applications()]
        assert len(set(titles)) == len(titles)


class TestTheLoad:
    def test_each_application_stands_where_its_story_ends(self, house: examples.House) -> None:
        for id_, end in FEW.items():
            application = Application.objects.select_related("case").get(pk=house.applications[id_].pk)
            case = application.case
            if case is None:
                assert (application.state, end) == ("draft", "draft"), id_
            elif case.status == Case.Status.CLOSED:
                assert case.events.latest("seq").kind == end, id_
            else:
                assert f",{end}," in case.steps, (id_, case.steps)

    def test_every_chain_fits(self) -> None:
        assert audit.verify() == ()

    def test_nothing_lies_in_the_future_and_nothing_before_the_plan(self, house: examples.House) -> None:
        now = datetime.now(UTC)
        moments = [
            *CaseEvent.objects.values_list("at", flat=True),
            *Entry.objects.values_list("at", flat=True),
            *Review.objects.values_list("submitted_at", flat=True),
        ]
        assert max(moments) <= now
        assert min(local_day(at) for at in moments) >= date(2025, 5, 12)

    def test_people_work_on_working_days_in_office_hours(self) -> None:
        calendar = Calendar()
        for at in CaseEvent.objects.filter(actor__isnull=False).values_list("at", flat=True):
            here = at.astimezone(BRUSSELS)
            assert calendar.is_working_day(here.date()), here
            assert 8 <= here.hour < 20, here

    def test_the_envelope_holds_what_the_plan_names_and_no_more_is_promised(self) -> None:
        envelope = Envelope.objects.get(code=live.ENVELOPE)
        assert envelope.appropriated == envelope.planned == 10_000_000_00
        assert envelope.committed == sum(Award.objects.values_list("cents", flat=True)) > 0
        assert envelope.paid <= envelope.committed <= envelope.appropriated

    def test_all_organisations_and_people_are_marked_as_fictional(self) -> None:
        assert Organisation.objects.count() == 40
        assert not Organisation.objects.filter(is_fictional=False).exists()
        assert not User.objects.filter(is_fictional=False).exists()
        assert all(name.endswith("(voorbeeld)") for name in User.objects.values_list("name", flat=True))
        assert all(title.endswith("(voorbeeld)") for title in Application.objects.values_list("title", flat=True))
        assert all("voorbeeld" in call.title_nl and "example" in call.title_en for call in Call.objects.all())

    def test_roles_and_memberships_hold_in_spring_2025_and_today(self) -> None:
        for day in (date(2025, 5, 12), local_day(datetime.now(UTC))):
            assert all(grant.holds_on(day) for grant in RoleGrant.objects.all())
            assert not Membership.objects.exclude(valid_from__lte=day, valid_until__isnull=True).exists()

    def test_a_round_is_open_now_and_says_that_it_is_an_example(self, house: examples.House) -> None:
        call = house.calls[2]
        now = datetime.now(UTC)
        assert call.opens_at < now < call.closes_at
        assert "voorbeeld" in call.notes[0]["text"]["nl"]
        assert call.envelope == house.calls[1].envelope

    def test_there_are_firms_of_each_size_and_one_that_cannot_be_told(self, house: examples.House) -> None:
        day = house.today
        tiers = {id_: live.size_tier(organisation, day) for id_, organisation in house.organisations.items()}
        assert set(tiers.values()) == {"small", "medium", "large", None}
        assert tiers["stadsnet"] == "large", "a public owner of 45 % makes it large"
        assert tiers["mistral"] is None, "its figures are missing"

    def test_kinds_of_owners_and_a_cross_holding_are_there(self, house: examples.House) -> None:
        kinds = set(OwnershipLink.objects.values_list("owner_kind", flat=True))
        assert {"person", "organisation", "public_body", "public_investment", "venture_capital", "university"} <= kinds
        pair = {house.organisations[name] for name in ("kwartslag", "wentelas")}
        crossed = OwnershipLink.objects.filter(owned__in=pair, owner_organisation__in=pair)
        assert crossed.count() == 2

    def test_seven_members_sit_since_spring_2025_with_a_substitute(self) -> None:
        assert Seat.objects.filter(substitute_for__isnull=True).count() == 7
        assert Seat.objects.filter(substitute_for__isnull=False).count() == 1
        assert {seat.starts_on for seat in Seat.objects.all()} == {date(2025, 5, 19)}
        assert AdviceRequest.objects.count() == 0, "b26 only just came in"

    def test_attestations_name_a_source_are_marked_and_some_wait_for_a_second_person(self) -> None:
        given = list(Attestation.objects.all())
        assert {"1.1-a", "1.1-e"} <= {row.commitment for row in given}
        assert {row.confirmed_by_id is None for row in given} == {True, False}
        for row in given:
            assert row.source.startswith("Voorbeeldbron")
            assert (row.statement_nl.split(":")[0], row.statement_en.split(":")[0]) == ("Voorbeeld", "Example")

    def test_the_demonstration_reviewer_and_applicant_have_work(self, house: examples.House) -> None:
        assert calls.work_of(house.people["reviewer"]).exists()
        applicant = house.people["applicant"]
        assert Application.objects.filter(started_by=applicant, state="draft").exists()

    def test_a_second_load_adds_nothing(self) -> None:
        before = (User.objects.count(), Organisation.objects.count(), CaseEvent.objects.count())
        assert demo.load_once("nl") is False
        assert (User.objects.count(), Organisation.objects.count(), CaseEvent.objects.count()) == before

    def test_the_accounts_are_printed_in_both_languages_with_their_password(self, capsys: pytest.CaptureFixture[str]) -> None:
        demo.print_accounts("nl")
        demo.print_accounts("en")
        told = capsys.readouterr().out
        assert told.count("behandelaar@bolwerk.example") == 2
        assert told.count(demo_accounts.PASSWORD) == 2
        assert "Dossierbehandelaar" in told
        assert "Case handler" in told

    def test_the_password_opens_each_account(self, house: examples.House) -> None:
        assert house.people["handler"].check_password(demo_accounts.PASSWORD)
        assert house.people["member4"].check_password(demo_accounts.PASSWORD)


class TestAnInterruptedLoad:
    def test_leaves_nothing_behind(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def interrupted() -> dict[str, User]:
            User.objects.create_user("half@bolwerk.example", "x", name="Half (voorbeeld)", is_fictional=True)
            raise KeyboardInterrupt

        monkeypatch.setattr(examples.loading, "make_people", interrupted)
        with pytest.raises(KeyboardInterrupt):
            examples.load()
        assert not User.objects.filter(email="half@bolwerk.example").exists()


class TestTheTimeline:
    def test_stories_are_told_in_the_order_of_the_calendar_and_none_past_the_end(self) -> None:
        start, told = datetime(2026, 1, 5, 9, tzinfo=UTC), []

        def story(name: str, *days: int) -> Story:
            for day in days:
                yield start + timedelta(days=day)
                told.append(f"{name}{day}")

        timeline = Timeline(start + timedelta(days=6))
        timeline.start(story("a", 1, 4, 9))
        timeline.start(story("b", 2, 3, 6))
        passed: list[int] = []
        timeline.play(passed.append)
        assert told == ["a1", "b2", "b3", "a4", "b6"]
        assert sum(passed) == 5

    def test_the_same_seed_gives_the_same_moments(self) -> None:
        def moments() -> list[datetime]:
            clock = Clock("a01", date(2025, 12, 24))
            return [clock.at, *(clock.wait(1, 9) for _ in range(5))]

        assert moments() == moments()
        assert moments() == sorted(moments())
