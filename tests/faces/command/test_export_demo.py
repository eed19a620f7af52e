"""The year of fictional licences: seeds that grow the same on every load, and a few of them replayed through the services."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from bolwerk.domains.export_control.live import Instrument, Licence, WriteOff
from bolwerk.domains.export_control.public import PROCEDURES
from bolwerk.faces.command import examples
from bolwerk.faces.command.examples.export import read_exports
from bolwerk.faces.command.examples.export.data import read_parties
from bolwerk.office.cases import audit
from bolwerk.office.cases.models import CaseEvent
from bolwerk.office.screening.models import Alert

FEW = {
    "x01-01": "closed_granted",
    "x05-01": "closed_granted",
    "x08-12": "closed_refused",
    "x22-01": "assessing",
    "x21-03": "hearing",
    "x30-01": "held",
    "x32-01": "closed_answered",
    "x01-24": "draft",
}
"""The applications of the unit load, and where it leaves each."""


class TestTheFiles:
    def test_there_are_at_least_three_hundred_of_every_kind_and_most_instruments(self) -> None:
        found = read_exports()
        assert len(found) >= 300
        assert len({one.id for one in found}) == len(found)
        kinds = {one.seed.kind for one in found}
        assert kinds == {"licence", "authorisation", "certificate", "advice", "confirmation", "registration"}
        lives = {one.life for one in found}
        assert {"amended", "extended", "renewed", "returned"} <= lives, "changes are asked of licences that were granted"
        absent = {"general_transfer", "exemptable_transfer", "firearm_dealer", "dual_use_large_project"}
        absent |= {"dual_use_general", "torture_goods"}
        assert {one.seed.instrument for one in found} - {""} == set(Instrument.values) - absent

    def test_they_grow_the_same_on_every_reading(self) -> None:
        assert read_exports() == read_exports()

    def test_who_applies_exists_and_everything_is_marked_as_an_example(self) -> None:
        known = {row.id for row in examples.read_organisations()}
        for one in read_exports():
            assert one.applicant in known, one.id
            assert one.title.endswith("(voorbeeld)"), one.id
        assert all(party.address.endswith("(voorbeeld)") for party in read_parties().values())

    def test_goods_have_a_positive_quantity_and_value(self) -> None:
        for one in read_exports():
            assert all(line.quantity > 0 and line.value > 0 for line in one.lines), one.id

    def test_hits_are_true_false_and_undecided(self) -> None:
        assert {party.hit for party in read_parties().values()} == {"", "true", "false", "undecided"}

    def test_every_end_has_a_window_and_open_ones_stand_at_every_step_of_a_licence(self) -> None:
        ends = {one.end for one in read_exports()}
        licence = next(one for one in PROCEDURES if one.id == "export.licence")
        steps = {step.id for step in licence.steps if not step.id.startswith("closed")}
        assert steps <= ends | {"assessing"}


@pytest.fixture(scope="module")
def house(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[examples.House]:
    """A few, loaded once for all tests here and taken away after them; the lists in a folder of their own."""
    from django.test import override_settings

    home: Path = tmp_path_factory.mktemp("home")
    with django_db_blocker.unblock(), override_settings(HOME=home, MEDIA_ROOT=home / "media"), transaction.atomic():
        yield examples.load(only=FEW)
        transaction.set_rollback(True)


@pytest.mark.django_db
class TestTheLoad:
    @pytest.fixture(autouse=True)
    def _loaded(self, house: examples.House) -> None:
        """Each test in its own transaction within that of the load."""

    def test_each_stands_where_its_story_ends(self, house: examples.House) -> None:
        for id_, end in FEW.items():
            application = house.exports[id_]
            application.refresh_from_db()
            case = application.case
            if case is None:
                assert (application.state, end) == ("draft", "draft"), id_
            else:
                there = case.steps.strip(",") or str(case.state["outcome"])
                assert there == end, id_

    def test_every_chain_fits_and_nothing_lies_after_the_moment_of_loading(self, house: examples.House) -> None:
        assert audit.verify() == ()
        assert CaseEvent.objects.latest("at").at <= house.timeline.until

    def test_hits_are_decided_by_a_screener_or_wait(self, house: examples.House) -> None:
        suspect = Alert.objects.filter(case=house.exports["x22-01"].case)
        assert suspect.exists()
        assert not suspect.filter(state__in=("true_hit", "false_hit")).exists()
        assert Alert.objects.filter(case=house.exports["x21-03"].case, state="true_hit").exists()

    def test_customs_writes_off_what_was_granted(self, house: examples.House) -> None:
        assert Licence.objects.filter(granted_by=house.exports["x01-01"].case).exists()
        assert WriteOff.objects.filter(licence__granted_by=house.exports["x01-01"].case, by="customs").exists()
