"""Published awards: what is public is named, what is not is only counted, and the law behind it is shown."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.test import Client

from bolwerk.kernel import Money
from bolwerk.office.calls.models import Award, Publication, RankingList
from tests.faces.monitor.reading import text_of
from tests.office.calls.world import World, world

__all__ = ["world"]

pytestmark = pytest.mark.django_db
AWARDED = datetime(2025, 9, 1, 9, tzinfo=UTC)
PUBLISHED = datetime(2025, 10, 1, 9, tzinfo=UTC)


@pytest.fixture
def award(world: World) -> Callable[..., Award]:
    """`award("Radar", 150_000, public=True)`: an award as it stands after the whole procedure."""

    def make(title: str, euro: int, public: bool) -> Award:
        ranking, _ = RankingList.objects.get_or_create(
            call=world.call,
            number=1,
            defaults={
                "room_cents": 0,
                "rule": {},
                "positions": [],
                "proposed_by": world.handler,
                "proposed_at": AWARDED,
                "key": "list",
            },
        )
        application = world.submitted(title)
        given = Award.objects.create(
            application=application, ranking=ranking, cents=Money.euro(euro).cents, awarded_at=AWARDED, key=title
        )
        if public:
            Publication.objects.create(award=given, place="https://register.example/1", published_at=PUBLISHED)
        return given

    return make


def test_a_published_award_is_named_with_its_recipient(client: Client, award: Callable[..., Award]) -> None:
    given = award("Radar", 150_000, public=True)
    page = text_of(client.get("/plan/toekenningen/?op=2026-01-01"))
    assert "Radar" in page
    assert given.application.applicant.name in page
    assert "150.000 euro" in page.replace("\xa0", " ")


def test_it_is_not_public_before_its_day(client: Client, award: Callable[..., Award]) -> None:
    award("Radar", 150_000, public=True)
    assert "Radar" not in text_of(client.get("/plan/toekenningen/?op=2025-09-30"))
    assert "Radar" in text_of(client.get("/plan/toekenningen/?op=2025-10-01"))


def test_an_award_that_is_not_public_is_counted_and_not_named(client: Client, award: Callable[..., Award]) -> None:
    given = award("Sonar", 150_000, public=False)
    for file in ("toekenningen/", "toekenningen.csv", "toekenningen.json"):
        body = client.get(f"/plan/{file}?op=2026-03-01").content.decode()
        assert "Sonar" not in body
        assert given.application.applicant.name not in body
    assert "1 toekenning moet nog gepubliceerd worden. Alles is nog binnen de termijn." in text_of(
        client.get("/plan/toekenningen/?op=2026-03-01")
    )


def test_after_six_months_it_is_said_to_be_late(client: Client, award: Callable[..., Award]) -> None:
    award("Sonar", 150_000, public=False)
    assert client.get("/plan/toekenningen/?op=2026-03-01").context["awards"].late == 0
    assert client.get("/plan/toekenningen/?op=2026-03-02").context["awards"].late == 1


def test_below_the_threshold_nothing_is_owed(client: Client, award: Callable[..., Award]) -> None:
    award("Klein", 100_000, public=False)
    assert client.get("/plan/toekenningen/?op=2026-03-02").context["awards"].waiting == 0


def test_the_law_is_shown_with_its_source(client: Client) -> None:
    page = text_of(client.get("/plan/toekenningen/?op=2026-01-01")).replace("\xa0", " ")
    assert "boven 100.000 euro wordt binnen 6 maanden gepubliceerd" in page
    assert "GBER art. 9" in page


def test_where_no_law_is_in_force_the_page_says_so(client: Client, award: Callable[..., Award]) -> None:
    award("Radar", 150_000, public=True)
    page = text_of(client.get("/plan/toekenningen/?op=2023-06-30"))
    assert "kennen we geen drempel" in page


def test_the_package_follows_the_360giving_names(client: Client, award: Callable[..., Award]) -> None:
    given = award("Radar", 150_000, public=True)
    grant = json.loads(client.get("/plan/toekenningen.json?op=2026-01-01").content)["grants"][0]
    assert grant["amountAwarded"] == 150_000
    assert grant["currency"] == "EUR"
    assert grant["awardDate"] == "2025-09-01"
    assert grant["recipientOrganization"][0]["name"] == given.application.applicant.name
