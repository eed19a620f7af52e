"""A process of its own that works in the house until somebody kills it; forked from a nursery that has Django ready.

`python -m tests.drills.worker` reads commands, one a line, and answers each with one line of JSON:
`seed CENTS CASES`, `work NUMBER` (answers the process number and works on), `award PROCESSES THREADS CENTS`,
`open PROCESSES THREADS KEYS`, `edit PROCESSES THREADS ROUNDS`, `pairs LANES ROUNDS`, `check`; for licences `licences COUNT`,
`write_off PROCESSES THREADS`, `used`; for letters `write COUNT`,
`post` (answers the process number of a worker of the queue), `post_rest` and `letters`.
"""

from __future__ import annotations

import json
import os
import random
import sys
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import django


def main() -> None:
    django.setup()
    _install()
    commands: dict[str, Callable[..., Any]] = {
        "seed": seed,
        "work": work,
        "award": award,
        "open": open_many,
        "edit": edit,
        "pairs": pairs,
        "check": check,
        "licences": licences,
        "write_off": write_off,
        "used": used,
        "write": write,
        "post": post,
        "post_rest": post_rest,
        "letters": letters,
    }
    for line in sys.stdin:
        name, *numbers = line.split()
        answer = commands[name](*map(int, numbers))
        print(json.dumps(answer), flush=True)  # noqa: T201


def _install() -> None:
    """The trial procedure, whose award also puts a letter in the queue."""
    from bolwerk.office.cases import registry
    from bolwerk.office.cases.models import Case, CaseEvent
    from tests.drills.tasks import send_letter
    from tests.office.cases import grant

    def award_and_write(case: Case, event: CaseEvent) -> None:
        grant.commit_the_amount(case, event)
        send_letter.enqueue(case.reference)

    registry.register(
        grant.PROCEDURE, prefix="TRY", guards={"has_amount": grant.has_amount}, effects={"awarded": award_and_write}
    )


def seed(cents: int, cases: int) -> int:
    """People, an envelope of so many cents, and cases that wait for a decision. In a fork: the nursery keeps no connection."""
    return int(_in_fork(lambda: _seed(cents, cases)))


def _seed(cents: int, cases: int) -> int:
    from datetime import date

    from bolwerk.kernel import Money, Text
    from bolwerk.office.cases import services
    from bolwerk.office.identity.models import RoleGrant, User
    from bolwerk.office.ledger import services as ledger
    from bolwerk.office.registers.models import Membership, Organisation
    from tests.office.cases.grant import ENVELOPE, PROCEDURE

    organisation = Organisation.objects.create(kbo="0403019261", name="Voorbeeld NV (voorbeeld)", is_fictional=True)
    for name, role in (("applicant",) * 2, ("handler",) * 2, ("colleague", "handler"), ("approver",) * 2):
        user = User.objects.create_user(f"{name}@example.be")
        RoleGrant.objects.create(user=user, role=role, valid_from=date(2020, 1, 1))
    Membership.objects.create(user=User.objects.get(email="applicant@example.be"), organisation=organisation)
    ledger.open_envelope(ENVELOPE, Text.same("Proef"))
    ledger.appropriate(ENVELOPE, Money(cents), actor=None, key="fund")
    people = _people()
    for number in range(cases):
        case = services.open_case(
            PROCEDURE.id, actor=people["applicant"], organisation=organisation, subject=f"Proef {number}", key=f"seed:{number}"
        )
        services.act(case.pk, "completed_declared", actor=people["handler"], key=f"seed:{number}:c", version=1)
    return cases


def work(number: int) -> int:
    """Fork a process that opens cases, brings them to an award and pays, until it is killed."""
    pid = os.fork()
    if pid == 0:
        try:
            _work_on(number)
        finally:
            os._exit(1)
    return pid


