"""What a page may cost: few queries, whatever the number of rows; and both languages whole."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bolwerk.office.calls.models import Assignment
from tests.domains.ethics.world import EsacWorld
from tests.faces.boards.test_reviews import on_the_list, ranked

MOST = 25


def pages(world: EsacWorld) -> list[tuple[str, str]]:
    _, _, request = world.voting()
    sheet = Assignment.objects.order_by("pk").first()
    application = sheet.application_id if sheet else ""
    call = "/werkbank/oproepen/defence-test/"
    return [
        ("handler", "/werkbank/oproepen/"),
        ("coordinator", "/werkbank/oproepen/nieuw/"),
        ("handler", call),
        ("handler", f"{call}ijking/"),
        ("handler", f"{call}rangschikking/"),
        ("approver", f"{call}rangschikking/"),
        ("handler", "/werkbank/beoordelingen/"),
        ("reviewer1", "/werkbank/beoordelingen/"),
        ("handler", f"/werkbank/beoordelingen/aanvraag/{application}/"),
        ("reviewer1", f"/werkbank/beoordelingen/blad/{sheet.pk if sheet else 0}/"),
        ("member2", "/werkbank/comite/"),
        ("member2", f"/werkbank/comite/{request.pk}/"),
        ("coordinator", "/werkbank/comite/samenstelling/"),
        ("approver", "/werkbank/geld/"),
        ("approver", "/werkbank/geld/vlaio-defence/"),
    ]


@pytest.fixture
def full(world: EsacWorld, visit: Any) -> list[tuple[str, str]]:
    ranked(world, 4)
    on_the_list(visit("handler"), visit("approver"))
    return pages(world)


def test_every_board_takes_few_queries(full: list[tuple[str, str]], visit: Any) -> None:
    costs = {}
    for who, address in full:
        client = visit(who)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(address).status_code == 200, address
        costs[f"{who} {address}"] = len(queries)
    assert {page: cost for page, cost in costs.items() if cost > MOST} == {}


def test_every_board_reads_in_english(full: list[tuple[str, str]], visit: Any) -> None:
    for who, address in full:
        page = visit(who, "en").get(address).content.decode()
        assert '<html lang="en"' in page
        for dutch in ("Oproepen", "Beoordelingen", "Samenstelling", "Geld<", "Waarom?"):
            assert dutch not in page, (address, dutch)
