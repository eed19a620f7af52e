"""Doe de check as people meet it: what each is asked, in which order, and what the outcome tells them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import pytest
from django.test import Client

from bolwerk.domains import DOMAINS, book
from bolwerk.domains.checking import MAIN_RANK, check, steps
from bolwerk.engines.rules import Fact, FactType
from bolwerk.faces.desk.interview import SESSION, Interview
from bolwerk.faces.desk.outcomes import FEW, grouped, outcome
from tests.faces.desk.here import browser, text

ON = date(2026, 11, 24)


@dataclass(frozen=True)
class Walk:
    """`asked` by fact in order, with the highest rank among the determinations that waited for it."""

    asked: Mapping[str, int]
    interview: Interview

    def said(self, rule: str) -> object:
        return book().decide(rule, self.interview.facts, self.interview.day).value

    @property
    def until_main(self) -> int:
        """How many questions come before only special cases are left."""
        return sum(rank >= MAIN_RANK for rank in self.asked.values())


def plain(fact: Fact) -> str:
    """The answer of somebody with nothing special: no, none, or the least."""
    if fact.type is FactType.BOOL:
        return "no"
    values = [str(value) for value in fact.values]
    if not values:
        return str(fact.low or 0)
    return next((value for value in ("none", "other") if value in values), values[0])


def walk(*fields: str, **answers: str) -> Walk:
    """Answers by fact, with `__` for the dot; whatever else is asked gets the plain answer."""
    told = {name.replace("__", "."): raw for name, raw in answers.items()}
    interview, asked = Interview(ON, fields, started=True), {}
    while question := interview.next():
        name = question.fact.name
        assert name not in asked, f"{name} is asked twice"
        asked[name] = max(book().rules[rule].rank for rule in question.rules)
        interview = interview.answered(name, told.get(name, plain(question.fact)))
    return Walk(asked, interview)


def test_an_exporter_of_arms_to_norway_knows_the_licence_first_and_is_asked_little_about_dual_use() -> None:
    seen = walk("export_control", goods__class="defence", trade__movement="export", destination__country="NO")
    assert list(seen.asked)[:3] == ["goods.class", "trade.movement", "destination.country"]
    assert seen.said("export.licence_needed") == "licence"
    assert len(seen.asked) <= 32
    assert seen.until_main <= 25
    assert not {"dualuse.warning", "dualuse.cyber_item", "dualuse.form", "consultation.kind"} & set(seen.asked)


def test_an_exporter_of_a_camera_to_japan_ends_with_the_general_authorisation() -> None:
    seen = walk(
        "export_control",
        goods__class="dual_use",
        trade__movement="export",
        destination__country="JP",
        goods__dual_use_listed="yes",
    )
    assert seen.said("dualuse.general_authorisation") == "EU001"
    assert len(seen.asked) <= 20
    assert not [name for name in seen.asked if name.startswith(("transfer.", "firearm.", "consultation.", "authorisation."))]


def test_a_laboratory_without_a_partner_abroad_is_asked_nothing_about_partners() -> None:
    alone = walk("knowledge_security", organisation__kind="research")
    abroad = walk("knowledge_security", organisation__kind="research", knowledge__cooperation="project")
    assert len(alone.asked) <= 3
    assert not [name for name in alone.asked if name.startswith(("partner.", "country."))]
    assert {"partner.sanctioned", "country.threat_named"} <= set(abroad.asked)


def test_a_drinking_water_company_with_an_incident_hears_of_the_incident_within_a_dozen_questions() -> None:
    seen = walk(
        "cyber",
        organisation__kind="local",
        nis2__presence="main_be",
        nis2__sector="drinking_water",
        incident__happened="yes",
        incident__malicious_access="yes",
        critical__entity="yes",
    )
    assert next(iter(seen.asked)) == "incident.happened"
    assert list(seen.asked).index("nis2.special") <= 13
    assert seen.said("incident.nis2_route") == "ccb"
    assert seen.said("incident.nis2_warning") == 24


def test_who_builds_nothing_is_not_asked_where_the_site_lies() -> None:
    nothing, hangar = walk("permits"), walk("permits", permit__act="building", zone__plan="airport_port")
    assert next(iter(nothing.asked)) == next(iter(hangar.asked)) == "permit.act"
    assert "zone.plan" not in nothing.asked
    assert "zone.plan" in hangar.asked
    assert hangar.said("permit.exemption_8_3") is not None


def test_a_bridge_engineer_is_asked_of_the_road_only() -> None:
    seen = walk("infrastructure", corridor__mode="road", structure__axle="short", intervention__kind="strengthen")
    assert next(iter(seen.asked)) == "corridor.mode"
    assert not [name for name in seen.asked if name.startswith(("railway.", "waterway."))]
    assert len(seen.asked) <= 8


def test_a_school_is_not_asked_what_a_pupil_knows() -> None:
    seen = walk("education", organisation__kind="school", school__course="defence_security")
    assert list(seen.asked)[:2] == ["organisation.kind", "school.course"]
    assert not [
        name for name in seen.asked if name.startswith(("pupil.", "waitlist.", "allocation.")) if name != "pupil.course"
    ]


def test_a_municipality_that_founds_a_corps_is_not_asked_for_an_age() -> None:
    town = walk("resilience", organisation__kind="local", corps__has="yes", corps__members="40")
    young = walk("resilience", organisation__kind="person", volunteer__wants="yes", volunteer__age="17")
    assert not {"volunteer.age", "volunteer.screened", "training.done"} & set(town.asked)
    assert town.said("volunteer.deployable") == "not_applicable"
    assert "volunteer.age" in young.asked


def test_whoever_is_no_reservist_is_asked_one_thing() -> None:
    assert list(walk("reservists").asked) == ["reservist.regime"]
    assert 1 < len(walk("reservists", reservist__regime="vps_statutory").asked) <= 8


@pytest.mark.parametrize("field", DOMAINS)
def test_what_people_come_for_is_settled_before_special_cases_are_asked(field: str) -> None:
    ranks = list(walk(field).asked.values())
    main = [rank >= MAIN_RANK for rank in ranks]
    assert main == sorted(main, reverse=True), ranks


def test_over_several_fields_the_special_cases_of_all_come_last() -> None:
    main = [rank >= MAIN_RANK for rank in walk("export_control", "permits", "education").asked.values()]
    assert main == sorted(main, reverse=True)
    assert len(set(main)) == 2


def test_whoever_skips_a_subject_is_asked_no_more_about_it_and_can_still_be_told() -> None:
    interview = Interview(ON, ("investment",), started=True).leaving("2.1").leaving("2.2")
    assert interview.to_go() < Interview(ON, ("investment",), started=True).to_go()
    while question := interview.next():
        assert not {book().rules[rule].measure[0] for rule in question.rules} & {"2.1", "2.2"}
        interview = interview.answered(question.fact.name, plain(question.fact))
    session: dict[str, object] = {}
    interview.keep(session, ON)
    assert Interview.of(session, ON).left == ("2.1", "2.2")


def test_nothing_that_is_said_to_change_an_answer_only_makes_it_not_concern_the_person() -> None:
    interview = walk("export_control", goods__class="defence", trade__movement="export", destination__country="NO").interview
    found = [answer for one in check(interview.facts, ON, interview.fields).measures for answer in one.settled]
    others = [(answer.rule, other.value) for answer in found for other in answer.otherwise()]
    assert len(others) > 10
    assert all(book().rules[rule].concerns(value) for rule, value in others)


def test_the_outcome_leads_with_what_matters_and_folds_steps_and_silence_away() -> None:
    interview = walk("resilience", volunteer__wants="yes", organisation__kind="person").interview
    (group,) = grouped(check(interview.facts, ON, interview.fields))
    assert all(one.matters for one in group.main)
    assert {one.rule for one in group.silent} >= {"volunteer.expense_day_cap"}
    everything = [one for part in (group.main, group.more, group.steps, group.open, group.judged, group.silent) for one in part]
    assert len(everything) == len({one.rule for one in everything})


def test_a_step_to_another_answer_is_never_open() -> None:
    interview = Interview(ON, ("knowledge_security",), started=True).answered("partner.military_tie", "no")
    measures = check(interview.facts, ON, interview.fields).measures
    assert not steps() & {answer.rule for one in measures for answer in one.open}
    assert "knowledge.partner_evidence" in {answer.rule for one in measures for answer in one.untold}


def test_many_outcomes_at_once_are_a_list() -> None:
    answers = {"volunteer.wants": True, "volunteer.informed": False, "volunteer.insured": False, "volunteer.screened": False}
    many = outcome(book().decide("volunteer.gates", answers | {"training.done": "none", "volunteer.age": 15}, ON))
    few = outcome(book().decide("export.duties_to_tell", {"goods.on_military_list": False}, ON))
    assert len(many.parts) > FEW
    assert few.parts == ()


def begun(*fields: str) -> Client:
    client = browser()
    client.post("/check/organisatie/", {"action": "without", "about": list(fields)})
    return client


@pytest.mark.django_db
def test_the_page_offers_to_skip_a_subject_and_then_asks_of_another() -> None:
    client = begun("infrastructure", "reservists")
    assert "Sla dit onderwerp over" in text(client.get("/check/"))
    for _ in range(9):
        page = text(client.get("/check/"))
        if 'name="fact" value="reservist.regime"' in page:
            break
        part = page.split('name="part" value="')[1].split('"')[0]
        client.post("/check/", {"fact": "corridor.mode", "action": "leave", "part": part})
    assert 'name="fact" value="reservist.regime"' in page
    assert client.session[SESSION]["typed"] == {}


@pytest.mark.django_db
def test_a_subject_that_is_not_in_the_plan_cannot_be_skipped() -> None:
    client = begun("reservists")
    response = client.post("/check/", {"fact": "reservist.regime", "action": "leave", "part": "99.9"})
    assert response.status_code >= 400
    assert client.session[SESSION]["left"] == []


@pytest.mark.django_db
def test_the_page_says_when_only_special_cases_are_left() -> None:
    client, said = begun("education"), []
    while (response := client.get("/check/")).status_code == 200:
        page = text(response)
        name = page.split('name="fact" value="')[1].split('"')[0]
        said.append("De belangrijkste antwoorden staan vast" in page)
        answer = {"organisation.kind": "school", "school.course": "defence_security"}.get(name, plain(book().facts[name]))
        client.post("/check/", {"fact": name, "answer": answer, "action": "answer"})
    assert said == sorted(said)
    assert said[0] is False
    assert said[-1] is True


@pytest.mark.django_db
def test_an_application_is_offered_to_whom_it_can_concern() -> None:
    reservist, company = begun("reservists"), begun("investment")
    assert "Er staat nu geen oproep open" in text(company.get("/check/uitkomst/"))
    assert "oproep open" not in text(reservist.get("/check/uitkomst/"))
    assert "Lees uw plichten bij uitvoer" not in text(reservist.get("/check/uitkomst/"))