def _work_on(number: int) -> None:
    from bolwerk.kernel import Money
    from bolwerk.office.cases import services
    from bolwerk.office.ledger import services as ledger
    from bolwerk.office.ledger.models import Obligation
    from bolwerk.office.registers.models import Organisation
    from tests.office.cases.grant import PROCEDURE

    people, organisation, step = _people(), Organisation.objects.get(), 0
    while True:
        key = f"work:{number}:{step}"
        case = services.open_case(
            PROCEDURE.id, actor=people["applicant"], organisation=organisation, subject=f"Werk {key}", key=f"{key}:o"
        )
        case = services.act(case.pk, "completed_declared", actor=people["handler"], key=f"{key}:c", version=1)
        services.act(case.pk, "awarded", actor=people["approver"], key=f"{key}:a", version=2, payload={"amount": 1_000})
        ledger.pay(Obligation.objects.get(case=case).reference, Money(400), actor=None, key=f"{key}:p")
        step += 1


def award(processes: int, threads: int, cents: int) -> dict[str, int]:
    """Decide on all waiting cases at once, from so many processes with so many threads each; counts what became of them."""
    return _at_once(processes, threads, lambda job: _award(job, cents))


def _award(job: int, cents: int) -> str:
    from bolwerk.office.cases import services
    from bolwerk.office.cases.models import Case, CaseEvent
    from bolwerk.office.ledger.errors import InsufficientRoom

    case = Case.objects.get(pk=CaseEvent.objects.get(key=f"seed:{job}").case_id)
    try:
        services.act(case.pk, "awarded", actor=_people()["approver"], key=f"award:{job}", version=2, payload={"amount": cents})
    except InsufficientRoom:
        return "no room"
    return "awarded"


def open_many(processes: int, threads: int, keys: int) -> dict[str, int]:
    """Open cases at once; `keys` different keys, so that more calls than keys means repeats in flight."""
    return _at_once(processes, threads, lambda job: _open(job % keys))


def _open(number: int) -> str:
    from bolwerk.office.cases import services
    from bolwerk.office.registers.models import Organisation
    from tests.office.cases.grant import PROCEDURE

    actor, organisation = _people()["applicant"], Organisation.objects.get()
    return services.open_case(
        PROCEDURE.id, actor=actor, organisation=organisation, subject=f"Samen {number}", key=f"open:{number}"
    ).reference


def edit(processes: int, threads: int, rounds: int) -> dict[str, int]:
    """Everybody writes on the same few cases with the version just read; answers how often each was in time."""
    return _at_once(processes, threads, lambda job: _edit(job, rounds))


def _edit(job: int, rounds: int) -> str:
    from bolwerk.office.cases import services
    from bolwerk.office.cases.errors import StaleVersion
    from bolwerk.office.cases.models import Case

    handler, written = _people()["handler"], 0
    cases = list(Case.objects.order_by("reference").values_list("pk", flat=True))
    for turn in range(rounds):
        pk = cases[(job + turn) % len(cases)]
        version = Case.objects.get(pk=pk).version
        try:
            services.note(pk, "question_asked", actor=handler, key=f"edit:{job}:{turn}", version=version)
            written += 1
        except StaleVersion as stale:
            if stale.yours != version or stale.current <= version or len(stale.since) != stale.current - version:
                return "a wrong account of what changed"
    return f"{written}"


def pairs(lanes: int, rounds: int) -> dict[str, int]:
    """In each lane two people write at the same moment on the same version of the same case, so many times.

    The cases are dealt out over the lanes. Answers how often a pair came out in which way.
    """
    pipes = [_fork(lambda lane=lane: json.dumps(_lane(lane, lanes, rounds))) for lane in range(lanes)]
    total: Counter[str] = Counter()
    for pid, pipe in pipes:
        with os.fdopen(pipe) as answer:
            total.update(json.loads(answer.read() or '{"died": 1}'))
        os.waitpid(pid, 0)
    return dict(total)


