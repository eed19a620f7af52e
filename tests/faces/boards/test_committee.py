"""The boards of the committee: declare, score, vote, advise, each in its turn; who sits, and what was reported."""

from __future__ import annotations

from datetime import date
from hashlib import sha256
from typing import Any

import pytest

from bolwerk.office.advice import services
from bolwerk.office.advice.models import Advice, AdviceRequest, CompositionReport, Declaration, Seat, Vote
from bolwerk.office.advice.tally import Choice
from bolwerk.office.cases import services as cases
from bolwerk.office.identity.models import Interest
from tests.domains.ethics.world import ASPECTS, EsacWorld

SEATS = "/werkbank/comite/samenstelling/"


def at(request: AdviceRequest, part: str = "") -> str:
    return f"/werkbank/comite/{request.pk}/{part}"


def scores(grade: str = "1", **more: str) -> dict[str, str]:
    typed = {f"score-{a}": grade for a in ASPECTS} | {f"motivation-{a}": f"Zie {a}." for a in ASPECTS}
    return typed | {"key": "s"} | more


def test_a_member_finds_the_request_with_what_is_still_to_do(world: EsacWorld, visit: Any) -> None:
    _, _, request = world.invited()
    client = visit("member2")
    assert "belang verklaren" in client.get("/werkbank/comite/").content.decode()
    client.post(at(request, "belang/"), {"key": "d", "interest": "no"})
    assert "aspecten scoren" in client.get("/werkbank/comite/").content.decode()


def test_the_committee_reads_the_project_but_not_the_money_of_the_enterprise(world: EsacWorld, visit: Any) -> None:
    _, _, request = world.invited()
    page = visit("member2").get(at(request)).content.decode()
    assert "Een lichte kijker die mensen vindt in rook" in page
    assert "Loopt het project in een groter programma?" in page
    for hidden in ("300.000", "135.000", "schulden"):
        assert hidden not in page.replace("\xa0", " ")


def test_who_declares_an_interest_says_which_and_steps_back(world: EsacWorld, visit: Any) -> None:
    _, _, request = world.invited()
    client = visit("member3")
    wrong = client.post(at(request, "belang/"), {"key": "d", "interest": "yes", "explanation": ""})
    assert wrong.status_code == 422
    assert not Declaration.objects.exists()
    page = client.post(
        at(request, "belang/"), {"key": "d", "interest": "yes", "explanation": "Mijn broer werkt er."}, follow=True
    ).content.decode()
    assert "U doet niet mee" in page
    assert "Een lichte kijker" not in page
    assert "Mijn broer" not in visit("handler").get(at(request)).content.decode()


def test_who_stepped_back_cannot_vote_after_all(world: EsacWorld, visit: Any) -> None:
    _, _, request = world.voting("member7")
    answer = visit("member7").post(at(request, "stem/"), {"key": "v", "choice": "for", "motivation": "Toch wel."})
    assert answer.status_code == 403
    assert "Er klopt iets nog niet" in answer.content.decode()
    assert "Toch wel." in answer.content.decode()
    assert not Vote.objects.exists()


def test_an_interest_from_the_registers_shuts_the_page_with_a_reason(world: EsacWorld, visit: Any) -> None:
    _, case, request = world.invited()
    Interest.objects.create(user=world.people["member4"], organisation=case.organisation, reason="Adviseur (voorbeeld).")
    answer = visit("member4").get(at(request))
    assert answer.status_code == 403
    assert "U hebt een belang" in answer.content.decode()


def test_scoring_waits_for_the_composition_to_be_confirmed(world: EsacWorld, visit: Any) -> None:
    _, case, request = world.invited()
    world.declare(request)
    client = visit("member2")
    assert "Scoren kan zodra" in client.get(at(request)).content.decode()
    early = client.post(at(request, "scores/"), scores())
    assert early.status_code == 403
    assert "Zie ethics." in early.content.decode(), "what was typed is not lost"
    world.act(case, "composition_confirmed", "handler")
    assert client.post(at(request, "scores/"), scores()).status_code == 302
    assert request.scores.filter(seat=world.seats["member2"]).count() == 6


def test_aspects_may_be_scored_halfway_but_each_with_a_motivation(world: EsacWorld, visit: Any) -> None:
    _, _, request = world.scoring()
    client = visit("member2")
    half = {"key": "h", "score-ethics": "-1", "motivation-ethics": "Twijfel."}
    assert client.post(at(request, "scores/"), half).status_code == 302
    bare = client.post(at(request, "scores/"), {"key": "b", "score-security": "1", "motivation-security": ""})
    assert bare.status_code == 422
    assert "Schrijf in een of twee zinnen waarom." in bare.content.decode()
    assert client.post(at(request, "scores/"), {"key": "e"}).status_code == 422
    assert request.scores.count() == 1


