"""The advice of the ESAC: invited, interests declared, scored, voted, given, notified."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from bolwerk.domains.ethics.public import ADVICE, ASPECTS, GUARDS, SCALE, SETTING, committee_rules
from bolwerk.engines.procedures import OPENED, CaseState, Event, check, fold, moves
from bolwerk.kernel import BRUSSELS, Calendar, Standing

START = datetime(2025, 6, 2, 10, tzinfo=BRUSSELS)


def run(*kinds: str) -> CaseState:
    kinds = (OPENED, *kinds)
    events = [Event(kind, START + timedelta(days=day), f"by-{kind}") for day, kind in enumerate(kinds)]
    return fold(ADVICE, events, Calendar(), on=(START + timedelta(days=len(kinds))).date())


def allowed(state: CaseState, role: str) -> set[str]:
    guards = {name: (lambda: None) for name in GUARDS}
    return {verdict.move.id for verdict in moves(ADVICE, state, "somebody", [role], guards) if verdict.allowed}


def test_the_definition_is_sound() -> None:
    assert check(ADVICE) == ()
    assert {move.guard for move in ADVICE.moves if move.guard} == set(GUARDS)


def test_nobody_votes_before_the_scores_are_closed() -> None:
    scoring = run("members_invited", "composition_confirmed")
    assert "advice_given" not in allowed(scoring, "committee_member")
    assert "advice_given" in allowed(run("members_invited", "composition_confirmed", "scoring_closed"), "committee_member")


def test_only_the_committee_gives_the_advice() -> None:
    voting = run("members_invited", "composition_confirmed", "scoring_closed")
    assert "advice_given" not in allowed(voting, "handler")


def test_the_way_ends_when_the_advice_is_notified() -> None:
    way = ("members_invited", "composition_confirmed", "scoring_closed", "advice_given", "advice_notified")
    assert run(*way).closed


def test_asking_for_information_stops_the_clock() -> None:
    plain = run("members_invited", "composition_confirmed").term("advice").due
    waited = run("members_invited", "composition_confirmed", "information_requested", "information_received")
    due = waited.term("advice").due
    assert plain == date(2025, 7, 2)
    assert due == date(2025, 7, 3)


def test_the_term_is_a_setting_because_no_source_gives_one() -> None:
    citation = ADVICE.term("advice").citation
    assert citation is not None and citation.standing is Standing.UNCONFIRMED


def test_the_committee_weighs_the_six_aspects_of_the_plan() -> None:
    assert [aspect["id"] for aspect in ASPECTS] == [
        "ethics",
        "security",
        "european_integration",
        "foreign_policy",
        "arms_export",
        "economic_innovation_policy",
    ]
    assert [grade["value"] for grade in SCALE] == [-1, 0, 1]


def test_the_mix_of_expertise_mirrors_the_aspects_and_the_numbers_are_settings() -> None:
    rules = committee_rules()
    assert [area["id"] for area in rules["areas"]] == [aspect["id"] for aspect in ASPECTS]
    assert SETTING.standing is Standing.UNCONFIRMED