def _lane(lane: int, lanes: int, rounds: int) -> dict[str, int]:
    from threading import Barrier

    from bolwerk.office.cases.models import Case

    people = _people()
    mine = list(Case.objects.order_by("reference").values_list("pk", flat=True))[lane::lanes]
    versions = dict(Case.objects.filter(pk__in=mine).values_list("pk", "version"))
    both = Barrier(2, timeout=120)

    def write(name: str) -> list[str]:
        from django.db import connection

        said = []
        try:
            for turn in range(rounds):
                pk = mine[turn % len(mine)]
                version = versions[pk] + turn // len(mine)
                both.wait()
                said.append(_write_on(pk, people[name], f"pair:{lane}:{turn}:{name}", version))
        finally:
            connection.close()
        return said

    with ThreadPoolExecutor(2) as pool:
        one, other = pool.map(write, ("handler", "colleague"))
    return dict(Counter(" and ".join(sorted(pair)) for pair in zip(one, other, strict=True)))


def _write_on(pk: Any, actor: Any, key: str, version: int) -> str:
    from bolwerk.office.cases import services
    from bolwerk.office.cases.errors import StaleVersion

    try:
        services.note(pk, "question_asked", actor=actor, key=key, version=version)
    except StaleVersion as stale:
        return "told" if (stale.yours, stale.current) == (version, version + 1) and len(stale.since) == 1 else "wrongly told"
    except Exception as error:  # noqa: BLE001 (told to the test, which fails on it)
        return f"{type(error).__name__}: {error}"
    return "written"


def check() -> dict[str, Any]:
    """What an auditor finds, and whether any step was left half done."""
    return json.loads(_in_fork(lambda: json.dumps(_check())))


def _check() -> dict[str, Any]:
    from django_tasks_db.models import DBTaskResult

    from bolwerk.office.cases import audit
    from bolwerk.office.cases.models import Case, CaseEvent
    from bolwerk.office.ledger.models import Entry, Envelope, Obligation

    awards = set(CaseEvent.objects.filter(kind="awarded").values_list("key", flat=True))
    money = set(Entry.objects.filter(kind="commitment").values_list("key", flat=True))
    envelope = Envelope.objects.get()
    letters = [row.args_kwargs["args"][0] for row in DBTaskResult.objects.all()]
    awarded = Case.objects.filter(events__kind="awarded").values_list("reference", flat=True)
    return {
        "letters_fit_the_awards": sorted(letters) == sorted(awarded),
        "findings": [str(finding.as_json()) for finding in audit.verify()],
        "awards": len(awards),
        "awards_without_money": len({f"{key}:commit" for key in awards} - money),
        "money_without_award": len(money - {f"{key}:commit" for key in awards}),
        "obligations": Obligation.objects.count(),
        "cases": Case.objects.count(),
        "cases_without_events": Case.objects.filter(events__isnull=True).count(),
        "references": sorted(Case.objects.values_list("reference", flat=True)),
        "committed": envelope.committed,
        "appropriated": envelope.appropriated,
        "events": CaseEvent.objects.count(),
        "paid": envelope.paid,
        "payments": Entry.objects.filter(kind="payment").count(),
    }


def licences(count: int) -> int:
    """Issue so many licences, each with one line of ten pieces, after `seed`."""
    from tests.drills import licences as room

    return int(_in_fork(lambda: room.issue(count)))


def write_off(processes: int, threads: int) -> dict[str, int]:
    """Write off all at once; some also withdraw and take back. Counts what became of each."""
    from tests.drills import licences as room

    return _at_once(processes, threads, room.write_off)


def used() -> dict[str, Any]:
    """What was used of each licence, added up from its records, and what an auditor finds."""
    from tests.drills import licences as room

    return dict(json.loads(_in_fork(lambda: json.dumps(room.used()))))


def write(count: int) -> int:
    """Put so many letters in the queue, each twice, as a step that is repeated would."""
    return int(_in_fork(lambda: _write(count)))


