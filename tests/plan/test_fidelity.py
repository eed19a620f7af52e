"""The plan is true to the official text, and the proof finds every way in which it could stop being so."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from bolwerk.kernel import Money, Text
from bolwerk.plan import Amount, Bound, Commitment, Finding, Lines, Measure, Plan, check, load
from bolwerk.plan.figures import amounts_in
from bolwerk.plan.official import Official
from bolwerk.plan.seal import write
from tests.plan.conftest import SOURCE


def _all_amounts() -> list[tuple[str, Amount]]:
    plan = load()
    found = [("plan", amount) for amount in plan.facts]
    found += [(measure.code, amount) for measure in plan.measures for amount in measure.facts]
    return found + [(promise.id, amount) for promise in plan.promises for amount in promise.amounts]


AMOUNTS = [pytest.param(amount, id=f"{where}:{amount.id}") for where, amount in _all_amounts()]
PROMISES = [promise.id for promise in load().promises]
MEASURES = [measure.code for measure in load().measures]


def with_commitment(plan: Plan, id: str, change: Callable[[Commitment], Commitment | None]) -> Plan:
    """The plan with one commitment changed, or dropped when `change` gives None."""

    def many(promises: tuple[Commitment, ...]) -> tuple[Commitment, ...]:
        changed = ((change(promise) if promise.id == id else promise) for promise in promises)
        return tuple(promise for promise in changed if promise is not None)

    domains = tuple(
        replace(
            domain,
            principles=many(domain.principles),
            measures=tuple(replace(measure, commitments=many(measure.commitments)) for measure in domain.measures),
        )
        for domain in plan.domains
    )
    return replace(plan, principles=many(plan.principles), domains=domains)


def with_measure(plan: Plan, code: str, change: Callable[[Measure], Measure]) -> Plan:
    domains = tuple(
        replace(domain, measures=tuple(change(one) if one.code == code else one for one in domain.measures))
        for domain in plan.domains
    )
    return replace(plan, domains=domains)


def other(value: Money | Decimal | int | date) -> Money | Decimal | int | date:
    """A value that is nearly right."""
    if isinstance(value, date):
        return value + timedelta(days=1)
    if isinstance(value, Money):
        return value + Money.euro(1)
    return value + 1


def wheres(findings: tuple[Finding, ...]) -> set[str]:
    return {finding.where for finding in findings}


def test_the_plan_says_what_the_official_text_says(plan: Plan, official_text: str) -> None:
    assert [str(finding) for finding in check(plan, official_text)] == []


@pytest.mark.parametrize("amount", AMOUNTS)
def test_an_amount_that_is_nearly_right_is_found(amount: Amount, official_text: str) -> None:
    text = Official(official_text)
    assert not list(amounts_in("x", [amount], text))
    assert list(amounts_in("x", [replace(amount, value=other(amount.value))], text))


@pytest.mark.parametrize("amount", AMOUNTS)
def test_an_amount_moved_to_other_lines_is_found(amount: Amount, official_text: str) -> None:
    assert list(amounts_in("x", [replace(amount, lines=(Lines(1, 11),))], Official(official_text)))


@pytest.mark.parametrize("amount", [param for param in AMOUNTS if not param.values[0].counted])  # type: ignore[attr-defined]
def test_another_bound_on_an_amount_is_found(amount: Amount, official_text: str) -> None:
    text = Official(official_text)
    assert all(list(amounts_in("x", [replace(amount, bound=bound)], text)) for bound in Bound if bound is not amount.bound)


@pytest.mark.parametrize("amount", [param for param in AMOUNTS if param.values[0].before is not None])  # type: ignore[attr-defined]
def test_another_or_no_starting_value_is_found(amount: Amount, official_text: str) -> None:
    text = Official(official_text)
    assert amount.before is not None
    assert list(amounts_in("x", [replace(amount, before=other(amount.before))], text))
    assert list(amounts_in("x", [replace(amount, before=None)], text))


@pytest.mark.parametrize("id", PROMISES)
def test_a_dropped_commitment_is_found(plan: Plan, official_text: str, id: str) -> None:
    assert check(with_commitment(plan, id, lambda _: None), official_text)


@pytest.mark.parametrize("id", PROMISES)
def test_a_range_that_loses_its_first_line_is_found(plan: Plan, official_text: str, id: str) -> None:
    def slip(promise: Commitment) -> Commitment:
        first, *rest = promise.lines
        return replace(promise, lines=(Lines(first.first + 1, max(first.last, first.first + 1)), *rest))

    assert id in wheres(check(with_commitment(plan, id, slip), official_text))


@pytest.mark.parametrize("code", MEASURES)
def test_an_owner_whom_the_section_does_not_name_is_found(plan: Plan, official_text: str, code: str) -> None:
    measure = plan.measure(code)
    stranger = next(party for party in plan.parties if party.id == ("vdab" if code != "8.5" else "fit"))
    findings = check(with_measure(plan, code, lambda one: replace(one, owners=(stranger,))), official_text)
    assert any(finding.where == code and stranger.name.en in finding.what.en for finding in findings)
    first = measure.commitments[0]
    findings = check(with_commitment(plan, first.id, lambda one: replace(one, owners=(stranger,))), official_text)
    assert first.id in wheres(findings)


def test_an_owner_who_is_nowhere_in_the_text_is_found(plan: Plan, official_text: str) -> None:
    ghost = replace(plan.parties[0], id="ghost", name=Text.same("Ghost (voorbeeld)"), written=("Spookdienst",))
    findings = check(with_measure(plan, "1.2", lambda one: replace(one, derived_owners=(ghost,))), official_text)
    assert wheres(findings) == {"1.2"}


def test_an_owner_is_a_whole_word(plan: Plan, official_text: str) -> None:
    """`We` does not stand in `Wegen`."""
    cut = replace(plan.parties[0], written=("Wapenhandeldecr",))
    findings = check(with_measure(plan, "1.2", lambda one: replace(one, owners=(cut,))), official_text)
    assert "1.2" in wheres(findings)


@pytest.mark.parametrize("code", [measure.code for measure in load().measures if measure.timings])
def test_a_timing_phrase_that_the_line_does_not_hold_is_found(plan: Plan, official_text: str, code: str) -> None:
    def reword(measure: Measure) -> Measure:
        return replace(measure, timings=(replace(measure.timings[0], phrase="winter 2031"), *measure.timings[1:]))

    assert code in wheres(check(with_measure(plan, code, reword), official_text))


@pytest.mark.parametrize("code", [measure.code for measure in load().measures if measure.timings])
def test_a_measure_that_loses_its_timing_is_found(plan: Plan, official_text: str, code: str) -> None:
    assert check(with_measure(plan, code, lambda one: replace(one, timings=())), official_text)


@pytest.mark.parametrize("lines", [(Lines(0, 3),), (Lines(9, 4),), (Lines(1243, 9999),), (Lines(153, 154),), ()])
def test_lines_that_do_not_exist_are_found_and_do_not_crash(plan: Plan, official_text: str, lines: tuple[Lines, ...]) -> None:
    assert "2.1-b" in wheres(check(with_commitment(plan, "2.1-b", lambda one: replace(one, lines=lines)), official_text))


def test_a_number_in_our_own_words_that_the_text_lacks_is_found(plan: Plan, official_text: str) -> None:
    wrong = Text("Er is 12 miljoen euro.", "There is 12 million euro.")
    assert "2.1-b" in wheres(check(with_commitment(plan, "2.1-b", lambda one: replace(one, text=wrong)), official_text))
    word = Text("ESAC weegt acht aspecten.", "ESAC weighs eight aspects.")
    assert "1.1-c" in wheres(check(with_commitment(plan, "1.1-c", lambda one: replace(one, text=word)), official_text))


def test_languages_that_name_different_numbers_are_found(plan: Plan, official_text: str) -> None:
    uneven = Text("De steun stijgt van 50% naar maximaal 60%.", "The aid goes up to at most 60%.")
    findings = check(with_commitment(plan, "2.1-c", lambda one: replace(one, text=uneven)), official_text)
    assert wheres(findings) == {"2.1-c"}


def test_commitments_out_of_order_or_twice_are_found(plan: Plan, official_text: str) -> None:
    turned = with_measure(plan, "2.1", lambda one: replace(one, commitments=one.commitments[::-1]))
    assert "2.1" in wheres(check(turned, official_text))
    doubled = with_measure(plan, "2.1", lambda one: replace(one, commitments=(*one.commitments, one.commitments[0])))
    assert "2.1" in wheres(check(doubled, official_text))


def test_an_uncited_line_of_a_block_is_found_by_its_number(plan: Plan, official_text: str) -> None:
    findings = check(with_commitment(plan, "5.2-d", lambda one: replace(one, lines=(Lines(764, 764),))), official_text)
    assert "r. 763" not in wheres(findings)  # 5.2-e cites it too
    without = with_measure(plan, "10", lambda one: replace(one, commitments=one.commitments[1:]))
    assert {"r. 1121", "r. 1122"} <= wheres(check(without, official_text))


def test_a_percentage_of_the_text_that_no_amount_carries_is_found(plan: Plan, official_text: str) -> None:
    findings = check(with_measure(plan, "4.2", lambda one: replace(one, facts=one.facts[1:])), official_text)
    assert any("158800000000" in finding.what.en for finding in findings)


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        ("10 miljoen euro", "11 miljoen euro"),
        ("maximaal 60%", "maximaal 61%"),
        ("zomer 2025 \n", "najaar 2025 \n"),
        ("1.162.350", "1.162.351"),
        ("maximaal zestien", "maximaal zeventien"),
        ("vanaf 01/09/2026. \n \nTiming", "vanaf 01/09/2027. \n \nTiming"),
        ("Israël", "Ierland"),
    ],
)
def test_another_source_text_is_found(plan: Plan, official_text: str, was: str, becomes: str) -> None:
    assert was in official_text
    assert check(plan, official_text.replace(was, becomes, 1))


@pytest.mark.parametrize("source", ["", "\n", "Timing: ooit", "\x00\n" * 2000])
def test_a_source_that_is_no_plan_gives_findings_and_no_crash(plan: Plan, source: str) -> None:
    assert check(plan, source)


def test_each_finding_says_what_where_and_how_to_mend_in_both_languages(plan: Plan) -> None:
    for finding in check(plan, "niets"):
        told = finding.as_json()
        assert finding.where and set(told) == {"where", "what", "mend"}
        assert finding.what.nl != finding.what.en and finding.mend.nl != finding.mend.en


def test_the_seals_are_those_of_the_official_text(plan: Plan, official_text: str, tmp_path: Path) -> None:
    write(SOURCE, tmp_path)
    sealed = Path(__file__).resolve().parents[2] / "src" / "bolwerk" / "plan" / "data" / "seals.toml"
    assert (tmp_path / "seals.toml").read_text() == sealed.read_text()


def test_the_blocks_are_the_paragraphs_before_each_timing(official_text: str) -> None:
    text = Official(official_text)
    blocks = [(block.first, block.last) for block in text.blocks()]
    assert len(text.timings) == len(blocks) == 28
    assert (132, 150) in blocks and (279, 298) in blocks and (1121, 1128) in blocks


def test_our_sentences_are_our_own(plan: Plan, official_text: str) -> None:
    """No run of eight words of ours stands in the official text."""

    def words(text: str) -> list[str]:
        return re.findall(r"[\w%-]+", text.lower())

    official = f" {' '.join(words(official_text))} "
    ours = [text.nl for promise in plan.promises for text in (promise.text, *promise.conditions)]
    ours += [text.nl for measure in plan.measures for text in (measure.summary, *measure.conditions)]
    runs = (" ".join(run) for sentence in map(words, ours) for run in zip(*(sentence[n:] for n in range(8)), strict=False))
    assert [run for run in runs if f" {run} " in official] == []