def test_a_member_does_not_see_the_scores_of_others_before_the_vote(world: EsacWorld, visit: Any) -> None:
    _, case, request = world.scoring()
    world.score(request, "member1", grade=-1)
    client = visit("member2")
    assert "eerst scoort ieder zelf" in client.get(at(request)).content.decode()
    world.score(request, *[f"member{n}" for n in range(2, 8)])
    world.act(case, "scoring_closed", "handler")
    page = client.get(at(request)).content.decode()
    assert "De stemming" in page
    assert "n = 7" in page


def test_a_vote_with_conditions_says_which(world: EsacWorld, visit: Any) -> None:
    _, _, request = world.voting()
    client = visit("member2")
    typed = {"key": "v", "choice": "conditions", "motivation": "Afgewogen.", "conditions": ""}
    assert client.post(at(request, "stem/"), typed).status_code == 422
    assert client.post(at(request, "stem/"), typed | {"conditions": "Geen uitvoer."}).status_code == 302
    assert Vote.objects.get().conditions == "Geen uitvoer."
    assert "U stemde:" in client.get(at(request)).content.decode()


def test_without_quorum_the_page_says_why_there_is_no_advice(world: EsacWorld, visit: Any) -> None:
    _, _, request = world.voting()
    world.vote(request, Choice.FOR, "member1", "member2")
    request.refresh_from_db()
    client = visit("member1")
    page = client.get(at(request)).content.decode()
    assert "Quorum niet bereikt: 2 van 7" in page
    assert "Kan nog niet" in page
    typed = {"key": "g", "version": str(request.version), "text": "Mijn lange tekst."}
    answer = client.post(at(request, "advies/"), typed)
    assert answer.status_code == 403
    assert not Advice.objects.exists()


def test_the_chair_gives_the_advice_once_and_the_page_shows_it(world: EsacWorld, visit: Any) -> None:
    origin, case, request = world.voting()
    world.vote(request, Choice.FOR)
    request.refresh_from_db()
    typed = {"key": "g", "version": str(request.version), "text": "Verantwoord op alle zes aspecten."}
    other = visit("member2").post(at(request, "advies/"), typed)
    assert other.status_code == 403
    assert "De voorzitter sluit het advies af." in other.content.decode()
    assert "Verantwoord op alle zes aspecten." in other.content.decode()
    chair = visit("member1")
    for _ in range(2):
        assert chair.post(at(request, "advies/"), typed).status_code == 302
    page = chair.get(at(request)).content.decode()
    assert "Gunstig advies" in page
    assert Advice.objects.count() == 1
    case.refresh_from_db()
    assert ",notifying," in case.steps
    origin.refresh_from_db()
    assert ",esac_advising," in origin.steps


def test_an_advice_on_an_old_reading_of_the_votes_is_a_conflict_that_keeps_the_text(world: EsacWorld, visit: Any) -> None:
    _, _, request = world.voting()
    world.vote(request, Choice.FOR)
    request.refresh_from_db()
    old = request.version
    services.cast_vote(request.pk, Choice.AGAINST, motivation="Toch niet.", actor=world.people["member7"])
    answer = visit("member1").post(at(request, "advies/"), {"key": "g", "version": str(old), "text": "Verantwoord."})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Verantwoord." in page
    assert f'name="version" value="{old + 1}"' in page


def test_a_minority_view_stands_beside_the_advice(world: EsacWorld, visit: Any) -> None:
    _, _, request = world.voting()
    visit("member5").post(at(request, "minderheid/"), {"key": "m", "text": "Uitvoer blijft een risico."})
    page = visit("member1").get(at(request)).content.decode()
    assert "Uitvoer blijft een risico." in page


def test_a_negative_advice_blocks_the_origin_when_it_is_notified(world: EsacWorld, visit: Any) -> None:
    origin, case, request = world.voting()
    world.vote(request, Choice.AGAINST)
    request.refresh_from_db()
    visit("member1").post(at(request, "advies/"), {"key": "g", "version": str(request.version), "text": "Niet verantwoord."})
    cases.act(case.pk, "advice_notified", actor=world.people["handler"], key="notify", version=None)
    assert origin.events.order_by("-seq").first().kind == "blocked_by_advice"
    assert "Ongunstig advies" in visit("handler").get(at(request)).content.decode()