def _write(count: int) -> int:
    from bolwerk.office.cases.models import Case
    from bolwerk.office.documents.tasks import make_letter

    case = Case.objects.get()
    data = {
        "sender": {
            "name": "Agentschap (voorbeeld)",
            "service": "Team",
            "lines": ["Laan 1"],
            "contact": "team@voorbeeld.example",
        },
        "addressee": {"name": "Voorbeeld NV (voorbeeld)", "lines": ["Kaai 2"]},
        "reference": case.reference,
        "date": "2025-06-12",
        "subject": "Proef",
    }
    at = case.opened_at.isoformat()
    for number in [*range(count), *range(count)]:
        told = {**data, "subject": f"Proef {number}"}
        make_letter.enqueue(str(case.pk), "admissibility", told, "nl", f"brief {number}", at)
    return count


def post() -> int:
    """Fork a worker of the queue, which first puts back what an earlier one left; it works until it is killed."""
    pid = os.fork()
    if pid == 0:
        try:
            _post(batch=False)
        finally:
            os._exit(1)
    return pid


def post_rest() -> int:
    """Do all that is left in the queue."""
    return int(_in_fork(lambda: _post(batch=True)))


def _post(*, batch: bool) -> int:
    from datetime import timedelta

    from django.core.management import call_command

    from bolwerk.office import queue
    from bolwerk.office.documents import letters

    if not batch:
        # A letter that takes a while, so that a kill falls in the middle of one.
        plain = letters.render
        letters.render = lambda *given: (time.sleep(0.3), plain(*given))[1]
    back = queue.put_back(timedelta())
    call_command("db_worker", interval=0.05, batch=batch, startup_delay=False, reload=False, verbosity=0, stdout=sys.stderr)
    return back


def letters() -> dict[str, Any]:
    """How the queue and the papers stand."""
    return dict(json.loads(_in_fork(lambda: json.dumps(_letters()))))


def _letters() -> dict[str, Any]:
    from django_tasks_db.models import DBTaskResult

    from bolwerk.office.documents import store
    from bolwerk.office.documents.models import Document

    made, rows = list(Document.objects.order_by("key")), list(DBTaskResult.objects.all())
    return {
        "states": dict(Counter(row.status for row in rows)),
        "begun_again": sum(max(0, len(row.worker_ids) - 1) for row in rows),
        "errors": sorted({row.exception_class_path for row in rows} - {""}),
        "keys": [document.key for document in made],
        "whole": all(store.path_of(document.sha256).read_bytes().startswith(b"%PDF") for document in made),
    }


def _people() -> dict[str, Any]:
    from bolwerk.office.identity.models import User

    return {user.email.split("@")[0]: user for user in User.objects.all()}


def _at_once(processes: int, threads: int, job: Callable[[int], str]) -> dict[str, int]:
    """Run `processes` x `threads` jobs, numbered from 0, all at once; counts the words they give."""
    pipes = []
    for process in range(processes):
        numbers = range(process * threads, (process + 1) * threads)
        pipes.append(_fork(lambda numbers=numbers: json.dumps(_in_threads(numbers, job))))
    total: Counter[str] = Counter()
    for pid, pipe in pipes:
        with os.fdopen(pipe) as answer:
            total.update(json.loads(answer.read() or '{"died": 1}'))
        os.waitpid(pid, 0)
    return dict(total)


def _in_threads(numbers: range, job: Callable[[int], str]) -> dict[str, int]:
    from django.db import connection

    def run(number: int) -> str:
        try:
            return job(number)
        except Exception as error:  # noqa: BLE001 (told to the test, which fails on it)
            return f"{type(error).__name__}: {error}"
        finally:
            connection.close()

    with ThreadPoolExecutor(len(numbers)) as pool:
        return dict(Counter(pool.map(run, random.sample(numbers, len(numbers)))))


def _in_fork(task: Callable[[], Any]) -> str:
    pid, pipe = _fork(lambda: str(task()))
    with os.fdopen(pipe) as answer:
        text = answer.read()
    os.waitpid(pid, 0)
    return text


def _fork(task: Callable[[], str]) -> tuple[int, int]:
    """A child that writes what `task` gives into a pipe, and ends; its number and the end to read from."""
    read, write = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(read)
        try:
            with os.fdopen(write, "w") as out:
                out.write(task())
        finally:
            os._exit(0)
    os.close(write)
    return pid, read


if __name__ == "__main__":
    main()
