from dataclasses import replace

import pytest

from bolwerk.engines.procedures import Move, Note, Procedure, Step, check
from bolwerk.kernel import ALWAYS, Citation, Duration
from tests.engines.procedures.samples import PROCEDURES, VALID, move, steps, t, term


def procedure(*given: Move, places: str = "a b c", ends: tuple[str, ...] = ("z",), **more: object) -> Procedure:
    used = {id for m in given for id in (*m.takes, *m.gives)}
    waiting = tuple(place for place in places.split() if place in used)
    return Procedure("p", "1", t("p"), steps(*waiting, ends=ends), given, "a", ends, valid=VALID, **more)  # type: ignore[arg-type]


def kinds(wrong: Procedure) -> set[tuple[str, str]]:
    return {(finding.kind, finding.where) for finding in check(wrong)}


GOOD = procedure(move("m", "a", "b"), move("n", "b", "z"))


@pytest.mark.parametrize("sound", [GOOD, *PROCEDURES], ids=lambda found: found.id)
def test_a_sound_procedure_has_no_findings(sound: Procedure) -> None:
    assert check(sound) == ()


def test_every_finding_says_what_where_and_how_to_mend_it() -> None:
    for finding in check(replace(GOOD, valid=ALWAYS, moves=())):
        assert finding.what.nl
        assert finding.mend.en
        assert finding.where in str(finding)


@pytest.mark.parametrize(
    ("wrong", "found"),
    [
        (procedure(move("m", "a", "b"), move("n", "a", "z")), ("dead_end", "b")),
        (procedure(move("m", "a", "z"), move("n", "b", "z")), ("unreachable", "b")),
        (procedure(move("m", "a", "z"), move("n", "b", "z")), ("dead_move", "n")),
        (procedure(move("m", "a", "b"), move("n", "b", "a")), ("no_way_out", "a")),
        (procedure(move("m", "a", "b c"), move("n", "b", "z"), move("o", "c", "z")), ("unclean_end", "c + z")),
        (procedure(move("m", "a", "b c"), move("n", "c", "b"), move("o", "b", "z")), ("crowded", "b")),
        (procedure(move("m", "a", "b c"), move("n", "b c", "z"), move("o", "b", "b")), ("mixed_choice", "b")),
        (replace(GOOD, valid=ALWAYS), ("no_validity", "p")),
        (replace(GOOD, steps=(*GOOD.steps[1:], Step("a", t("a")))), ("no_owner", "a")),
        (replace(GOOD, moves=(*GOOD.moves, replace(GOOD.moves[0], id="x", roles=()))), ("no_owner", "x")),
        (replace(GOOD, notes=(Note("k", t("k"), ()),)), ("no_owner", "k")),
        (replace(GOOD, notes=(Note("m", t("m"), ("x",)),)), ("duplicate", "m")),
        (replace(GOOD, notes=(Note("k", t("k"), ("x",), during=("nowhere",)),)), ("unknown", "k")),
        (replace(GOOD, start="nowhere"), ("unknown", "start")),
        (replace(GOOD, ends=()), ("no_end", "p")),
        (procedure(move("m", "a", "nowhere")), ("unknown", "m")),
        (procedure(move("m", "a", "z", distinct_from=("n",))), ("unknown", "m")),
        (procedure(move("m", "a", "z"), move("n", "z", "a")), ("leaves_end", "n")),
        (procedure(move("m", "a", "b", cancels=True), move("n", "b", "z")), ("cancel_goes_on", "m")),
        (procedure(move("m", "a", ""), move("n", "a", "z")), ("no_steps", "m")),
        (procedure(move("m", "a a", "z")), ("duplicate", "m")),
        (procedure(move("m x", "a", "z")), ("bad_id", "m x")),
    ],
)
def test_a_fault_in_the_net_is_found(wrong: Procedure, found: tuple[str, str]) -> None:
    assert found in kinds(wrong)


TERM = term("t", Duration.days(5), "m", "n", pauses=(("m", "n"),))


@pytest.mark.parametrize(
    ("wrong", "kind"),
    [
        (replace(TERM, citation=None), "no_citation"),
        (replace(TERM, citation=Citation("GBER", "")), "no_citation"),
        (replace(TERM, starts_on=()), "never_starts"),
        (replace(TERM, starts_on=("danced",)), "unknown"),
        (replace(TERM, resumed_by=()), "unpaired"),
        (replace(TERM, for_whom=""), "no_owner"),
    ],
)
def test_a_fault_in_a_term_is_found(wrong: object, kind: str) -> None:
    assert kinds(replace(GOOD, terms=(wrong,))) == {(kind, "t")}
    assert kinds(replace(GOOD, terms=(TERM,))) == set()


def test_a_procedure_with_too_many_states_is_not_explored_for_ever() -> None:
    branches = [f"b{n}" for n in range(16)]
    split, join = move("split", "a", " ".join(branches)), move("join", " ".join(f"{b}x" for b in branches), "z")
    each = [move(f"{b}_done", b, f"{b}x") for b in branches]
    wide = procedure(split, *each, join, places="a " + " ".join(f"{b} {b}x" for b in branches))
    assert kinds(wide) == {("too_large", "p")}


def test_a_fault_is_told_once_for_a_place() -> None:
    stuck = procedure(move("m", "a", "b c"), move("n", "c", "c"), move("o", "b", "b"), move("p", "a", "z"))
    assert [(f.kind, f.where) for f in check(stuck)] == [("no_way_out", "b + c")]
