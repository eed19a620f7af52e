"""Doe de check: one question at a time, only what still matters, kept in the session, with and without a number."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from bolwerk.domains import book, domain_of
from bolwerk.domains.checking import check
from bolwerk.engines import dossier as files
from bolwerk.engines.rules import Fact
from bolwerk.faces.desk.interview import SESSION, Interview
from bolwerk.kernel import InvalidInput
from tests.faces.desk.here import Here, browser, text

EXAMPLES = Path(__file__).parents[3] / "examples" / "dossiers"
ON = date(2026, 11, 23)


def begun() -> Client:
    client = browser()
    client.post("/check/organisatie/", {"action": "without"})
    return client


def asked(page: str) -> str:
    found = re.search(r'name="fact" value="([^"]+)"', page)
    return found[1] if found else ""


def answer(client: Client, fact: str, raw: str) -> str:
    return text(client.post("/check/", {"fact": fact, "answer": raw, "action": "answer"}, follow=True))


def first(fact: Fact) -> str:
    """An answer that the form takes."""
    return {True: "yes", False: "no"}.get(fact.values[0], str(fact.values[0])) if fact.values else "10"  # type: ignore[call-overload]


def walk(choose: dict[str, str]) -> tuple[list[str], Interview]:
    """The facts asked, answering the first choice to each unless told."""
    interview, names = Interview(ON, started=True), []
    while question := interview.next():
        fact = question.fact
        names.append(fact.name)
        interview = interview.answered(fact.name, choose.get(fact.name, first(fact)))
    return names, interview


def test_a_judgement_of_an_official_is_never_asked() -> None:
    names, interview = walk({"weapon.kind": "doubtful"})
    assert not any(book().facts[name].kind == "judgement" for name in names)
    open_ones = [a for a in book().all(interview.facts, ON) if a.state == "judgement"]
    assert {answer.rule for answer in open_ones} >= {"weapons.international_law_ban"}


def test_what_no_longer_matters_is_not_asked() -> None:
    names, _ = walk({"weapon.kind": "cluster_munition"})
    assert "project.programme" not in names
    assert "project.programme" in walk({"weapon.kind": "none"})[0]


def test_when_nothing_is_asked_any_more_nothing_a_person_could_answer_is_open() -> None:
    _, interview = walk({})
    for found in (answer for one in check(interview.facts, ON).measures for answer in one.open):
        assert all(book().fact(name).kind == "judgement" for name in found.ask), found.rule


def test_i_do_not_know_skips_a_question_for_good() -> None:
    interview, names = Interview(ON, started=True), []
    while question := interview.next():
        names.append(question.fact.name)
        interview = interview.passed(question.fact.name)
    assert len(names) == len(set(names))
    assert interview.to_go() == 0
    assert set(interview.facts) == {name for name in interview.facts if name.startswith("application.")}


def test_nobody_can_answer_for_an_official() -> None:
    with pytest.raises(InvalidInput, match="official"):
        Interview(ON).answered("project.mainly_military", "no")


@pytest.mark.django_db
def test_the_page_says_where_we_are_why_it_asks_and_what_is_settled() -> None:
    client = begun()
    page = text(client.get("/check/"))
    name = asked(page)
    assert "stap 1" in page
    assert "Waarom vragen we dit?" in page
    page = answer(client, name, first(book().facts[name]))
    assert "stap 2" in page
    assert asked(page) != name


@pytest.mark.django_db
def test_an_answer_that_cannot_be_is_told_and_stays_as_typed() -> None:
    client = begun()
    response = client.post("/check/", {"fact": "aid.amount", "answer": "-500", "action": "answer"})
    assert response.status_code == 422
    assert 'value="-500"' in text(response)
    assert "Geef een getal" in text(response)
    empty = client.post("/check/", {"fact": "aid.amount", "answer": "", "action": "answer"})
    assert "Weet ik niet" in text(empty)
    assert empty.status_code == 422


@pytest.mark.django_db
def test_back_shows_the_question_before_with_its_answer() -> None:
    client = begun()
    name = asked(text(client.get("/check/")))
    given = first(book().facts[name])
    answer(client, name, given)
    page = text(client.post("/check/terug/", follow=True))
    assert asked(page) == name
    assert re.search(rf'value="{given}"[^>]*(checked|selected)', page)


@pytest.mark.django_db
def test_whoever_comes_for_one_field_is_asked_of_that_field_only() -> None:
    client = browser()
    client.post("/check/organisatie/", {"action": "without", "about": ["ethics", "no_such_field"]})
    assert client.session[SESSION]["fields"] == ["ethics"]
    interview = Interview(ON, fields=("ethics",), started=True)
    while question := interview.next():
        assert all(domain_of(rule) == "ethics" for rule in question.rules)
        interview = interview.answered(question.fact.name, first(question.fact))
    assert "aid.amount" not in interview.facts


def test_the_number_of_questions_to_go_is_never_too_low() -> None:
    interview, promised = Interview(ON, fields=("investment",), started=True), []
    while question := interview.next():
        promised.append(interview.to_go())
        interview = interview.answered(question.fact.name, first(question.fact))
    assert all(told >= len(promised) - step for step, told in enumerate(promised))
    assert interview.to_go() == 0


def test_a_dossier_file_tells_which_fields_it_is_about() -> None:
    told = files.read((EXAMPLES / "07-cluster-munition.toml").read_text(), where="x")
    assert {"ethics"} <= set(Interview.from_dossier(told, {}).fields)


@pytest.mark.django_db
@pytest.mark.parametrize("raw", ["0403.019.260", "abc", "", "9" * 60])
def test_a_wrong_enterprise_number_is_told_and_kept(raw: str) -> None:
    response = browser().post("/check/organisatie/", {"kbo": raw})
    assert response.status_code == 422
    assert "id_kbo" in text(response)
    assert raw[:40] in text(response)


def test_the_size_of_an_organisation_comes_from_the_register_and_nothing_else_of_it(here: Here) -> None:
    company = here.company(staff=20)
    client = browser()
    page = text(client.post("/check/organisatie/", {"kbo": str(company.kbo)}, follow=True))
    assert company.name in page
    assert client.session[SESSION]["registered"] == {"company.size": "small"}
    assert "uit het register" in page
    assert "3.000.000" not in page


def test_a_member_is_offered_its_own_organisation_only(here: Here) -> None:
    mine, other = here.company(), here.company()
    _, client = here.applicant_of(mine)
    page = text(client.get("/check/"))
    assert mine.name in page
    assert other.name not in page


@pytest.mark.django_db
def test_the_outcome_says_what_applies_why_and_what_would_change_it() -> None:
    client = begun()
    answer(client, "weapon.kind", "cluster_munition")
    page = text(client.get("/check/uitkomst/"))
    assert "uitgesloten" in page
    assert "Waarom?" in page
    assert "Wat zou dit veranderen?" in page
    assert "1.1 ·" in page
    assert "2.1 ·" in page
    assert "examples" not in page


@pytest.mark.django_db
def test_a_downloaded_dossier_reads_back_to_the_same_facts() -> None:
    client = begun()
    answer(client, "weapon.kind", "none")
    answer(client, "aid.amount", "250.000")
    raw = text(client.get("/check/dossier.toml"))
    facts = files.read(raw, where="x").facts
    assert facts["aid.amount"] == 250_000
    book().validate(facts)
    other = browser()
    other.post("/check/opladen/", {"file": SimpleUploadedFile("d.toml", raw.encode())})
    assert text(other.get("/check/dossier.toml")).split("[facts]")[1] == raw.split("[facts]")[1]


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(path.name for path in EXAMPLES.glob("*.toml")))
def test_every_example_can_be_uploaded(name: str) -> None:
    client = browser()
    response = client.post("/check/opladen/", {"file": SimpleUploadedFile(name, (EXAMPLES / name).read_bytes())})
    assert (response.status_code, response.headers["Location"]) == (302, "/check/uitkomst/")
    assert "project.mainly_military" not in client.session[SESSION]["typed"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b'title = "x"\ndate = 2025-06-02\n[facts]\n"weapon.knd" = "none"\n', "Het gegeven"),
        (b'title = "x\n', "geen geldig TOML"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\xff\xfe", "geen tekstbestand"),
        (b'title = "x"\n[facts]\n', "datum"),
        (b'title = "x"\ndate = 2025-06-02\n[facts]\n"aid.amount" = -1\n', "aid.amount"),
        (b"x" * 1_000_001, "te groot"),
        (b"", "leeg"),
    ],
    ids=["unknown fact", "broken toml", "picture", "no date", "negative amount", "too large", "empty"],
)
def test_a_file_that_cannot_be_read_is_told_and_changes_nothing(content: bytes, said: str) -> None:
    client = begun()
    answer(client, "weapon.kind", "none")
    response = client.post("/check/opladen/", {"file": SimpleUploadedFile("d.toml", content)})
    assert response.status_code == 422
    assert said in text(response)
    assert client.session[SESSION]["typed"] == {"weapon.kind": "none"}
