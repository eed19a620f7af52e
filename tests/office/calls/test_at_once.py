"""Several people at the same moment: nothing is lost, nothing is done twice."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from bolwerk.kernel import BolwerkError
from bolwerk.office.calls import selectors, services
from bolwerk.office.calls.errors import DraftConflict
from bolwerk.office.calls.models import Award, Submission
from bolwerk.office.cases.models import Case
from tests.office.calls.world import IN_TIME, World

pytestmark = pytest.mark.django_db(transaction=True)


def together(*calls: Callable[[], object]) -> list[object]:
    """What each call gave or raised, run at once, each on a connection of its own."""

    def run(call: Callable[[], object]) -> object:
        try:
            return call()
        except BolwerkError as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def test_of_two_saves_on_one_version_one_is_kept_and_the_other_sees_both(world: World) -> None:
    application, user = world.draft()

    def save(text: str) -> Callable[[], object]:
        return lambda: services.save_section(application.pk, "what", {"summary": text}, actor=user, version=0)

    found = together(*(save(f"tekst {n}") for n in range(4)))
    conflicts = [one for one in found if isinstance(one, DraftConflict)]
    assert len(conflicts) == 3
    kept = selectors.form_view(application)[1].typed["summary"]
    assert all(conflict.theirs["summary"] == kept != conflict.yours["summary"] for conflict in conflicts)


def test_submitting_at_once_with_one_key_opens_one_case(world: World) -> None:
    application, user = world.draft()
    ready = world.fill(application, user)
    found = together(
        *[lambda: services.submit_application(ready.pk, actor=user, key="s", version=ready.version, at=IN_TIME)] * 4
    )
    assert [one for one in found if isinstance(one, BolwerkError)] == []
    assert (Submission.objects.count(), Case.objects.count()) == (1, 1)


def test_two_awards_at_once_under_two_keys_give_one(world: World) -> None:
    application = world.reviewed("A", 60_000)
    ranking = services.propose_ranking(world.call.pk, actor=world.handler, key="list")
    services.decide_ranking(ranking.pk, actor=world.approver, approved=True)

    def award(key: str) -> Callable[[], object]:
        return lambda: services.record_award(application.pk, actor=world.approver, key=key)

    found = together(award("a"), award("b"), award("c"))
    assert sum(isinstance(one, Award) for one in found) == 1 == Award.objects.count()
