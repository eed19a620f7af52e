"""Generated histories: whatever happens in whatever order, no licence is used beyond what it grants, and the books agree."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from random import Random

import pytest

from bolwerk.domains.export_control.app.licences import bans
from bolwerk.domains.export_control.app.licences.models import Licence, WriteOff
from bolwerk.domains.export_control.app.licences.terms import LineTerms, PartyTerms
from bolwerk.domains.export_control.app.licences.writing_off import take_back, write_off
from bolwerk.kernel import BolwerkError, Period
from bolwerk.office.cases import audit, clock
from bolwerk.office.cases import services as cases
from bolwerk.office.cases.models import Case
from tests.domains.export_control.licences.test_measures import hear
from tests.domains.export_control.licences.world import World, days

NAMES = (("Fjord (voorbeeld)", "NO"), ("Sverige (voorbeeld)", "SE"), ("Vreemde (voorbeeld)", "XK"))


class History:
    """Random deeds on a few licences; beside them a plain account, kept apart, of what may have been used."""

    def __init__(self, world: World, seed: int) -> None:
        self.world, self.dice, self.refused, self.made = world, Random(seed), 0, 0
        self.licences = [self.issue() for _ in range(3)]
        self.closed: set[object] = set()

    def issue(self) -> Licence:
        lines = [
            LineTerms(n, f"Goed {n}", "ML1", quantity=Decimal(self.dice.randint(1, 40)) / 4, cents=self.dice.randint(0, 900))
            for n in (1, 2)
        ]
        parties = [PartyTerms("consignee", name, country) for name, country in NAMES[:2]]
        end = self.dice.randint(0, 20)
        return self.world.licence(
            instrument="global_transfer", lines=lines, parties=parties, valid=Period(days(-10), days(end - 5))
        )

    def live(self) -> int:
        before = WriteOff.objects.count()
        deed = self.dice.choices(
            (self.use, self.back, self.urgent, self.stop, self.embargo, self.lift, self.time), (60, 12, 4, 2, 3, 3, 4)
        )[0]
        try:
            deed(self.dice.choice(self.licences))
        except BolwerkError:
            self.refused += 1
            assert WriteOff.objects.count() == before, "a refusal writes nothing"
            return 0
        self.made += 1
        return 1

    def use(self, licence: Licence) -> None:
        closed = Licence.objects.get(pk=licence.pk).state in ("withdrawn", "suspended")
        write_off(
            licence,
            line=self.dice.choice((1, 1, 2, 3)),
            party=self.dice.choice(NAMES)[0],
            quantity=Decimal(self.dice.randint(1, 12)) / 4,
            cents=self.dice.randint(0, 200),
            day=days(self.dice.randint(-12, 1)),
            document=f"D{self.dice.randint(1, 200)}",
            actor=self.dice.choice((self.world["customs"], self.world["applicant"])),
            key=self.world.key(),
        )
        assert not closed, "nothing is written off on a licence that is held or withdrawn"

    def back(self, licence: Licence) -> None:
        entries = list(WriteOff.objects.filter(licence=licence, kind=WriteOff.WRITE_OFF))
        if entries:
            take_back(self.dice.choice(entries).pk, reason="Fout", actor=self.world["customs"], key=self.world.key())

    def urgent(self, licence: Licence) -> None:
        self._act(licence, "suspended_urgently", {"days": self.dice.randint(1, 70)})

    def stop(self, licence: Licence) -> None:
        hear(self.world, licence)
        self._act(licence, "withdrawn", {})

    def _act(self, licence: Licence, move: str, payload: dict[str, int]) -> None:
        given = {"actor": self.world["approver"], "reason": "Nieuwe feiten", "version": None}
        cases.act(licence.case_id, move, payload=payload, key=self.world.key(), **given)  # type: ignore[arg-type]

    def embargo(self, licence: Licence) -> None:
        bans.declare(
            self.dice.choice(("NO", "SE")), months=1, reason="Oorlog", actor=self.world["approver"], key=self.world.key()
        )

    def lift(self, licence: Licence) -> None:
        found = list(Case.objects.filter(procedure="export.embargo", status="open").order_by("reference"))
        if found:
            cases.act(
                self.dice.choice(found).pk,
                "lifted",
                actor=self.world["approver"],
                reason="Vrede",
                key=self.world.key(),
                version=None,
            )

    def time(self, licence: Licence) -> None:
        clock.tick(days(0) + timedelta(days=self.dice.randint(0, 1)))


def within(licence: Licence) -> bool:
    """Added up anew from the records alone."""
    good = True
    for line in licence.lines.all():
        rows = list(WriteOff.objects.filter(line=line))
        used, worth = sum(row.sign * row.quantity for row in rows), sum(row.sign * row.cents for row in rows)
        good &= 0 <= used <= (line.quantity or 0) and 0 <= worth <= (line.cents or 0)
        good &= (used, worth) == (Decimal(line.used_e4) / 10_000, line.used_cents)
    for row in WriteOff.objects.filter(licence=licence, kind=WriteOff.WRITE_OFF).select_related("party"):
        good &= row.day in licence.valid and row.party.country in ("NO", "SE")
    return good


@pytest.mark.parametrize("seed", range(6))
def test_no_history_uses_a_licence_beyond_what_it_grants(world: World, seed: int) -> None:
    history = History(world, seed)
    watch: Callable[[], bool] = lambda: all(within(licence) for licence in Licence.objects.all())  # noqa: E731
    for turn in range(60):
        history.live()
        if turn % 20 == 19:
            assert watch()
    assert history.made > 5 and history.refused > 5, "a history in which all goes well, or nothing does, proves little"
    assert audit.verify() == ()
