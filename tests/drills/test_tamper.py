"""Somebody with the database in his hands changes the record behind the triggers: every change is found."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, transaction

from bolwerk.kernel import BRUSSELS, Money, Text
from bolwerk.office import log
from bolwerk.office.cases import audit, journal, services
from bolwerk.office.ledger import services as ledger
from tests.conftest import triggers_aside
from tests.office.cases.grant import ENVELOPE, PROCEDURE

RECORDS, TAMPERINGS = 60, 10_000


def chain_of(length: int, seed: int) -> list[log.Row]:
    """A sound journal of two registers and some subjects, as rows."""
    dice, rows, previous = random.Random(seed), [], log.GENESIS
    last: dict[str, tuple[int, str]] = {}
    for seq in range(1, length + 1):
        register = dice.choice(["cases", "ledger"])
        subject = f"{register}-{dice.randrange(6)}"
        number, head = last.get(subject, (0, log.GENESIS))
        payload = log.canonical({"n": dice.randrange(10**6), "t": dice.choice(["ja", "née", "“€”", ""])})
        fields = (register, subject, str(number + 1), head, f"kind-{dice.randrange(4)}", payload)
        digest = log.link(previous, fields)
        rows.append(log.Row(register, seq, subject, number + 1, head, digest, fields))
        last[subject], previous = (number + 1, digest), digest
    return rows


def relinked(rows: list[log.Row], start: int) -> list[log.Row]:
    """As a clever tamperer leaves it: numbers, links and hashes computed anew from `start` on."""
    out: list[log.Row] = list(rows[:start])
    previous = out[-1].hash if out else log.GENESIS
    last = {row.subject: (row.subject_seq, row.hash) for row in out}
    for row in rows[start:]:
        number, head = last.get(row.subject, (0, log.GENESIS))
        fields = (row.fields[0], row.fields[1], str(number + 1), head, *row.fields[4:])
        digest = log.link(previous, fields)
        out.append(log.Row(row.register, len(out) + 1, row.subject, number + 1, head, digest, fields))
        last[row.subject], previous = (number + 1, digest), digest
    return out


def edit(rows: list[log.Row], dice: random.Random) -> list[log.Row]:
    spot, column = dice.randrange(len(rows)), dice.randrange(6)
    fields = list(rows[spot].fields)
    text = fields[column]
    place = dice.randrange(len(text) + 1)
    fields[column] = (
        text[:place] + chr(dice.choice([48, 97, 233, 8364]) + dice.randrange(9)) + text[place + dice.randrange(2) :]
    )
    if fields == list(rows[spot].fields):
        fields[column] += "!"
    return [*rows[:spot], rows[spot]._replace(fields=tuple(fields)), *rows[spot + 1 :]]


def edit_link(rows: list[log.Row], dice: random.Random) -> list[log.Row]:
    spot = dice.randrange(len(rows))
    change = dice.choice(
        [
            {"hash": log.link("x", [str(dice.random())])},
            {"subject_prev": log.link("y", [str(dice.random())])},
            {"subject_seq": rows[spot].subject_seq + dice.choice([-1, 1, 7])},
            {"seq": rows[spot].seq + dice.choice([-1, 1, 1_000])},
        ]
    )
    return [*rows[:spot], rows[spot]._replace(**change), *rows[spot + 1 :]]


def drop(rows: list[log.Row], dice: random.Random) -> list[log.Row]:
    spot = dice.randrange(len(rows))
    return rows[:spot] + rows[spot + 1 + dice.randrange(3) :]


def swap(rows: list[log.Row], dice: random.Random) -> list[log.Row]:
    one, other = dice.sample(range(len(rows)), 2)
    out = list(rows)
    out[one], out[other] = rows[other]._replace(seq=rows[one].seq), rows[one]._replace(seq=rows[other].seq)
    return out


def insert(rows: list[log.Row], dice: random.Random) -> list[log.Row]:
    spot = dice.randrange(len(rows) + 1)
    strange = dice.choice(rows)
    return [*rows[:spot], strange._replace(seq=spot + 1), *(row._replace(seq=row.seq + 1) for row in rows[spot:])]


def truncate(rows: list[log.Row], dice: random.Random) -> list[log.Row]:
    return rows[: dice.randrange(len(rows))]


def lose_a_subject(rows: list[log.Row], dice: random.Random) -> list[log.Row]:
    """A whole case taken out and everything after it computed anew."""
    gone = dice.choice(rows).subject
    return relinked([row for row in rows if row.subject != gone], 0)


def rewrite(rows: list[log.Row], dice: random.Random) -> list[log.Row]:
    """An edit after which the rest of the chain is computed anew, so that only the anchor tells."""
    spot = dice.randrange(len(rows))
    fields = list(rows[spot].fields)
    fields[5] = log.canonical({"n": -1 - dice.randrange(10**6)})
    return relinked([*rows[:spot], rows[spot]._replace(fields=tuple(fields)), *rows[spot + 1 :]], spot)


TRICKS: list[Callable[[list[log.Row], random.Random], list[log.Row]]] = [
    edit,
    edit_link,
    drop,
    swap,
    insert,
    truncate,
    lose_a_subject,
    rewrite,
]


def test_a_sound_journal_has_no_findings() -> None:
    rows = chain_of(RECORDS, 1)
    assert list(log.verify(rows, [log.Head(row.seq, row.hash) for row in rows])) == []


def test_ten_thousand_tamperings_are_all_found() -> None:
    dice, missed = random.Random(20250515), Counter[str]()
    chains = [chain_of(RECORDS, seed) for seed in range(20)]
    for number in range(TAMPERINGS):
        rows = dice.choice(chains)
        anchor = log.Head(rows[-1].seq, rows[-1].hash)
        trick = TRICKS[number % len(TRICKS)]
        if not any(True for _ in log.verify(trick(rows, dice), [anchor])):
            missed[trick.__name__] += 1
    assert missed == Counter()


@pytest.mark.parametrize("at", [1, 30, RECORDS])
def test_what_came_after_the_last_anchor_is_all_that_can_be_cut_off_unseen(at: int) -> None:
    rows = chain_of(RECORDS, 3)
    anchor = log.Head(at, rows[at - 1].hash)
    assert list(log.verify(rows[:at], [anchor])) == []
    assert [finding.code for finding in log.verify(rows[: at - 1], [anchor])] == ["truncated"]


# On the real tables, with the triggers taken off.

STATEMENTS = [
    "UPDATE cases_caseevent SET payload = '[]' WHERE journal_seq = {event}",
    "UPDATE cases_caseevent SET reason = reason || ' ' WHERE journal_seq = {event}",
    "UPDATE cases_caseevent SET actor_id = CASE actor_id WHEN {one} THEN {other} ELSE {one} END WHERE journal_seq = {event}",
    "UPDATE cases_caseevent SET kind = 'refused' WHERE journal_seq = {event} AND kind <> 'refused'",
    "UPDATE cases_caseevent SET at = '2025-05-15 08:00:00.000001+00:00' WHERE journal_seq = {event}",
    "UPDATE cases_caseevent SET recorded_at = '2025-05-15 08:00:00.000001+00:00' WHERE journal_seq = {event}",
    "UPDATE cases_caseevent SET on_behalf_of = 'iemand' WHERE journal_seq = {event}",
    "UPDATE cases_caseevent SET key = key || 'x' WHERE journal_seq = {event}",
    "UPDATE cases_caseevent SET hash = prev_hash WHERE journal_seq = {event}",
    "UPDATE cases_caseevent SET prev_hash = hash WHERE journal_seq = {event}",
    "UPDATE cases_caseevent SET seq = seq + 100 WHERE journal_seq = {event}",
    "UPDATE cases_caseevent SET journal_seq = journal_seq + 1000 WHERE journal_seq = {event}",
    "DELETE FROM cases_caseevent WHERE journal_seq = {event}",
    "DELETE FROM cases_caseevent WHERE journal_seq > {event}",
    "DELETE FROM cases_caseevent",
    "UPDATE ledger_entry SET amount = amount + 1 WHERE journal_seq = {entry}",
    "UPDATE ledger_entry SET case_id = NULL WHERE journal_seq = {entry}",
    "DELETE FROM ledger_entry WHERE journal_seq = {entry}",
    "UPDATE ledger_entry SET journal_seq = journal_seq + 1000 WHERE journal_seq = {entry}",
    "UPDATE ledger_envelope SET committed = committed - 1",
    "UPDATE ledger_envelope SET appropriated = appropriated + 1",
    "UPDATE ledger_envelope SET code = 'ANDERS'",
    "UPDATE ledger_obligation SET paid = paid + 1 WHERE id = {due}",
    "UPDATE ledger_obligation SET case_id = NULL WHERE id = {due}",
    "UPDATE ledger_obligation SET reference = 'ANDERS' WHERE id = {due}",
    "UPDATE cases_case SET subject = 'Anders' WHERE id = '{case}'",
    "UPDATE cases_case SET reference = 'TRY-2025-9999' WHERE id = '{case}'",
    "UPDATE cases_case SET organisation_id = NULL WHERE id = '{case}'",
    "UPDATE cases_case SET procedure = 'other' WHERE id = '{case}'",
    "UPDATE cases_case SET opened_at = '2024-05-15 08:00:00.000001+00:00' WHERE id = '{case}'",
    "UPDATE cases_case SET opened_by_id = NULL WHERE id = '{case}'",
    "UPDATE cases_case SET steps = ',denied,' WHERE id = '{case}'",
    "UPDATE cases_case SET next_due = '2030-01-01' WHERE id = '{case}'",
    "UPDATE cases_case SET state = '{{}}' WHERE id = '{case}'",
    "UPDATE cases_case SET version = version + 1 WHERE id = '{case}'",
    "UPDATE cases_counter SET last = last - 1",
    "UPDATE cases_journal SET seq = seq - 1",
    "UPDATE cases_journal SET seq = seq + 1",
    "UPDATE cases_journal SET hash = '{zeros}'",
    "DELETE FROM cases_journal",
]


@pytest.fixture
def house(applicant: Any, organisation: Any, handler: Any, approver: Any, grants: None) -> dict[str, Any]:
    """Twelve cases through to an award or halfway, with money behind them."""
    start = datetime(2025, 5, 15, 10, tzinfo=BRUSSELS)
    ledger.open_envelope(ENVELOPE, Text.same("Proef"))
    ledger.appropriate(ENVELOPE, Money(100_000), actor=None, key="fund")
    for number in range(12):
        at = start + timedelta(hours=number)
        case = services.open_case(
            PROCEDURE.id, actor=applicant, organisation=organisation, subject=f"Proef {number}", key=f"o{number}", at=at
        )
        case = services.act(case.pk, "completed_declared", actor=handler, key=f"c{number}", version=1, at=at, reason="volledig")
        if number % 2:
            payload = {"amount": 100 + number}
            services.act(case.pk, "awarded", actor=approver, key=f"a{number}", version=2, at=at, payload=payload)
    assert audit.verify() == ()
    return {"applicant": applicant, "approver": approver}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("statement", STATEMENTS)
def test_a_change_behind_the_triggers_is_found(house: dict[str, Any], statement: str) -> None:
    from bolwerk.office.cases.models import Case, CaseEvent
    from bolwerk.office.ledger.models import Entry, Obligation

    dice = random.Random(statement)
    case = dice.choice(list(Case.objects.filter(status="closed").order_by("reference")))
    spots = {
        "event": dice.choice(list(CaseEvent.objects.order_by("pk").values_list("pk", flat=True))),
        "entry": dice.choice(list(Entry.objects.filter(kind="commitment").order_by("pk").values_list("pk", flat=True))),
        "due": dice.choice(list(Obligation.objects.order_by("pk").values_list("pk", flat=True))),
        "case": case.pk.hex,
        "one": house["approver"].pk,
        "other": house["applicant"].pk,
        "zeros": log.GENESIS,
    }
    sql = statement.format(**spots)
    with triggers_aside(), connection.constraint_checks_disabled(), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
        changed = cursor.rowcount
    assert changed, "the tampering must change something"
    assert audit.verify() != ()


@pytest.mark.django_db
def test_a_whole_case_gone_with_every_trace_in_the_caches_is_found(house: dict[str, Any]) -> None:
    from bolwerk.office.cases.models import Case
    from bolwerk.office.search.models import Entry

    case = Case.objects.filter(status="open").order_by("reference").last()
    assert case
    Entry.objects.filter(case=case).delete()
    with triggers_aside(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM cases_caseevent WHERE case_id = %s", [case.pk.hex])
        cursor.execute("DELETE FROM cases_case WHERE id = %s", [case.pk.hex])
        cursor.execute("UPDATE cases_counter SET last = last - 1")
    assert {"gap", "changed"} & {finding.code for finding in audit.verify()}


@pytest.mark.django_db
def test_a_cut_before_the_anchor_is_found_even_with_the_head_moved_back(house: dict[str, Any]) -> None:
    """The end of the journal is cut off and all caches are set as they were: only the anchor beside the database tells."""
    anchor = audit.anchor(datetime(2025, 6, 1, tzinfo=BRUSSELS).date())
    assert anchor and audit.verify() == ()
    *_, before, last = journal.rows()
    with triggers_aside(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM ledger_entry WHERE journal_seq = %s", [last.seq])
        cursor.execute("DELETE FROM cases_caseevent WHERE journal_seq = %s", [last.seq])
        cursor.execute("UPDATE cases_journal SET seq = %s, hash = %s", [before.seq, before.hash])
    assert "truncated" in {finding.code for finding in audit.verify()}


@pytest.mark.django_db
def test_an_anchor_is_written_once_a_day_and_its_signature_counts(house: dict[str, Any]) -> None:
    day = datetime(2025, 6, 1, tzinfo=BRUSSELS).date()
    assert audit.anchor(day) and audit.anchor(day) is None
    file = audit.anchor_file()
    assert file.parent == settings.HOME
    file.write_text(file.read_text().replace('"seq": ', '"seq": 1'))
    assert {finding.code for finding in audit.verify()} == {"anchor"}
