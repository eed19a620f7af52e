"""The sandbox: change a rule beside the law, see exactly what follows, take it along as a file and bring it back."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from bolwerk.domains import book, doors
from bolwerk.engines.rules.bulk import diff
from bolwerk.faces.lab import reformfile, yearcases
from bolwerk.faces.lab.sheets import Sandbox, sandbox_of, typed
from tests.domains.investment.world import World

RULE = "aid.collaboration"
PATH = f"/lab/regels/{RULE}/"


def form_of(html: str) -> dict[str, str]:
    """What a browser would send: every input of the first form with its value."""
    form = html[html.index('class="sandbox__form"') : html.index("</form>", html.index('class="sandbox__form"'))]
    sent = {}
    for tag in re.findall(r"<input [^>]*>", form):
        attributes = dict(re.findall(r'([a-z-]+)="([^"]*)"', tag))
        if attributes.get("type") != "checkbox" or " checked" in tag:
            sent[attributes["name"]] = unescape(attributes.get("value", ""))
    for name, body in re.findall(r'<select[^>]* name="([^"]+)"[^>]*>(.*?)</select>', form, re.S):
        chosen = re.search(r'value="([^"]*)" selected', body)
        sent[name] = chosen[1] if chosen else ""
    return sent


def cell(sandbox: Sandbox, row: str, column: str) -> str:
    """The name of the input of a cell."""
    for s, sheet in enumerate(sandbox.sheets):
        for r, line in enumerate(sheet.lines):
            if column in sheet.columns and line.key and line.key[0] == row:
                return f"t{s}-r{r}-c{sheet.columns.index(column)}"
    raise AssertionError(f"no cell {row} {column}")


@pytest.fixture
def fresh() -> Sandbox:
    return sandbox_of(book(), RULE)


def shown(client: Client, action: str = "toon", **changed: str) -> Any:
    return client.post(PATH, {**form_of(client.get(PATH).content.decode()), "doe": action, **changed})


def test_the_sheet_shows_every_row_of_the_law_in_its_own_input(client: Client, fresh: Sandbox) -> None:
    html = client.get(PATH).content.decode()
    for row in book().rules[RULE].rows:
        assert f'name="{cell(fresh, row.id, "#")}" value="{row.id}"' in html
        assert f'name="{cell(fresh, row.id, "=> bonus")}" value="{"yes" if row.outcome else "no"}"' in html
    assert "Nog niets berekend" in html


def test_a_changed_cell_shows_the_very_cases_that_the_engine_finds(client: Client, fresh: Sandbox) -> None:
    name = cell(fresh, "C4", "=> bonus")
    html = shown(client, **{name: "no"}).content.decode()
    with reformfile.as_file(reformfile.write(typed(fresh, {name: "no"})).text) as path:
        told = diff(book(), book().amend(path), RULE)
    first = told.rules[0]
    assert first.changed > 0
    assert f"{first.changed} van {first.cells} gevallen komen anders uit" in html
    assert f'name="{name}" value="no"' in html


def test_rules_that_hang_on_it_are_shown_too(client: Client, fresh: Sandbox) -> None:
    html = shown(client, **{cell(fresh, "C4", "=> bonus"): "no"}).content.decode()
    assert book().rules["aid.rate"].question.nl in html


def test_a_reform_is_weighed_on_the_applications_of_the_year(world: World, client: Client, fresh: Sandbox) -> None:
    for _ in range(3):
        world.submitted()
    html = shown(client, **{cell(fresh, "C7", "=> bonus"): "yes"}).content.decode()
    assert "Op de aanvragen van 2025" in html
    assert re.search(r"3 van 3 aanvragen komen anders uit|0 van 3 aanvragen", html)
    assert "Projectkosten" in html


def test_without_applications_the_page_says_that_there_is_nothing_to_weigh(client: Client, fresh: Sandbox) -> None:
    assert "nog geen ingediende aanvragen" in shown(client, **{cell(fresh, "C4", "=> bonus"): "no"}).content.decode()


def test_a_row_may_be_left_out_and_one_may_come_before_another(client: Client, fresh: Sandbox) -> None:
    columns = fresh.sheets[0].columns
    new = len(fresh.sheets[0].lines)
    gone = cell(fresh, "C4", "#").rsplit("-", 1)[0] + "-weg"
    added = {f"t0-r{new}-c{n}": "" for n in range(len(columns))}
    values = {"#": "C0", "results.disseminated": "yes", "=> bonus": "no", "source": "VDP 2.1"}
    added |= {f"t0-r{new}-c{columns.index(name)}": value for name, value in values.items()}
    answer = shown(client, **{gone: "on"}, **added, **{f"t0-r{new}-voor": "C1"})
    html = answer.content.decode()
    assert answer.status_code == 200
    assert "gevallen komen anders uit" in html
    assert 'value="C0"' in html
    text = shown(client, "bestand", **{gone: "on"}, **added, **{f"t0-r{new}-voor": "C1"}).content.decode()
    assert "(removed)" in text and "| before |" in text


def test_a_button_adds_an_empty_row_and_keeps_what_was_typed(client: Client, fresh: Sandbox) -> None:
    name = cell(fresh, "C4", "=> bonus")
    html = shown(client, "rij-0", **{name: "misschien"}).content.decode()
    assert f'name="{name}" value="misschien"' in html
    assert f't0-r{len(fresh.sheets[0].lines)}-c0"' in html


@pytest.mark.parametrize(
    ("row", "column", "value", "words"),
    [
        ("C4", "=> bonus", "misschien", "rij C4, kolom =&gt; bonus"),
        ("C4", "from", "2025-02-30", "rij C4, kolom from"),
        ("C4", "results.disseminated", "soms", "rij C4, kolom results.disseminated"),
        ("C4", "standing", "zeker", "rij C4, kolom standing"),
        ("C4", "source", "a | b", "streep"),
    ],
)
def test_an_error_names_row_and_column_and_keeps_what_was_typed(
    client: Client, fresh: Sandbox, row: str, column: str, value: str, words: str
) -> None:
    name = cell(fresh, row, column)
    answer = shown(client, **{name: value, "titel": "Mijn proef"})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert words in html
    assert re.search(rf'name="{name}"(?: id="{name}")? value="{re.escape(value)}"', html)
    assert 'value="Mijn proef"' in html
    if "streep" not in words:
        assert f'aria-describedby="{name}-fout"' in html


def test_nothing_changed_is_told(client: Client) -> None:
    answer = shown(client)
    assert answer.status_code == 422
    assert "U hebt nog niets veranderd" in answer.content.decode()


def test_the_file_does_what_the_page_showed_and_comes_back_the_same(client: Client, fresh: Sandbox) -> None:
    most = cell(fresh, "collaboration.most", "value")
    change = {cell(fresh, "C4", "=> bonus"): "no", most: "60", "titel": "Zonder verspreiding"}
    taken = shown(client, "bestand", **change)
    text = taken.content.decode()
    assert "attachment" in taken.headers["Content-Disposition"]
    assert text.count("\n| ") == 2 + 2  # a header and a row of each table
    with reformfile.as_file(text) as path:
        assert not diff(book(), book().amend(path), RULE).empty
    given = SimpleUploadedFile("proef.md", text.encode())
    again = client.post(PATH, {"doe": "lees", "bestand": given}).content.decode()
    page = shown(client, **change).content.decode()
    counted = re.findall(r'told__count">([^<]*)', page)
    assert counted and counted == re.findall(r'told__count">([^<]*)', again)
    assert 'value="Zonder verspreiding"' in again
    sent = form_of(again)
    assert sent[cell(fresh, "C4", "=> bonus")] == "no"
    assert client.post(PATH, {**sent, "doe": "bestand"}).content.decode() == text


def test_a_reading_of_the_law_can_be_read_in_although_no_sheet_shows_its_formula(client: Client) -> None:
    reading = next(path for path in book_readings() if "aid-rate" in path.name)
    path = "/lab/regels/aid.rate/"
    given = SimpleUploadedFile(reading.name, reading.read_bytes())
    html = client.post(path, {"doe": "lees", "bestand": given}).content.decode()
    assert "Het ingelezen bestand zegt meer" in html
    sent = form_of(html)
    taken = client.post(path, {**sent, "doe": "bestand"}).content.decode()
    with reformfile.as_file(taken) as file:
        assert diff(book().amend(reading), book().amend(file), "aid.rate").empty


def book_readings() -> list[Any]:
    return [path for door in doors().values() for path in door.READINGS]


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("leeg.md", b"", "De kop ontbreekt."),
        ("kapot.md", b"+++\nid = \n+++\n", "kapot.md:2"),
        ("ander.md", b'+++\nid = "x"\namend = "esac.triage"\n+++\n', "gaat over &#x27;esac.triage&#x27;"),
        ("beeld.md", b"\xff\xfe\x00", "geen tekst"),
        ("rij.md", b'+++\nid = "x"\namend = "aid.collaboration"\n+++\n\n| # | => bonus |\n|-|-|\n| C1 | soms |\n', "rij.md:8"),
        ("groot.md", b"x" * 300_000, "te groot"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_reform_of_this_rule_is_refused_with_its_place(
    client: Client, name: str, content: bytes, words: str
) -> None:
    answer = client.post(PATH, {"doe": "lees", "bestand": SimpleUploadedFile(name, content)})
    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_reading_without_a_file_asks_for_one(client: Client) -> None:
    answer = client.post(PATH, {"doe": "lees"})
    assert answer.status_code == 422
    assert "Kies eerst een bestand." in answer.content.decode()


def test_a_rule_that_does_not_exist_is_not_found(client: Client) -> None:
    assert client.get("/lab/regels/no.such/").status_code == 404


@pytest.mark.parametrize("rule", sorted(book().rules))
def test_every_rule_of_the_book_opens_as_a_sandbox_and_says_unchanged_of_itself(rule: str) -> None:
    fresh = sandbox_of(book(), rule)
    assert not fresh.changed
    posted = {
        f"t{s}-r{r}-c{c}": value
        for s, sheet in enumerate(fresh.sheets)
        for r, line in enumerate(sheet.lines)
        for c, value in enumerate(line.cells)
    }
    assert not typed(fresh, posted).changed
    assert len(posted) < 1900  # what a form may send


def test_no_case_is_named_in_what_the_year_gives(world: World) -> None:
    application = world.submitted(world.company("Lichtveld (voorbeeld)"))
    year = yearcases.of_year(2025)
    assert len(year.cases) == 1
    assert "Lichtveld" not in str(year.cases) and application.reference not in str(year.cases)
    assert year.costs > 0
