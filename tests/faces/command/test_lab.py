"""`bolwerk lab leadtime`: the figures for people, for programs and for a spreadsheet, and what is refused."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from typing import Any

import pytest

from bolwerk.domains import book, terms
from bolwerk.engines.simulate import read
from bolwerk.kernel import MissingLaw
from tests.faces.command.test_command import ROOT, bolwerk

EXAMPLE = ROOT / "examples" / "leadtime.toml"
QUICK = ("--replications", "4", "--staff", "4,6", "--inflow", "1")


def reckoned(*words: str) -> Any:
    done = bolwerk("lab", "leadtime", EXAMPLE, *QUICK, *words)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_more_people_are_quicker_and_the_staff_needed_is_told_in_both_languages() -> None:
    told = reckoned()
    assert "Dienst uitvoervergunningen (voorbeeld)" in told
    assert "Om 90 % binnen 84 dagen te halen" in " ".join(told.split())
    english = bolwerk("--lang", "en", "lab", "leadtime", EXAMPLE, *QUICK).stdout
    assert "sensitive: the minister decides" in english
    assert "people" in english and "mensen" not in english


def test_json_has_every_scenario_with_its_lanes_and_the_staff_needed() -> None:
    told = json.loads(reckoned("--json"))
    few, more = told["scenarios"]
    assert (few["staff"]["handlers"], more["staff"]["handlers"]) == (4, 6)
    for one, other in zip(few["lanes"], more["lanes"], strict=True):
        assert other["lead_days"]["p90"] < one["lead_days"]["p90"]
        assert other["within_term"]["value"] > one["within_term"]["value"]
        assert one["cases"] == other["cases"]
    assert [(one["lane"], one["term_days"]) for one in told["staff_needed"]] == [("department", 42), ("minister", 84)]
    assert all(4 < one["staff"] <= 6 for one in told["staff_needed"])


def test_the_same_seed_gives_the_same_figures_and_another_seed_others() -> None:
    assert reckoned("--json", "--seed", "3") == reckoned("--json", "--seed", "3")
    assert reckoned("--json", "--seed", "3") != reckoned("--json", "--seed", "4")


def test_csv_has_a_line_per_lane_and_scenario() -> None:
    rows = list(csv.DictReader(io.StringIO(reckoned("--csv"))))
    assert [(row["lane"], row["staff"]) for row in rows] == [
        ("department", "4"),
        ("minister", "4"),
        ("department", "6"),
        ("minister", "6"),
    ]
    assert all(float(row["lead_p50"]) <= float(row["lead_p90"]) for row in rows)


def test_a_shorter_term_asks_for_more_people_and_an_impossible_one_says_so() -> None:
    told = json.loads(reckoned("--json", "--term", "department=7", "--term", "minister=1"))
    department, minister = told["staff_needed"]
    assert department["term_days"] == 7 and department["staff"] >= 6
    assert minister["staff"] is None
    assert "Geen aantal mensen haalt 90 % binnen 1 dagen" in " ".join(reckoned("--term", "minister=1").split())


def test_the_terms_of_law_go_before_those_of_the_file_and_are_cited() -> None:
    office = read(EXAMPLE.read_text(), where="example")
    book_day = date(2026, 9, 1)
    found = terms.of_lanes(office, book_day)
    for term in found:
        try:
            value = book().value(term.lane.term_from, book_day)
        except MissingLaw:
            assert (term.days, term.citation) == (term.lane.term, None)
        else:
            assert (term.days, term.citation) == (int(str(value.value)), value.citation)
    assert [term.days for term in terms.of_lanes(office, book_day, {"minister": 60})][1] == 60


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("nergens.toml",), "kan niet gelezen worden"),
        ((), "--from-log"),
        (("--from-log",), "--procedure"),
        ((str(EXAMPLE), "--staff", "veel"), "4-8"),
        ((str(EXAMPLE), "--staff", "0-3"), "from 1"),
        ((str(EXAMPLE), "--inflow", "-1"), "above 0"),
        ((str(EXAMPLE), "--term", "minister=kort"), "LANE=DAYS"),
        ((str(EXAMPLE), "--term", "paus=4"), "Kies uit: department, minister"),
        ((str(EXAMPLE), "--pool", "paus"), "Kies uit: handlers, cabinet"),
        ((str(EXAMPLE), "--share", "90", "--staff", "5", "--replications", "2"), "0.9 voor 90 %"),
        ((str(EXAMPLE), "--replications", "1"), "herhalingen"),
        ((str(EXAMPLE), "--on", "morgen"), "geen datum"),
    ],
    ids=lambda case: " ".join(case)[-24:] if isinstance(case, tuple) else "",
)
def test_bad_use_is_refused_with_what_to_do(words: tuple[str, ...], told: str) -> None:
    done = bolwerk("lab", "leadtime", *words)
    assert done.returncode == 2
    assert told in " ".join(done.stderr.split())
