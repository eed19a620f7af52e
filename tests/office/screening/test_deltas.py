"""Screening only what changed gives what screening everything would: the alerts, and which of them are new."""

from __future__ import annotations

from random import Random

import pytest

from bolwerk.engines.screening import PROFILES, Entity, compare
from bolwerk.office.cases import audit
from bolwerk.office.identity.models import User
from bolwerk.office.screening import lists, reconciling, services
from bolwerk.office.screening.models import Alert, Run, Watched
from tests.office.screening.world import entry, load, subject

pytestmark = pytest.mark.django_db
GIVEN = ("Viktor", "Oleg", "Farhad", "Samir", "Marija", "Wenqiao", "Nikolaos", "Dmytro")
FAMILY = ("Lozovoj", "Varnakov", "Mehrabani", "Darwani", "Vukobradovic", "Stavrinidakis", "Zolotsjenko")
SPELT = {"Lozovoj": "Lozovoy", "Varnakov": "Warnakow", "Darwani": "al-Darwany", "Zolotsjenko": "Zolotchenko"}
Key = tuple[str, str, str, str]


def a_name(dice: Random) -> str:
    family = dice.choice(FAMILY)
    return f"{dice.choice(GIVEN)} {SPELT.get(family, family) if dice.random() < 0.3 else family}"


def an_entry(dice: Random, number: int) -> Entity:
    born = {"birthDate": str(dice.randint(1950, 1990))} if dice.random() < 0.4 else {}
    return entry(f"E-{number}", a_name(dice), country=dice.choice(("ru", "ir", "cn")), **born)


def everything(entries: dict[int, Entity]) -> set[Key]:
    """Every pair at or above the floor, by comparing each subject with each entry, one by one."""
    rarity = lists.current().rarity
    found = set()
    for one in Watched.objects.filter(released_at=None):
        for listed in entries.values():
            there = Entity(listed.id, listed.schema, listed.properties, "proef")
            hit = compare(one.entity, there, PROFILES[one.profile], rarity)
            if hit.score >= hit.floor:
                found.add((one.ref, one.digest, listed.id, listed.digest))
    return found


def alive() -> set[Key]:
    rows = Alert.objects.exclude(state="closed").select_related("subject")
    return {(one.subject.ref, one.subject_digest, one.entity_id, one.entry_digest) for one in rows}


@pytest.mark.parametrize("seed", range(4))
def test_after_any_changes_the_alerts_are_those_of_a_full_screening(seed: int, screener: User) -> None:
    dice = Random(seed)
    entries = {number: an_entry(dice, number) for number in range(25)}
    load("proef", entries.values())
    decided: set[tuple[str, str, str]] = set()
    for turn in range(4):
        for number in range(3):
            ref = f"proef:{dice.randint(1, 6)}"
            profile = dice.choice(("export-licence", "export-licence", "strict"))
            key = f"screen:{turn}:{number}"
            services.screen([subject(ref, a_name(dice))], case=None, profile=profile, why="", actor=None, key=key)
        assert alive() == everything(entries)
        for alert in Alert.objects.filter(state="open", profile="export-licence"):
            if dice.random() < 0.5:
                services.decide(alert.pk, "false_hit", reason="x", actor=screener, key=f"d:{alert.pk}")
                decided.add((alert.subject_digest, alert.entity_id, alert.entry_digest))
        for number in dice.sample(range(30), 8):
            if number in entries and dice.random() < 0.4:
                del entries[number]
            else:
                entries[number] = an_entry(dice, number)
        before, last = alive(), Alert.objects.count()
        load("proef", entries.values())
        services.rescreen(actor=None, key=f"again:{turn}")
        full = everything(entries)
        assert alive() == full
        # Exactly those whose outcome changed: a row more for each pair that is new, none for any other.
        assert Alert.objects.count() - last == len(full - before)
        for alert in Alert.objects.filter(state="open", profile="export-licence"):
            assert (alert.subject_digest, alert.entity_id, alert.entry_digest) not in decided
        full_run = services.rescreen(actor=None, key=f"full:{turn}", full=True)
        assert all(run.effect == {"raised": 0, "carried": 0} for run in full_run), "a full screening finds nothing more"
    assert audit.verify() == ()


def test_only_what_changed_is_compared() -> None:
    entries = [an_entry(Random(1), number) for number in range(25)]
    load("proef", entries)
    services.screen([subject("proef:1", "Viktor Lozovoj")], case=None, profile="strict", why="", actor=None, key="k")
    load("proef", [*entries[1:], an_entry(Random(2), 99)])
    (run,) = services.rescreen(actor=None, key="r")
    assert run.receipt["counts"]["compared"] == 1
    assert run.receipt["against"] != "all"
    assert services.rescreen(actor=None, key="r2") == ()


def test_a_subject_that_comes_after_a_change_meets_all_entries() -> None:
    load("proef", [entry("E-1", "Viktor Lozovoj")])
    load("proef", [entry("E-1", "Viktor Lozovoj"), entry("E-2", "Oleg Varnakov")])
    services.screen([subject("proef:1", "Viktor Lozovoj")], case=None, profile="strict", why="", actor=None, key="k")
    assert Alert.objects.get().entity_id == "E-1"


def test_measuring_rarity_anew_screens_everybody_against_everything() -> None:
    load("proef", [entry("E-1", "Viktor Lozovoj")])
    services.screen([subject("proef:1", "Viktor Lozovoj")], case=None, profile="strict", why="", actor=None, key="k")
    load("proef", [entry(f"E-{n}", f"Viktor {family}") for n, family in enumerate(FAMILY)])
    services.rescreen(actor=None, key="r1")
    lists.renew_rarity()
    (run,) = services.rescreen(actor=None, key="r2")
    assert run.receipt["against"] == "all"


def test_a_rescreening_that_fails_leaves_nothing_half(monkeypatch: pytest.MonkeyPatch) -> None:
    load("proef", [entry("E-1", "Viktor Lozovoj")])
    services.screen([subject("proef:1", "Oleg Varnakov")], case=None, profile="strict", why="", actor=None, key="k")
    load("proef", [entry("E-1", "Viktor Lozovoj"), entry("E-2", "Oleg Varnakov")])

    def die(*_: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(reconciling, "carry_out", die)
    with pytest.raises(OSError, match="full"):
        services.rescreen(actor=None, key="r")
    assert (Run.objects.count(), Alert.objects.count()) == (1, 0)
    monkeypatch.undo()
    services.rescreen(actor=None, key="r")
    assert Alert.objects.get().entity_id == "E-2"
    assert audit.verify() == ()


def test_who_was_screened_while_lists_were_compared_keeps_that_outcome(monkeypatch: pytest.MonkeyPatch) -> None:
    load("proef", [entry("E-1", "Viktor Lozovoj")])
    services.screen([subject("proef:1", "Viktor Lozovoj")], case=None, profile="strict", why="", actor=None, key="k")
    load("proef", [entry("E-1", "Viktor Lozovoj"), entry("E-2", "Oleg Varnakov")])
    compared = lists.screened

    def meanwhile(*given: object) -> object:
        monkeypatch.setattr(lists, "screened", compared)
        services.screen([subject("proef:1", "Anneleen Peeters")], case=None, profile="strict", why="", actor=None, key="k2")
        return compared(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(lists, "screened", meanwhile)
    services.rescreen(actor=None, key="r")
    assert Watched.objects.get().caption == "Anneleen Peeters"
    assert not Alert.objects.exclude(state="closed").exists()
