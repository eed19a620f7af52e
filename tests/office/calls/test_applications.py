"""A draft keeps what people type; a submission is complete, in time, frozen, and opens its case once."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from bolwerk.kernel import BolwerkError, Conflict, InvalidInput, Money, NotAllowed, NotFound, Text, local_day
from bolwerk.office.calls import selectors, services
from bolwerk.office.calls.errors import CallClosed, DraftConflict, Incomplete
from bolwerk.office.calls.models import Application, Call, CostLine, DraftSection, Submission
from bolwerk.office.calls.models.call import CallStatus
from bolwerk.office.calls.services._common import digest
from bolwerk.office.cases.models import Case
from bolwerk.office.registers.models import Membership
from tests.office.calls.world import CLOSES, IN_TIME, LATE, OPENS, World


def fresh(application: Application) -> Application:
    return Application.objects.get(pk=application.pk)


def test_the_status_of_a_call_follows_the_clock_to_the_second(world: World) -> None:
    second = timedelta(seconds=1)
    moments = [OPENS - second, OPENS, CLOSES - second, CLOSES]
    assert [world.call.status_at(at) for at in moments] == [
        CallStatus.ANNOUNCED,
        CallStatus.OPEN,
        CallStatus.OPEN,
        CallStatus.CLOSED,
    ]
    assert list(selectors.calls_at(IN_TIME, CallStatus.OPEN)) == [world.call]


def test_a_draft_starts_with_what_the_register_knows_and_says_where_it_came_from(world: World) -> None:
    application, _ = world.draft()
    who = selectors.form_view(application)[0]
    assert who.typed["name"] == application.applicant.name
    assert who.origins["name"]["source"] == "register:organisation.name"


def test_starting_twice_with_one_key_gives_one_draft(world: World) -> None:
    application, user = world.draft()
    again = services.start_application(
        world.call.pk, applicant=application.applicant, title="Radar", actor=user, key=application.key, at=IN_TIME
    )
    assert again.pk == application.pk
    other, other_user = world.company()
    with pytest.raises(Conflict):
        services.start_application(world.call.pk, applicant=other, title="x", actor=other_user, key=application.key, at=IN_TIME)


def test_nobody_starts_for_an_organisation_that_is_not_his(world: World) -> None:
    with pytest.raises(NotAllowed):
        services.start_application(
            world.call.pk, applicant=world.company()[0], title="x", actor=world.applicant, key="k", at=IN_TIME
        )


@pytest.mark.parametrize(
    ("at", "said"), [(LATE, "gesloten sinds 1 juni 2025 om 17:00"), (OPENS - timedelta(days=1), "opent pas op")]
)
def test_a_call_that_is_not_open_says_when_and_what_to_do(world: World, at: object, said: str) -> None:
    with pytest.raises(CallClosed) as refused:
        world.draft(at=at)  # type: ignore[arg-type]
    assert said in refused.value.what.nl


def test_after_closing_the_draft_stays_can_be_saved_and_is_not_submitted(world: World) -> None:
    application, user = world.draft()
    ready = world.fill(application, user)
    with pytest.raises(CallClosed):
        services.submit_application(ready.pk, actor=user, key="s", version=ready.version, at=LATE)
    services.save_section(ready.pk, "what", {"summary": "Laatste zin."}, actor=user, version=1, at=LATE)
    assert fresh(ready).state == "draft"
    assert selectors.form_view(ready)[1].typed["summary"] == "Laatste zin."


def test_what_is_wrong_is_kept_and_said(world: World) -> None:
    application, user = world.draft()
    typed = {"summary": "x" * 41, "start": "31/02/2025"}
    saved = services.save_section(application.pk, "what", typed, actor=user, version=0)
    assert {problem.field for problem in saved.checked.problems} == {"summary", "start"}  # type: ignore[union-attr]
    assert saved.section.typed == typed


def test_a_ten_megabyte_field_is_refused_and_what_was_saved_stays(world: World) -> None:
    application, user = world.draft()
    services.save_section(application.pk, "what", {"summary": "kort"}, actor=user, version=0)
    with pytest.raises(InvalidInput, match="characters"):
        services.save_section(application.pk, "what", {"summary": "x" * 10_000_000}, actor=user, version=1)
    assert selectors.form_view(application)[1].typed["summary"] == "kort"


def test_two_people_in_one_part_see_both_versions(world: World) -> None:
    application, user = world.draft()
    colleague = world.person("colleague@example.be", "applicant")
    Membership.objects.create(user=colleague, organisation=application.applicant)
    services.save_section(application.pk, "what", {"summary": "van collega"}, actor=colleague, version=0)
    with pytest.raises(DraftConflict) as conflict:
        services.save_section(application.pk, "what", {"summary": "van mij"}, actor=user, version=0)
    found = conflict.value
    assert (found.theirs["summary"], found.yours["summary"], found.fields) == ("van collega", "van mij", ("summary",))
    assert "colleague" in found.what.nl
    saved = services.save_section(application.pk, "what", {"summary": "samen"}, actor=user, version=found.version)
    assert saved.section.version == 2


def test_two_people_in_two_parts_do_not_collide(world: World) -> None:
    application, user = world.draft()
    services.save_section(application.pk, "what", {"summary": "a"}, actor=user, version=0)
    assert services.save_section(application.pk, "who", {"phone": "1"}, actor=user, version=1).section.version == 2


def test_saving_the_same_again_changes_nothing(world: World) -> None:
    application, user = world.draft()
    for _ in range(2):
        services.save_section(application.pk, "what", {"summary": "a"}, actor=user, version=0)
    assert DraftSection.objects.get(application=application, section="what").version == 1


def test_a_stranger_cannot_write_and_a_part_that_is_not_there_is_named(world: World) -> None:
    application, user = world.draft()
    with pytest.raises(NotAllowed):
        services.save_section(application.pk, "what", {"summary": "x"}, actor=world.applicant, version=0)
    with pytest.raises(InvalidInput, match="no part"):
        services.save_section(application.pk, "nowhere", {}, actor=user, version=0)
    with pytest.raises(NotFound):
        services.save_section("no-such-id", "what", {}, actor=user, version=0)


def test_a_negative_amount_is_refused_and_a_negative_cost_is_kept_as_a_line_to_mend(world: World) -> None:
    application, user = world.draft()
    with pytest.raises(InvalidInput, match="negative"):
        services.set_requested(application.pk, Money.euro(-1), actor=user, version=application.version)
    row = {"partner": str(application.partners.get().pk), "category": "industrial", "kind": "personnel", "amount": "-500"}
    services.save_costs(application.pk, [row], actor=user, version=0)
    costs = selectors.costs(application)
    assert ([problem.field for problem in costs.problems], costs.lines, costs.rows[0]["amount"]) == (["1.amount"], (), "-500")


def test_what_is_missing_is_listed_with_place_and_remedy(world: World) -> None:
    application, user = world.draft()
    with pytest.raises(Incomplete) as refused:
        services.submit_application(application.pk, actor=user, key="s", version=fresh(application).version, at=IN_TIME)
    places = [(finding.place, finding.field) for finding in refused.value.findings]
    assert places == [("what", "summary"), ("what", "start"), ("what", "topics"), ("costs", ""), ("amount", "")]
    assert all(finding.mend.nl for finding in refused.value.findings)


@pytest.mark.parametrize(("euro", "said"), [(24_999, "begint bij 25.000 euro"), (3_000_001, "gaat tot 3.000.000 euro")])
def test_a_project_outside_the_bounds_of_the_call_is_not_complete(world: World, euro: int, said: str) -> None:
    application, user = world.draft()
    world.fill(application, user, euro)
    assert [said in finding.what.nl for finding in selectors.findings(fresh(application))] == [True]


def test_partners_must_accept_and_bear_costs(world: World) -> None:
    application, user = world.draft()
    world.fill(application, user)
    university, professor = world.company()
    partner = services.invite_partner(application.pk, university, actor=user, role="research_organisation")
    assert services.invite_partner(application.pk, university, actor=user).pk == partner.pk
    assert [finding.place for finding in selectors.findings(fresh(application))] == ["partners", "costs"]
    with pytest.raises(NotAllowed):
        services.accept_invitation(partner.pk, actor=user)
    services.accept_invitation(partner.pk, actor=professor)
    assert [finding.place for finding in selectors.findings(fresh(application))] == ["costs"]
    services.save_section(application.pk, "who", {"phone": "2"}, actor=professor, version=1)
    services.remove_partner(partner.pk, actor=user)
    assert selectors.findings(fresh(application)) == ()


def test_the_applicant_itself_cannot_be_taken_out(world: World) -> None:
    application, user = world.draft()
    with pytest.raises(NotAllowed):
        services.remove_partner(application.partners.get(lead=True).pk, actor=user)


def test_submitting_freezes_the_whole_and_opens_one_case(world: World) -> None:
    application, user = world.draft()
    ready = world.fill(application, user)
    for _ in range(3):
        done = services.submit_application(ready.pk, actor=user, key="s", version=ready.version, at=IN_TIME)
    frozen = Submission.objects.get(application=done)
    assert (done.state, Case.objects.count(), CostLine.objects.count()) == ("submitted", 1, 1)
    assert frozen.hash == digest(frozen.snapshot)
    assert frozen.snapshot["answers"]["what"]["start"] == "2025-09-01"
    assert frozen.snapshot["costs"][0]["cents"] == 10_000_000
    assert selectors.application_of_case(done.case) == done  # type: ignore[arg-type]
    with pytest.raises(NotAllowed):
        services.save_section(done.pk, "what", {"summary": "later"}, actor=user, version=1)


def test_nobody_submits_a_sentence_he_never_saw(world: World) -> None:
    application, user = world.draft()
    ready = world.fill(application, user)
    services.save_section(ready.pk, "who", {"phone": "9"}, actor=user, version=1)
    with pytest.raises(Conflict):
        services.submit_application(ready.pk, actor=user, key="s", version=ready.version, at=IN_TIME)


def test_when_the_case_cannot_open_nothing_was_submitted(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    application, user = world.draft()
    ready = world.fill(application, user)

    def broken(*args: object, **kwargs: object) -> None:
        raise NotFound(Text("weg", "gone"), mend=Text("wacht", "wait"))

    monkeypatch.setattr("tests.office.calls.world.cases.open_case", broken)
    with pytest.raises(BolwerkError), transaction.atomic():
        services.submit_application(ready.pk, actor=user, key="s", version=ready.version, at=IN_TIME)
    assert (fresh(ready).state, Submission.objects.count()) == ("draft", 0)


def test_the_database_itself_refuses_to_change_a_submission(world: World) -> None:
    application = world.submitted()
    with pytest.raises(DatabaseError), transaction.atomic():
        Submission.objects.filter(application=application).update(hash="0" * 64)
    with pytest.raises(DatabaseError), transaction.atomic():
        application.cost_lines.all().delete()


def test_withdrawing_keeps_what_was_written_and_says_why(world: World) -> None:
    application = world.submitted()
    user = application.started_by
    gone = services.withdraw_application(application.pk, actor=user, reason="Geen partner meer.")
    assert (gone.state, gone.withdrawn_reason, Submission.objects.count()) == ("withdrawn", "Geen partner meer.", 1)
    assert selectors.call_counts(world.call) == {"draft": 0, "submitted": 0, "withdrawn": 1}


def test_my_applications_are_those_of_my_organisations_and_of_projects_i_accepted(world: World) -> None:
    application, user = world.draft()
    partner_org, partner_user = world.company()
    partner = services.invite_partner(application.pk, partner_org, actor=user)
    day = local_day(fresh(application).started_by.joined_at)
    assert not selectors.applications_of(partner_user, day).exists()
    services.accept_invitation(partner.pk, actor=partner_user)
    assert list(selectors.applications_of(partner_user, day)) == [application]


def test_a_call_is_made_once_and_its_closing_moves_with_a_version(world: World) -> None:
    later = CLOSES + timedelta(days=7)
    moved = services.move_closing(world.call.pk, later, actor=world.handler, version=1)
    assert (moved.closes_at, moved.version) == (later, 2)
    with pytest.raises(Conflict):
        services.move_closing(world.call.pk, CLOSES, actor=world.handler, version=1)
    with pytest.raises(InvalidInput):
        services.move_closing(world.call.pk, OPENS, actor=world.handler, version=2)
    with pytest.raises(NotAllowed):
        services.move_closing(world.call.pk, CLOSES, actor=world.applicant, version=2)
    assert Call.objects.count() == 1


def test_the_pages_allowed_grow_with_the_partners(world: World) -> None:
    assert world.call.pages_allowed(1) is None
    world.call.limits = {**world.call.limits, "pages": {"base": 30, "per_partner": 5}}
    assert [world.call.pages_allowed(partners) for partners in (1, 3)] == [30, 40]
