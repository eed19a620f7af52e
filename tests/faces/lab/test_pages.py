"""The lab's pages: who may enter, what lead times say, and that figures and terms show where they come from."""

from __future__ import annotations

import csv
import io
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from bolwerk.engines.simulate import Bench, read, staff_needed
from bolwerk.faces.lab import offices, reckoning
from bolwerk.kernel import local_day
from bolwerk.office.identity.models import User
from tests.domains.investment.world import World

ROOT = Path(__file__).parents[3]
PAGES = ["/lab/", "/lab/doorlooptijd/", "/lab/doorlooptijd.csv", "/lab/regels/", "/lab/regels/aid.collaboration/"]
LEAD = "/lab/doorlooptijd/"


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize(
    ("name", "status"), [("analyst", 200), ("handler", 200), ("approver", 200), ("reviewer1", 403), ("member1", 403)]
)
def test_analysts_and_officials_may_enter_and_nobody_else(
    world: World, sign_in: Callable[[User], Client], path: str, name: str, status: int
) -> None:
    assert sign_in(world.people[name]).get(path).status_code == status


@pytest.mark.parametrize("path", PAGES)
def test_a_stranger_is_asked_to_sign_in(db: None, path: str) -> None:
    answer = Client().get(path)
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/aanmelden/login/")


def test_the_menu_leads_to_the_lab_for_who_may_use_it_only(world: World, sign_in: Callable[[User], Client]) -> None:
    assert 'href="/lab/"' in sign_in(world.people["analyst"]).get("/plan/").content.decode()
    assert 'href="/lab/"' not in sign_in(world.people["reviewer1"]).get("/plan/").content.decode()
    assert 'href="/lab/"' not in Client().get("/plan/").content.decode()


def test_the_example_of_the_page_is_the_example_of_the_command() -> None:
    shipped = Path(offices.__file__).with_name("office.toml")
    assert shipped.read_text() == (ROOT / "examples" / "leadtime.toml").read_text()


def test_the_page_tells_the_staff_that_the_simulation_finds(client: Client) -> None:
    html = client.get(LEAD, {"van": "4", "tot": "7", "instroom": "100", "aandeel": "90"}).content.decode()
    source = offices.sources()[0]
    today = local_day(timezone.now())
    figures = offices.figures(source, today, {})
    asked = reckoning.Asked("handlers", 4, 7, 1.0, 0.9)
    outcome = reckoning.reckoned(figures, asked, today)
    bench = Bench(figures.office, replications=outcome.replications, seed=reckoning.SEED, span=reckoning.SPAN)
    for view in outcome.lanes:
        found = staff_needed(bench, pool="handlers", lane=view.lane.name, share=0.9, most=200)
        assert found is not None and found.staff is not None
        assert f'<p class="needed__value">{found.staff} ' in html
    assert html.count('<tr><th scope="row" class="num">') == 2 * 4
    assert "verzonnen" in html


def test_a_term_may_be_tried_and_one_that_nobody_can_hold_says_so(client: Client) -> None:
    html = client.get(
        LEAD, {"van": "5", "tot": "6", "instroom": "100", "aandeel": "90", "termijn-minister": "1"}
    ).content.decode()
    assert "geen aantal volstaat" in html
    assert "Termijn: 1 dagen" in html
    assert "Termijn: 42 dagen" in html


def test_more_cases_need_more_people(client: Client) -> None:
    def needed(inflow: str) -> int:
        html = client.get(LEAD, {"van": "5", "tot": "6", "instroom": inflow, "aandeel": "90"}).content.decode()
        return int(html.split('needed__value">')[1].split()[0])

    assert needed("50") < needed("100") < needed("200")


def test_too_few_people_are_marked_as_such(client: Client) -> None:
    html = client.get(LEAD, {"van": "3", "tot": "6", "instroom": "100", "aandeel": "90"}).content.decode()
    assert html.count("te weinig") == 2 * 2  # 3 and 4 people, in both lanes


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"van": "0"}, "Kies een getal van 1 tot 200."),
        ({"van": "9", "tot": "4"}, "Wissel ze om."),
        ({"van": "1", "tot": "90"}, "hoogstens 10 aantallen"),
        ({"instroom": "veel"}, "Vul een geheel getal in."),
        ({"termijn-minister": "-3"}, "Kies een getal van 1 tot 2000."),
    ],
)
def test_what_is_typed_wrongly_is_told_beside_it_and_stays(client: Client, wrong: dict[str, str], words: str) -> None:
    answer = client.get(LEAD, {"van": "4", "tot": "6", "instroom": "100", "aandeel": "90", **wrong})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert words in html
    for value in wrong.values():
        assert f'value="{value}"' in html


def test_the_csv_holds_the_figures_of_the_page(client: Client) -> None:
    rows = list(csv.DictReader(io.StringIO(client.get("/lab/doorlooptijd.csv", {"van": "4", "tot": "5"}).content.decode())))
    assert [(row["lane"], row["people"]) for row in rows] == [
        ("department", "4"),
        ("department", "5"),
        ("minister", "4"),
        ("minister", "5"),
    ]
    assert all(float(row["lead_p10"]) <= float(row["lead_p50"]) <= float(row["lead_p90"]) for row in rows)


def test_the_log_of_a_procedure_may_be_the_source_once_it_holds_enough_cases(world: World, client: Client) -> None:
    assert "logboek:" not in client.get(LEAD).content.decode()
    cases = [world.submitted() for _ in range(offices.ENOUGH)]
    procedure = cases[0].procedure
    silent = client.get(LEAD, {"bron": procedure})
    assert silent.status_code == 422
    assert "Dit logboek vertelt te weinig" in silent.content.decode()
    for case in cases:
        world.act(case, "completion_requested", "handler", reason="Het plan ontbreekt.", missing=["plan"])
    html = client.get(LEAD, {"bron": procedure}).content.decode()
    assert f'value="{procedure}" selected' in html
    assert "5 zaken" in html
    assert "het logboek zegt niet hoeveel uren werk het vraagt" in html


def test_every_page_reads_in_english_too(world: World, sign_in: Callable[[User], Client]) -> None:
    client = sign_in(world.people["analyst"], "en")
    assert "How many people hold the term?" in client.get(LEAD).content.decode()
    assert "what if?" in client.get("/lab/").content.decode()
    assert "Try out rules" in client.get("/lab/regels/").content.decode()


def test_what_was_reckoned_once_is_quick_the_second_time(client: Client) -> None:
    client.get(LEAD)
    begun = time.perf_counter()
    client.get(LEAD)
    assert time.perf_counter() - begun < 1.0


def test_the_budget_of_a_page_holds_for_a_busy_office() -> None:
    office = read((ROOT / "examples" / "leadtime.toml").read_text().replace("620", "6200"), where="x")
    assert reckoning._replications(office, 1.0, 10) == reckoning._FEWEST
    assert reckoning._replications(office, 0.001, 1) == reckoning._MOST
