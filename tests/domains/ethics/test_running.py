"""Measure 1.1 on the office: from the triage of a subsidy case to an advice that frees or blocks it by itself."""

from __future__ import annotations

from datetime import date
from hashlib import sha256
from io import BytesIO
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from pypdf import PdfReader

from bolwerk.domains.ethics import live
from bolwerk.engines.progress import Record
from bolwerk.kernel import InvalidInput, NotAllowed
from bolwerk.office.advice import services
from bolwerk.office.advice.errors import NoValidAdvice, Recused
from bolwerk.office.advice.models import CompositionReport
from bolwerk.office.advice.selectors import advice_on
from bolwerk.office.advice.tally import Choice
from bolwerk.office.cases.models import Case
from bolwerk.office.documents.letters import render
from bolwerk.office.identity.models import Interest
from bolwerk.office.progress import sources
from tests.domains.ethics.world import ASPECTS, EsacWorld

pytestmark = pytest.mark.django_db
TODAY = date(2025, 6, 2)


@pytest.fixture
def world(settings: Any) -> EsacWorld:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # nobody signs in here; this is quick
    return EsacWorld()


def steps(case: Case) -> set[str]:
    case.refresh_from_db()
    return set(case.steps.strip(",").split(","))


def kinds(case: Case) -> list[str]:
    return list(case.events.order_by("seq").values_list("kind", flat=True))


def test_a_positive_advice_frees_the_subsidy_case_by_itself(world: EsacWorld) -> None:
    origin, case, request = world.voting()
    assert steps(origin) == {"reviewing", "esac_advising"}
    world.vote(request, Choice.FOR)
    advice = world.advise(request)
    assert advice.result == "positive"
    assert steps(case) == {"notifying"}
    assert steps(origin) == {"reviewing", "esac_advising"}, "given is not yet notified"
    world.act(case, "advice_notified", "handler")
    assert steps(origin) == {"reviewing", "ethics_known"}
    assert kinds(origin)[-1] == "freed_by_advice"
    assert origin.events.order_by("seq").last().actor_id is None, "the house moved it, not a person"


def test_the_log_of_the_committee_tells_the_whole_way(world: EsacWorld) -> None:
    _, case, request = world.voting()
    world.vote(request, Choice.FOR)
    world.advise(request)
    world.act(case, "advice_notified", "handler")
    assert [kind for kind in kinds(case) if kind != "interest_declared"] == [
        "case_opened",
        "members_invited",
        "composition_confirmed",
        "scoring_closed",
        "advice_given",
        "advice_notified",
    ]
    assert kinds(case).count("interest_declared") == 7


def test_a_negative_advice_blocks_the_subsidy_case_and_only_a_refusal_is_left(world: EsacWorld) -> None:
    origin, case, request = world.voting()
    world.vote(request, Choice.AGAINST, "member1", "member2", "member3", "member4")
    world.vote(request, Choice.FOR, "member5", "member6", "member7")
    assert world.advise(request).result == "negative"
    world.act(case, "advice_notified", "handler")
    assert kinds(origin)[-1] == "blocked_by_advice"
    world.act(origin, "review_stopped", "handler")
    with pytest.raises(NotAllowed, match="binding advice is negative"):
        world.act(origin, "application_ranked", "handler")
    refused = world.act(origin, "refused_on_advice", "approver", reason="Bindend ongunstig advies.")
    assert "refusal_to_notify" in steps(refused)


def test_conditions_stand_in_the_advice_when_it_depends_on_them(world: EsacWorld) -> None:
    origin, case, request = world.voting()
    world.vote(request, Choice.FOR, "member1", "member2", "member3")
    world.vote(request, Choice.CONDITIONS, "member4", "member5", "member6", conditions="Geen uitvoer buiten de EU.")
    world.vote(request, Choice.AGAINST, "member7")
    advice = world.advise(request)
    assert (advice.result, advice.conditions) == ("conditional", "Geen uitvoer buiten de EU.")
    world.act(case, "advice_notified", "handler")
    assert kinds(origin)[-1] == "freed_by_advice"


def test_who_has_an_interest_steps_back_and_the_others_go_on(world: EsacWorld) -> None:
    origin, case, request = world.scoring("member7")
    with pytest.raises(Recused):
        services.score_aspect(request.pk, "ethics", 1, motivation="Toch.", actor=world.people["member7"], at=world.tick())
    others = [f"member{n}" for n in range(1, 7)]
    world.score(request, *others)
    world.act(case, "scoring_closed", "handler")
    world.vote(request, Choice.FOR, *others)
    world.advise(request)
    world.act(case, "advice_notified", "handler")
    assert kinds(origin)[-1] == "freed_by_advice"


def test_an_interest_that_comes_out_later_takes_the_vote_away(world: EsacWorld) -> None:
    _, _, request = world.voting()
    world.vote(request, Choice.FOR)
    Interest.objects.create(user=world.people["member7"], organisation=request.case.organisation, valid_from=date(2025, 1, 1))
    advice = world.advise(request)
    assert advice.tally["counts"]["for"] == 6


def test_the_composition_is_not_confirmed_while_a_member_is_silent(world: EsacWorld) -> None:
    _, case, request = world.invited()
    for name in list(world.seats)[:-1]:
        services.declare_interest(request.pk, actor=world.people[name], interest=False, at=world.tick())
    with pytest.raises(NotAllowed, match="member7"):
        world.act(case, "composition_confirmed", "handler")


def test_missing_expertise_stops_the_composition_and_says_which(world: EsacWorld) -> None:
    _, case, request = world.invited()
    world.declare(request, "member5")
    with pytest.raises(NotAllowed, match="expertise is missing: arms export"):
        world.act(case, "composition_confirmed", "handler")


