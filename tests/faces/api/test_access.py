"""Who may ask, how often, and what is kept of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client

from bolwerk.faces.api import counting, limits
from bolwerk.kernel import Conflict, InvalidInput, NotAllowed
from bolwerk.office.identity import tokens
from bolwerk.office.identity.models import AccessLog, ApiToken, ApiUse, User, today
from bolwerk.office.screening import services
from tests.faces.api.conftest import BASE, Program, key_of
from tests.office.screening.world import subject

pytestmark = [pytest.mark.django_db]
ASKED = {"queries": {"a": {"schema": "Person", "properties": {"name": ["Viktor Lozovoj"]}}}}


@pytest.mark.usefixtures("loaded")
@pytest.mark.parametrize("scheme", ["ApiKey ", "Bearer ", "Token ", "bearer ", ""])
def test_a_key_works_however_clients_write_it(screener: User, scheme: str) -> None:
    assert Program(key_of(screener), scheme).post("/match/default", ASKED).status_code == 200


@pytest.mark.usefixtures("loaded")
def test_a_key_in_the_address_works_for_programs_that_send_no_header(screener: User) -> None:
    path = f"{BASE}/catalog?api_key={key_of(screener)}"
    assert Client().get(path).status_code == 200


@pytest.mark.usefixtures("loaded")
def test_without_a_key_nothing_of_the_lists_is_told(stranger: Program, screener: User) -> None:
    for answer in (stranger.post("/match/default", ASKED), stranger.get("/catalog"), stranger.get("/reconcile/default")):
        assert (answer.status_code, answer["WWW-Authenticate"]) == (401, "Bearer")
        assert "/api/sleutels/" in answer.json()["detail"]
    assert Program("bolwerk_verzonnen").get("/catalog").status_code == 401
    stranger.client.force_login(screener)
    assert stranger.get("/catalog").status_code == 401, "a cookie opens nothing here"


@pytest.mark.usefixtures("loaded")
def test_an_open_house_screens_for_everybody_but_tells_no_decisions(stranger: Program, settings: Any) -> None:
    settings.API_OPEN = True
    assert stranger.post("/match/default", ASKED).status_code == 200
    assert stranger.get("/decisions").status_code == 401


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("loaded")
def test_a_role_without_the_right_is_refused_and_it_is_logged(program_of: Callable[[str], Program]) -> None:
    refused = program_of("auditor").post("/match/default", ASKED)
    assert refused.status_code == 403
    assert AccessLog.objects.filter(operation="screening.match").count() == 1
    assert program_of("handler").post("/match/default", ASKED).status_code == 200


@pytest.mark.usefixtures("loaded")
def test_a_key_stops_when_it_is_revoked_expires_or_its_account_closes(screener: User) -> None:
    program = Program(key_of(screener))
    assert program.get("/catalog").status_code == 200
    token = ApiToken.objects.get()
    ApiToken.objects.update(expires_on=today() - timedelta(days=1))
    assert program.get("/catalog").status_code == 401
    ApiToken.objects.update(expires_on=today())
    assert program.get("/catalog").status_code == 200
    User.objects.update(is_active=False)
    assert program.get("/catalog").status_code == 401
    User.objects.update(is_active=True)
    tokens.revoke(token, actor=screener)
    assert program.get("/catalog").status_code == 401


def test_a_key_is_kept_as_a_digest_and_never_removed(screener: User) -> None:
    text = key_of(screener)
    row = ApiToken.objects.values().get()
    assert text not in str(row)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM identity_apitoken")


def test_a_form_sent_twice_makes_one_key(screener: User) -> None:
    key_of(screener)
    with pytest.raises(Conflict):
        key_of(screener)
    assert ApiToken.objects.count() == 1


def test_who_may_make_and_revoke_keys(person: Callable[..., User], screener: User, coordinator: User) -> None:
    applicant = person("aanvrager@api.example")
    with pytest.raises(NotAllowed):
        key_of(applicant)
    with pytest.raises(NotAllowed):
        tokens.issue(screener, name="x", days=3, actor=coordinator, key="k")
    with pytest.raises(InvalidInput):
        tokens.issue(screener, name="x", days=900, actor=screener, key="k")
    key_of(screener)
    token = ApiToken.objects.get()
    with pytest.raises(NotAllowed):
        tokens.revoke(token, actor=person("ander@api.example", "screener"))
    assert tokens.revoke(token, actor=coordinator).revoked_by == coordinator


@pytest.mark.usefixtures("loaded")
def test_too_many_requests_wait_and_are_told_how_long(program: Program, stranger: Program, settings: Any) -> None:
    settings.API_RATE_SIGNED, settings.API_RATE_ANONYMOUS = 3, 2
    answers = [program.get("/catalog") for _ in range(4)]
    assert [one.status_code for one in answers] == [200, 200, 200, 429]
    assert 1 <= int(answers[-1]["Retry-After"]) <= 60
    assert [stranger.get("/catalog").status_code for _ in range(3)] == [401, 401, 429]


def test_the_window_of_a_limit_slides(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [6_000.0]
    monkeypatch.setattr(limits, "time", lambda: now[0])

    def passes() -> int:
        done = 0
        while True:
            try:
                limits.admit("iemand", 60)
            except limits.Refused as refused:
                now_wait[0] = int(refused.headers["Retry-After"])
                return done
            done += 1

    now_wait = [0]
    assert passes() == 60
    now[0] += 60
    assert passes() == 0
    now[0] += 30
    assert passes() == 30
    now[0] += now_wait[0]
    assert passes() >= 1


@pytest.mark.usefixtures("loaded")
def test_use_is_counted_and_nothing_of_a_question_is_kept(program: Program) -> None:
    program.post("/match/default", {"queries": {"a": ASKED["queries"]["a"], "b": ASKED["queries"]["a"]}})
    program.post("/match/default", ASKED)
    counting.flush()
    assert list(ApiUse.objects.values_list("operation", "requests", "queries")) == [("match", 2, 3)]
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')
            assert "Lozovoj" not in str(cursor.fetchall()), table


def test_readiness_waits_for_lists_and_health_does_not(stranger: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    assert stranger.get("/healthz").json() == {"status": "ok"}
    empty = stranger.get("/readyz")
    assert empty.status_code == 503
    assert "bolwerk lists import" in empty.json()["detail"]


@pytest.mark.usefixtures("loaded")
def test_readiness_is_there_with_the_index(stranger: Program) -> None:
    assert stranger.get("/readyz").json() == {"status": "ok"}
    assert stranger.get("/algorithms").json()["best"] == "export-licence"


@pytest.mark.usefixtures("loaded")
def test_pages_elsewhere_may_ask_here_and_nowhere_else(stranger: Program) -> None:
    asked = stranger.client.options(
        f"{BASE}/match/default", headers={"origin": "http://elders.example", "access-control-request-method": "POST"}
    )
    assert (asked.status_code, asked["Access-Control-Allow-Origin"]) == (204, "*")
    assert "Authorization" in asked["Access-Control-Allow-Headers"]
    assert stranger.get("/healthz")["Access-Control-Allow-Origin"] == "*"
    assert not Client().get("/").has_header("Access-Control-Allow-Origin")


def test_an_address_or_method_that_is_none_is_told_so(stranger: Program) -> None:
    assert "/api/openapi.json" in stranger.get("/niets").json()["detail"]
    assert stranger.get("/match/default").status_code == 405
    dutch = Client(headers={"accept-language": "nl"}).get(f"{BASE}/niets").json()["detail"]
    assert dutch.startswith("Er staat niets")


def test_a_body_that_is_too_large_is_refused(program: Program, settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000
    answer = program.post("/match/default", "x" * 2_000)
    assert (answer.status_code, "large" in answer.json()["detail"]) == (413, True)


@pytest.mark.usefixtures("loaded")
def test_decisions_and_receipts_are_read_by_who_may(
    program: Program, program_of: Callable[[str], Program], screener: User
) -> None:
    run = services.screen(
        [subject("proef:1", "Viktor Lozovoj")], case=None, profile="export-licence", why="", actor=None, key="k1"
    )
    alert = run.alerts.get()
    services.decide(alert.pk, "false_hit", reason="Een andere persoon.", actor=screener, key="k2", version=0)
    body = program.get("/decisions").json()
    [told] = body["results"]
    assert (told["kind"], told["entity"], told["subject"], body["next"]) == ("false_hit", "R-1", "proef:1", None)
    assert "andere persoon" not in str(body)
    assert program.get("/decisions", after=told["number"]).json()["results"] == []
    receipt = program_of("auditor").get(f"/runs/{run.journal_seq}/receipt").json()
    assert receipt == {"run": run.journal_seq, "digest": run.digest, "receipt": run.receipt}
    assert program.get("/runs/999999/receipt").status_code == 404


def test_the_page_of_keys_shows_a_new_key_once_and_revokes_it(screener: User) -> None:
    client = Client(headers={"accept-language": "nl"})
    client.force_login(screener)
    made = client.post("/api/sleutels/", {"key": "form-1", "name": "Onze toepassing", "days": "30"}).content.decode()
    assert tokens.PREFIX in made
    assert "curl" in made
    again = client.get("/api/sleutels/").content.decode()
    assert tokens.PREFIX not in again
    assert "Onze toepassing" in again
    twice = client.post("/api/sleutels/", {"key": "form-1", "name": "Onze toepassing", "days": "30"}).content.decode()
    assert "al gemaakt" in twice
    token = ApiToken.objects.get()
    gone = client.post(f"/api/sleutels/{token.pk}/intrekken/", follow=True).content.decode()
    assert "werkt niet meer" in gone
    assert "ingetrokken" in gone


@pytest.mark.parametrize("days", ["0", "9999", "veel", ""])
def test_a_term_that_cannot_be_keeps_what_was_typed(screener: User, days: str) -> None:
    client = Client()
    client.force_login(screener)
    page = client.post("/api/sleutels/", {"key": "f", "name": "Mijn programma", "days": days})
    assert page.status_code == 200
    assert "Mijn programma" in page.content.decode()
    assert not ApiToken.objects.exists()


def test_another_person_sees_and_revokes_no_key_of_mine(screener: User, second: User) -> None:
    key_of(screener)
    client = Client()
    client.force_login(second)
    assert "proef" not in client.get("/api/sleutels/").content.decode().split("<main")[1].split("<h2>")[0]
    assert client.post(f"/api/sleutels/{ApiToken.objects.get().pk}/intrekken/").status_code == 404