def test_who_is_not_on_the_bench_and_has_no_right_sees_nothing(world: EsacWorld, visit: Any) -> None:
    _, _, request = world.invited()
    assert visit("reviewer1").get(at(request)).status_code == 403
    assert visit("handler").post(at(request, "stem/"), {"key": "v", "choice": "for", "motivation": "x"}).status_code == 403
    assert not Vote.objects.exists()


def test_the_composition_says_whether_the_mix_holds_and_how_sure_that_is(world: EsacWorld, visit: Any) -> None:
    page = visit("handler", "en").get(SEATS).content.decode()
    assert "All the expertise asked is present." in page
    assert "unconfirmed" in page
    services.end_seat(world.seats["member5"].pk, on=date(2026, 1, 1), actor=world.people["coordinator"], reason="Vertrokken.")
    assert "Expertise is missing: arms export." in visit("handler", "en").get(SEATS).content.decode()


def test_a_coordinator_appoints_renews_and_ends_a_seat_and_the_history_tells(world: EsacWorld, visit: Any) -> None:
    person = world.person("member8", world.people["member1"].role_grants.get().role)
    client = visit("coordinator")
    typed = {
        "key": "a",
        "user": str(person.pk),
        "expertise": ["arms_export"],
        "starts_on": "01/03/2026",
        "reason": "Besluit 12 (voorbeeld).",
    }
    assert client.post(f"{SEATS}benoeming/", typed).status_code == 302
    seat = Seat.objects.get(user=person)
    assert seat.ends_on == date(2030, 2, 28)
    assert client.post(f"{SEATS}{seat.pk}/verlenging/", {"key": "r", "until": "01/01/2027", "reason": "x"}).status_code == 422
    assert client.post(f"{SEATS}{seat.pk}/verlenging/", {"key": "r", "until": "01/03/2031", "reason": "x"}).status_code == 302
    assert client.post(f"{SEATS}{seat.pk}/einde/", {"key": "e", "on": "01/02/2031", "reason": "Ontslag."}).status_code == 302
    page = client.get(SEATS).content.decode()
    for told in ("Besluit 12 (voorbeeld).", "verlengd", "Ontslag."):
        assert told in page


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"expertise": []}, "Kies minstens één vak."),
        ({"starts_on": "morgen"}, "morgen"),
        ({"ends_on": "01/01/2020"}, "Deze dag past niet"),
        ({"reason": ""}, "Vul dit in."),
    ],
)
def test_a_wrong_appointment_is_told_at_its_field(world: EsacWorld, visit: Any, change: dict[str, Any], told: str) -> None:
    person = world.person("member8", world.people["member1"].role_grants.get().role)
    typed = {"key": "a", "user": str(person.pk), "expertise": ["ethics"], "starts_on": "01/03/2026", "reason": "Besluit."}
    answer = visit("coordinator").post(f"{SEATS}benoeming/", typed | change)
    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert not Seat.objects.filter(user=person).exists()


def test_only_a_coordinator_composes(world: EsacWorld, visit: Any) -> None:
    seat = world.seats["member1"]
    for part in ("benoeming/", f"{seat.pk}/einde/", f"{seat.pk}/verlenging/", "mededeling/"):
        assert visit("handler").post(f"{SEATS}{part}", {"key": "x"}).status_code == 403
    assert CompositionReport.objects.count() == 0


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_report_is_recorded_with_the_hash_of_the_file_that_is_downloaded(
    world: EsacWorld, visit: Any, language: str
) -> None:
    client = visit("coordinator")
    pdf = client.get(f"{SEATS}verslag.pdf", {"taal": language, "op": "2026-03-01"})
    assert pdf["Content-Type"] == "application/pdf"
    typed = {"key": "m", "on": "01/03/2026", "language": language}
    for _ in range(2):
        assert client.post(f"{SEATS}mededeling/", typed).status_code == 302
    assert CompositionReport.objects.get().sha256 == sha256(pdf.content).hexdigest()
    assert "meegedeeld" in client.get(SEATS).content.decode()


def test_a_day_on_which_nobody_sat_is_not_reported(world: EsacWorld, visit: Any) -> None:
    answer = visit("coordinator").post(f"{SEATS}mededeling/", {"key": "m", "on": "01/03/2020", "language": "nl"})
    assert answer.status_code == 422
    assert "Op die dag zetelt niemand." in answer.content.decode()
