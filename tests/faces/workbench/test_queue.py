"""The queue: what is nearest to missing its term comes first, filters stand in the address, nobody sees more than allowed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client

from bolwerk.domains.ethics import live as ethics
from bolwerk.faces.workbench.queue import Filter, find, nearest, rows
from bolwerk.office.cases import services as cases
from bolwerk.office.cases.models import Case
from bolwerk.office.identity.models import Role
from bolwerk.office.search.services import reindex
from tests.domains.investment.world import World

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def world() -> World:
    return World()


def sign_in(world: World, name: str) -> Client:
    client = Client(headers={"accept-language": "nl"})
    client.force_login(world.people[name], backend=BACKEND)
    return client


def references(world: World, who: str, today: date, **chosen: str) -> list[str]:
    found = find(world.people[who], Filter(**chosen), today)  # type: ignore[arg-type]
    return [case.reference for case in found[: len(found)]]


def test_the_case_nearest_to_its_term_comes_first(world: World) -> None:
    first = world.submitted()
    world.tick(days=5)
    second = world.submitted()
    today = world.at.date()
    assert references(world, "handler", today, view="team") == [first.reference, second.reference]
    world.act(second, "completion_requested", "handler", reason="Er ontbreekt iets.", missing=["plan"])
    assert references(world, "handler", today, view="team") == [second.reference, first.reference]


def test_a_clock_that_stands_is_marked_beside_the_term_of_the_applicant_that_runs(world: World) -> None:
    case = world.submitted()
    world.act(case, "completion_requested", "handler", reason="Er ontbreekt iets.", missing=["plan"])
    case.refresh_from_db()
    row = rows([case], world.at.date())[0]
    assert row.suspended == world.at.date()
    assert row.due == case.next_due
    assert row.term is not None
    assert row.term.nl == "Aanvulling"


def test_a_case_whose_only_clock_stands_comes_after_what_runs_although_it_began_earlier(world: World) -> None:
    ethics.install(world.people["coordinator"])
    waiting = cases.open_case(
        "esac.advice", actor=world.people["coordinator"], subject="Vraag (voorbeeld)", key="esac", at=world.tick()
    )
    Case.objects.filter(pk=waiting.pk).update(
        steps=",informing,",
        state={"deadline": "advice", "terms": {"advice": {"due": "2025-06-03", "suspended_since": "2025-06-02"}}},
        next_due=date(2025, 6, 3),
    )
    later = world.submitted()
    assert references(world, "coordinator", world.at.date(), view="team") == [later.reference, waiting.reference]
    assert references(world, "coordinator", world.at.date(), view="team", clock="stil") == [waiting.reference]
    waiting.refresh_from_db()
    row = rows([waiting], world.at.date())[0]
    assert (row.due, row.left, row.suspended) == (None, None, date(2025, 6, 2))


def test_working_days_left_are_counted_without_weekends_and_go_below_zero(world: World) -> None:
    case = world.submitted()
    due = case.next_due
    assert due is not None
    row = rows([case], due - timedelta(days=7))[0]
    assert row.left == 5
    assert rows([case], due + timedelta(days=7))[0].left == -5


def test_my_work_holds_what_waits_at_a_step_of_my_role(world: World) -> None:
    case = world.submitted()
    today = world.at.date()
    assert references(world, "handler", today) == [case.reference]
    assert references(world, "approver", today) == []
    assert [row.case.reference for row in nearest(world.people["handler"], 5, today)] == [case.reference]


def test_filters_narrow_together_and_stand_in_the_address(world: World) -> None:
    one, two = world.submitted(world.company("Lichtveld (voorbeeld)")), world.submitted(world.company("Zandhaven (voorbeeld)"))
    world.act(two, "declared_admissible", "handler")
    today = world.at.date()
    assert references(world, "handler", today, step="triage") == [two.reference]
    assert references(world, "handler", today, step="triage", organisation="licht") == []
    assert references(world, "handler", today, organisation=one.organisation.kbo) == [one.reference]  # type: ignore[union-attr]
    assert references(world, "handler", today, procedure="subsidy.research") == []
    assert references(world, "handler", today, view="team", waits="aanvrager") == []
    assert references(world, "handler", today, clock="laat") == []
    assert references(world, "handler", one.next_due + timedelta(days=1), clock="laat") == [one.reference, two.reference]  # type: ignore[operator]
    chosen = Filter(view="team", step="triage", organisation="zand")
    assert chosen.address() == "?toon=team&stap=triage&organisatie=zand"


def test_the_page_shows_the_counts_and_keeps_a_filter_that_cannot_be_read(world: World) -> None:
    world.submitted()
    page = sign_in(world, "handler").get("/werkbank/?toon=team&voor=overmorgen")
    assert page.status_code == 200
    text = page.content.decode()
    assert "overmorgen" in text
    assert "is geen datum" in text


def test_a_closed_case_shows_only_among_all(world: World) -> None:
    case = world.submitted()
    world.act(case, "withdrawn", case.application.started_by, reason="Toch niet.")
    today = world.at.date()
    assert references(world, "handler", today, view="team") == []
    assert references(world, "handler", today, view="alle") == [case.reference]


def test_the_workbench_is_not_for_applicants_nor_for_visitors(world: World) -> None:
    case = world.submitted()
    client = Client()
    assert client.get("/werkbank/").status_code == 302
    client.force_login(case.application.started_by, backend=BACKEND)
    refused = client.get("/werkbank/")
    assert refused.status_code == 403
    assert "medewerkers" in refused.content.decode()


def test_a_reviewer_sees_only_what_was_given_to_him(world: World) -> None:
    from bolwerk.office.calls import services as calls

    mine, _other = world.submitted(), world.submitted()
    for case in Case.objects.all():
        world.act(case, "declared_admissible", "handler")
        world.judge(case, "project.mainly_military", False)
        world.act(case, "esac_found_unneeded", "handler", reason="Civiel.")
    reviewer = world.people["reviewer1"]
    calls.assign_reviewer(mine.application.pk, reviewer, actor=world.people["handler"], at=world.tick())
    assert references(world, "reviewer1", world.at.date()) == [mine.reference]
    page = sign_in(world, "reviewer1").get("/werkbank/").content.decode()
    assert "geef uw beoordeling" in page


def test_search_finds_by_word_and_marks_it_and_shows_nothing_of_others(world: World) -> None:
    case = world.submitted(world.company("Lichtveld (voorbeeld)"))
    reindex()
    found = sign_in(world, "handler").get("/werkbank/zoeken/", {"q": "lichtveld"}).content.decode()
    assert case.reference in found
    assert "<mark>Lichtveld</mark>" in found
    none = sign_in(world, "member1").get("/werkbank/zoeken/", {"q": "lichtveld"}).content.decode()
    assert case.reference not in none


def test_every_role_of_the_house_may_open_its_own_queue(world: World) -> None:
    world.people["auditor"] = world.person("auditor", Role.AUDITOR)
    world.submitted()
    for name in ("handler", "approver", "coordinator", "reviewer1", "member1", "auditor"):
        assert sign_in(world, name).get("/werkbank/").status_code == 200


def test_a_long_queue_is_one_page_of_a_hundred_with_few_questions(world: World, django_assert_max_num_queries: object) -> None:
    template = world.submitted()
    copies = []
    for number in range(150):
        copies.append(
            Case(
                reference=f"INV-2025-9{number:03d}",
                procedure=template.procedure,
                procedure_version=template.procedure_version,
                organisation=template.organisation,
                subject=template.subject,
                opened_at=template.opened_at,
                state=template.state,
                steps=template.steps,
                next_due=template.next_due,
            )
        )
    Case.objects.bulk_create(copies)
    client = sign_in(world, "handler")
    with django_assert_max_num_queries(25):  # type: ignore[operator]
        page = client.get("/werkbank/")
    assert page.content.decode().count('class="bench-ref"') == 100
