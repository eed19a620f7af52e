"""The pure functions: clocks that run, the selection score, the roll-up of a self-assessment, and the parts of a dossier."""

from __future__ import annotations

from datetime import datetime, timedelta
from fractions import Fraction
from itertools import product
from pathlib import Path

import pytest

from bolwerk.domains import book, book_of
from bolwerk.domains.cyber.public import (
    ACTORS,
    ATTACKS,
    PARTS,
    Requirement,
    Threat,
    after_hours,
    after_months,
    maturity,
    read_parts,
    selection_score,
)
from bolwerk.engines.dossier import read
from bolwerk.kernel import BRUSSELS, InvalidInput

EXAMPLE = Path(__file__).parents[3] / "examples" / "dossiers" / "25-cyber-supplier.toml"
NEUTRAL = Fraction(3)


def threats(target: int = 1, impact: int = 0, probability: Fraction = Fraction(0)) -> list[Threat]:
    return [Threat(a, b, Fraction(target), Fraction(impact), probability) for a, b in product(ATTACKS, ACTORS)]


def requirement(id_: str, documentation: int | None, implementation: int | None, key: bool = False) -> Requirement:
    scores = [None if score is None else Fraction(score) for score in (documentation, implementation)]
    return Requirement(id_, scores[0], scores[1], key)


def test_hours_run_through_the_weekend_and_the_change_of_the_clock() -> None:
    friday = datetime(2026, 3, 27, 17, 0, tzinfo=BRUSSELS)
    due = after_hours(friday, 72)
    assert due - friday == timedelta(hours=73), "wall clocks: the summer hour is skipped"
    assert due.isoformat() == "2026-03-30T18:00:00+02:00"


def test_a_month_runs_from_the_notification_and_ends_within_a_shorter_month() -> None:
    sent = datetime(2026, 1, 31, 9, 30, tzinfo=BRUSSELS)
    assert after_months(sent, 1).isoformat() == "2026-02-28T09:30:00+01:00"
    assert after_months(datetime(2026, 3, 1, 9, 30, tzinfo=BRUSSELS), 1).isoformat() == "2026-04-01T09:30:00+02:00"


def test_a_moment_without_a_time_zone_is_refused() -> None:
    naive = datetime(2026, 1, 31, 9, 30)  # noqa: DTZ001
    for clock in (after_hours, after_months):
        with pytest.raises(ValueError, match="time zone"):
            clock(naive, 1)


def test_the_score_runs_from_nothing_to_the_size_times_five_hundred() -> None:
    assert selection_score(3, threats()) == 0
    assert selection_score(1, threats(2, 10, Fraction(1))) == 500
    assert selection_score(3, threats(2, 10, Fraction(1))) == 1500


def test_a_table_with_a_hole_or_a_double_has_no_score() -> None:
    with pytest.raises(InvalidInput, match="1 are missing"):
        selection_score(1, threats()[1:])
    with pytest.raises(InvalidInput, match="twice"):
        selection_score(1, [*threats(), threats()[0]])
    with pytest.raises(InvalidInput):
        selection_score(4, threats())


@pytest.mark.parametrize(("target", "impact", "probability"), [(3, 5, 1), (1, 7, 1), (1, 5, 2)])
def test_a_value_outside_the_table_is_refused(target: int, impact: int, probability: int) -> None:
    with pytest.raises(InvalidInput, match="selection table"):
        Threat("crime", "competitors", Fraction(target), Fraction(impact), Fraction(probability))


def test_a_subcategory_counts_once_however_many_requirements_it_has() -> None:
    found = maturity(
        [
            requirement("PR.AA-01.1", 5, 5),
            requirement("PR.AA-03.1", 1, 1),
            requirement("PR.AA-03.2", 1, 1),
            requirement("PR.AA-03.3", 1, 1),
            requirement("DE.CM-01.1", 4, 2),
        ],
        NEUTRAL,
    )
    assert found.categories == {"DE.CM": 3, "PR.AA": 3}
    assert found.total == 3
    assert found.key_lowest is None


def test_not_applicable_in_one_score_makes_both_count_as_three() -> None:
    found = maturity([requirement("PR.AA-01.1", None, 5, key=True), requirement("DE.CM-01.1", 1, None, key=True)], NEUTRAL)
    assert (found.total, found.key_lowest, found.category_lowest) == (3, 3, 3)