def test_a_substitute_brings_the_expertise_back(world: EsacWorld) -> None:
    substitute = world.person("member8", world.people["member5"].role_grants.get().role)
    world.people["member8"] = substitute
    world.seats["member8"] = services.appoint(
        world.esac,
        substitute,
        expertise=["arms_export"],
        starts_on=date(2025, 1, 6),
        substitute_for=world.seats["member5"],
        actor=world.people["coordinator"],
    )
    origin, case, request = world.scoring("member5")
    able = [name for name in world.seats if name != "member5"]
    world.score(request, *able)
    world.act(case, "scoring_closed", "handler")
    world.vote(request, Choice.FOR, *able)
    assert world.advise(request).tally["entitled"] == 7
    world.act(case, "advice_notified", "handler")
    assert kinds(origin)[-1] == "freed_by_advice"


def test_too_many_interests_leave_no_quorum(world: EsacWorld) -> None:
    _, case, request = world.invited()
    world.declare(request, "member2", "member3", "member4", "member5")
    with pytest.raises(NotAllowed, match="Only 3 members have no interest"):
        world.act(case, "composition_confirmed", "handler")


def test_too_few_votes_give_no_advice_and_the_reason_is_the_quorum(world: EsacWorld) -> None:
    _, case, request = world.voting()
    world.vote(request, Choice.FOR, "member1", "member2", "member3")
    with pytest.raises(NoValidAdvice, match="Quorum not reached: 3 of 7"):
        world.advise(request)
    assert steps(case) == {"voting"}
    assert advice_on(case) is None


def test_votes_without_every_expertise_give_no_advice(world: EsacWorld) -> None:
    _, _, request = world.voting()
    world.vote(request, Choice.FOR, "member1", "member2", "member3", "member4", "member7")
    with pytest.raises(NoValidAdvice, match="arms export, economic and innovation policy"):
        world.advise(request)


def test_scoring_closes_only_when_every_member_scored_six_aspects(world: EsacWorld) -> None:
    _, case, request = world.scoring()
    world.score(request, *list(world.seats)[:-1])
    for aspect in ASPECTS[:-1]:
        services.score_aspect(request.pk, aspect, 0, motivation="Neutraal.", actor=world.people["member7"], at=world.tick())
    with pytest.raises(NotAllowed, match="member7"):
        world.act(case, "scoring_closed", "handler")


def test_a_member_other_than_the_chair_does_not_close_the_advice_while_the_chair_may(world: EsacWorld) -> None:
    _, _, request = world.voting()
    world.vote(request, Choice.FOR)
    with pytest.raises(NotAllowed, match="chair closes"):
        world.advise(request, by="member2")


def test_another_member_closes_it_when_the_chair_stepped_back(world: EsacWorld) -> None:
    _, _, request = world.voting("member1")
    world.vote(request, Choice.FOR, *(f"member{n}" for n in range(2, 8)))
    assert world.advise(request, by="member2").result == "positive"


def test_a_withdrawn_request_takes_no_more_votes(world: EsacWorld) -> None:
    _, case, request = world.voting()
    world.act(case, "request_withdrawn", "handler", reason="De aanvrager stopt.")
    request.refresh_from_db()
    assert request.state == "withdrawn"
    with pytest.raises(NotAllowed, match="closed"):
        world.vote(request, Choice.FOR, "member1")


def test_no_advice_is_asked_while_the_question_was_not_put(world: EsacWorld) -> None:
    _, case = world.referred()
    with pytest.raises(NotAllowed):
        world.act(case, "composition_confirmed", "handler")


@pytest.mark.parametrize(("lang", "words"), [("nl", "wapenexport"), ("en", "arms export")])
def test_the_composition_report_is_a_pdf_with_members_and_expertise(world: EsacWorld, lang: Any, words: str) -> None:
    pdf = render("esac_composition", live.composition_letter(TODAY, lang), lang)
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)
    assert "member1 (voorbeeld)" in text
    assert words in text


def test_a_reported_composition_is_kept_once_with_the_hash_of_what_was_sent_and_reaches_the_monitor(world: EsacWorld) -> None:
    pdf = render("esac_composition", live.composition_letter(TODAY, "nl"), "nl")
    coordinator = world.people["coordinator"]
    for _ in range(2):
        report = services.report_composition(world.esac, on=TODAY, pdf=pdf, actor=coordinator, key="report", at=world.tick())
    assert report.sha256 == sha256(pdf).hexdigest()
    assert CompositionReport.objects.count() == 1
    told = [record for record in sources.told() if record.kind == "composition_reported"]
    assert [(record.register, record.payload["sha256"]) for record in told if isinstance(record, Record)] == [
        ("advice", report.sha256)
    ]


def test_a_report_is_never_changed(world: EsacWorld) -> None:
    report = services.report_composition(world.esac, on=TODAY, pdf=b"pdf", actor=world.people["coordinator"], key="report")
    report.sha256 = "0" * 64
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        report.save()


def test_a_composition_of_nobody_is_not_reported(world: EsacWorld) -> None:
    with pytest.raises(InvalidInput, match="Nobody has a seat"):
        services.report_composition(
            world.esac, on=date(2024, 1, 1), pdf=b"pdf", actor=world.people["coordinator"], key="report"
        )


def test_only_a_coordinator_reports_the_composition(world: EsacWorld) -> None:
    with pytest.raises(NotAllowed):
        services.report_composition(world.esac, on=TODAY, pdf=b"pdf", actor=world.people["handler"], key="report")
