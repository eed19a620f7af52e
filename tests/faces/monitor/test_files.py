"""Files: the standing, the calendar, the report. The same day and data give the same bytes."""

from __future__ import annotations

import csv
import io
import json
from types import SimpleNamespace

import pytest
from django.test import Client

from bolwerk.faces.monitor import house
from bolwerk.plan import load
from tests.faces.monitor.reading import text_of

pytestmark = pytest.mark.django_db


def test_the_report_comes_out_the_same_byte_for_byte(client: Client, running: SimpleNamespace) -> None:
    first = client.get("/plan/verslag/?op=2026-01-15").content
    house.forget()
    assert Client().get("/plan/verslag/?op=2026-01-15").content == first


def test_another_day_gives_another_report(client: Client, running: SimpleNamespace) -> None:
    assert client.get("/plan/verslag/?op=2026-01-15").content != client.get("/plan/verslag/?op=2025-06-01").content


def test_the_report_is_the_same_for_who_is_signed_in(client: Client, running: SimpleNamespace, handler: object) -> None:
    first = client.get("/plan/verslag/?op=2026-01-15").content
    client.force_login(handler)  # type: ignore[arg-type]
    assert client.get("/plan/verslag/?op=2026-01-15").content == first


def test_the_report_holds_every_measure(client: Client) -> None:
    page = text_of(client.get("/plan/verslag/"))
    for measure in load().measures:
        assert f"{measure.code} {measure.title.nl}" in page
    assert "Vingerafdruk van de gegevens" in page


def test_json_says_null_where_nothing_is_known(client: Client, running: SimpleNamespace) -> None:
    whole = json.loads(client.get("/plan/stand.json?op=2026-01-15").content)
    by_code = {measure["code"]: measure for measure in whole["measures"]}
    assert whole["on"] == "2026-01-15"
    assert by_code["2.1"]["money"]["committed"] == 400_000_000
    assert by_code["2.1"]["delivered_percent"] == 15
    assert by_code["7.1"]["delivered_percent"] is None
    assert by_code["7.1"]["money"] == dict.fromkeys(("planned", "appropriated", "committed", "paid", "latest"))


def test_files_hold_no_case_data(client: Client, running: SimpleNamespace) -> None:
    for file in ("stand.json", "stand.csv", "termijnen.ics", "verslag/"):
        body = client.get(f"/plan/{file}").content.decode()
        assert running.case.reference not in body
        assert "Geheim project" not in body
        assert running.organisation.name not in body


def test_csv_has_a_line_for_each_commitment_in_both_languages(client: Client) -> None:
    for language, heading in (("nl", "maatregel"), ("en", "measure")):
        body = client.get("/plan/stand.csv", headers={"Accept-Language": language}).content.decode("utf-8-sig")
        rows = list(csv.reader(io.StringIO(body)))
        assert rows[0][0] == heading
        assert [row[2] for row in rows[1:]] == [commitment.id for commitment in load().commitments]
        assert {len(row) for row in rows} == {14}


@pytest.mark.parametrize("file", ["stand.json", "stand.csv", "verslag/", "toekenningen.csv", "toekenningen.json"])
@pytest.mark.parametrize("day", ["gisteren", "2999-01-01"])
def test_a_file_of_a_day_that_cannot_be_is_refused(client: Client, file: str, day: str) -> None:
    assert client.get(f"/plan/{file}", {"op": day}).status_code == 422


def test_the_calendar_is_one_day_for_each_deadline_in_lines_of_75_octets(client: Client) -> None:
    body = client.get("/plan/termijnen.ics").content
    lines = body.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert body.decode()
    assert lines[0] == b"BEGIN:VCALENDAR"
    assert lines[-2:] == [b"END:VCALENDAR", b""]
    whole = body.replace(b"\r\n ", b"").decode()
    dated = {(c.measure, c.timing.deadline) for c in load().commitments if c.timing and c.timing.deadline}
    assert whole.count("BEGIN:VEVENT") == whole.count("END:VEVENT") == len(dated)
    assert "DTSTART;VALUE=DATE:20250620\r\nDTEND;VALUE=DATE:20250621\r\nSUMMARY:2.1 O&O-steun" in whole
    uids = [line for line in whole.split("\r\n") if line.startswith("UID:")]
    assert len(uids) == len(set(uids))
    assert client.get("/plan/termijnen.ics").content == body