def test_the_lowest_key_measure_ignores_the_other_requirements() -> None:
    found = maturity([requirement("PR.AA-01.1", 4, 3, key=True), requirement("PR.AA-01.2", 1, 1)], NEUTRAL)
    assert found.key_lowest == Fraction(7, 2)


@pytest.mark.parametrize("bad", [("PR-AA.1", 3), ("PR.AA-01.1", 6), ("PR.AA-01.1", 0)])
def test_a_wrong_number_or_score_is_refused(bad: tuple[str, int]) -> None:
    with pytest.raises(InvalidInput):
        requirement(bad[0], bad[1], 3)


def test_an_assessment_without_requirements_or_with_a_double_is_refused() -> None:
    with pytest.raises(InvalidInput, match="no requirement"):
        maturity([], NEUTRAL)
    with pytest.raises(InvalidInput, match="twice"):
        maturity([requirement("PR.AA-01.1", 3, 3)] * 2, NEUTRAL)


def full(score: float, low_key: float) -> str:
    """A Basic assessment of the right counts, one key measure at `low_key`."""
    rows = []
    for n in range(34):
        value = low_key if n == 0 else score
        rows.append(
            f'{{ id = "PR.AA-{n + 1:02d}.1", documentation = {value}, implementation = {value}, key = {str(n < 13).lower()} }}'
        )
    return 'title = "T"\ndate = 2026-06-01\n[cyfun]\nlevel = "basic"\nrequirement = [' + ",".join(rows) + "]\n"


def assessed(text: str) -> dict[str, object]:
    dossier = read(text, where="t.toml", parts=PARTS)
    (found,) = read_parts(dossier, book_of("cyber"))
    return dict(found.facts)


def test_a_complete_assessment_gives_the_facts_that_decide_the_pass() -> None:
    facts = assessed(full(3, 2.5))
    assert book_of("cyber").decide("cyfun.pass", facts, on="2026-06-01").value == "pass"
    assert book_of("cyber").decide("cyfun.pass", assessed(full(3, 2)), on="2026-06-01").value == "fail"


def test_an_assessment_with_one_requirement_too_few_gives_no_facts() -> None:
    short = (
        full(5, 5).replace('{ id = "PR.AA-34.1", documentation = 5, implementation = 5, key = false }', "").replace(",]", "]")
    )
    assert assessed(short) == {}


def test_the_example_shows_the_moments_in_their_order() -> None:
    dossier = read(EXAMPLE.read_text(encoding="utf-8"), where=EXAMPLE.name, parts=PARTS)
    score, clocks = read_parts(dossier, book())
    assert score.facts["cyfun.score"] == 110
    assert [reason.text.nl for reason in clocks.why] == [
        "vroege waarschuwing aan het CCB: 30 mei 2026, 16:30 uur",
        "melding aan het CCB: 1 juni 2026, 16:30 uur",
        "melding van het datalek: 1 juni 2026, 16:30 uur",
        "eindverslag aan het CCB: 30 juni 2026, 09:00 uur",
    ]


@pytest.mark.parametrize(
    ("part", "place"),
    [
        ('[cyfun]\nlevels = "basic"', "cyfun.levels"),
        ('[cyfun]\nlevel = "gold"\nrequirement = []', "cyfun.level"),
        ('[cyfun]\nthreat = [{ attack = "crime" }]', r"cyfun.threat\[1\].actor"),
        ("[incident]\naware = 2026-06-01", "incident.aware"),
        ("[incident]\naware = 2026-06-01T10:00:00", "incident.aware"),
    ],
)
def test_a_mistake_in_a_part_is_told_with_its_place(part: str, place: str) -> None:
    dossier = read(f'title = "T"\ndate = 2026-06-01\n{part}\n', where="t.toml", parts=PARTS)
    with pytest.raises(InvalidInput) as caught:
        read_parts(dossier, book_of("cyber"))
    assert caught.value.where == place.replace("\\", "")


def test_without_the_size_there_is_no_score_but_a_question() -> None:
    text = EXAMPLE.read_text(encoding="utf-8").replace('"organisation.staff" = 120\n', "")
    dossier = read(text, where="t.toml", parts=PARTS)
    score, _ = read_parts(dossier, book_of("cyber"))
    assert score.facts == {}
    assert [reason.text for reason in score.why] == [book_of("cyber").fact("organisation.staff").question]
