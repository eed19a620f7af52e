from decimal import Decimal
from pathlib import Path

import pytest

from bolwerk.engines.progress import Aggregate, Condition, Match, load
from bolwerk.kernel import InvalidInput, Text

GOOD = """
[[milestone]]
id = "2.1-a.open"
commitment = "2.1-a"
label = { nl = "Oproep open", en = "Call open" }
register = "calls"
kind = "call_opened"
where = { call = ["VLAIO-1", "VLAIO-2"], budget = { min = 1, max = 10.5 }, fictional = false }

[[target]]
id = "2.1-b.awarded"
commitment = "2.1-b"
label = { nl = "Toegekend", en = "Awarded" }
aggregate = "sum"
field = "cents"
register = "cases"
kind = ["award_signed", "award_raised"]
minus = { register = "cases", kind = "award_revoked" }
unit = { nl = "cent", en = "cent" }
goal = 1000000000

[[target]]
id = "2.1-c.speed"
commitment = "2.1-c"
label = { nl = "Doorlooptijd", en = "Time taken" }
aggregate = "median_days"
register = "cases"
kind = "submitted"
until = { register = "cases", kind = "award_signed" }
unit = { nl = "dagen", en = "days" }
goal = 60
baseline = 90.5
at_most = true
"""


def write(folder: Path, text: str, name: str = "indicators.toml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_milestones_and_targets_are_read(tmp_path: Path) -> None:
    found = load([write(tmp_path, GOOD)])
    [milestone] = found.milestones
    assert milestone.label == Text("Oproep open", "Call open")
    assert milestone.match.where == (
        Condition("call", one_of=("VLAIO-1", "VLAIO-2")),
        Condition("budget", least=Decimal(1), most=Decimal("10.5")),
        Condition("fictional", one_of=(False,)),
    )
    awarded, speed = found.targets
    assert awarded.match.kinds == ("award_signed", "award_raised")
    assert awarded.other == Match("cases", ("award_revoked",))
    assert (speed.aggregate, speed.goal, speed.baseline, speed.at_most) == (Aggregate.MEDIAN_DAYS, 60, Decimal("90.5"), True)
    assert len(found) == 3


def test_several_files_are_one_set(tmp_path: Path) -> None:
    other = GOOD.replace("2.1-", "2.2-")
    assert len(load([write(tmp_path, GOOD), write(tmp_path, other, "more.toml")])) == 6


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        ('commitment = "2.1-a"\n', "", "indicators.toml: [[milestone]] 1.commitment"),
        ('nl = "Oproep open", ', "", "indicators.toml: [[milestone]] 1.label"),
        ('kind = "call_opened"', "kind = 3", "indicators.toml: [[milestone]] 1.kind"),
        ('kind = "call_opened"', 'kind = "call_opened"\ncount = 0', "indicators.toml: [[milestone]] 1.count"),
        ('kind = "call_opened"', 'kind = "call_opened"\nsort = 1', "indicators.toml: [[milestone]] 1.sort"),
        ("min = 1, max = 10.5", "", "indicators.toml: [[milestone]] 1.where.budget"),
        ("min = 1", 'min = "x"', "indicators.toml: [[milestone]] 1.where.budget.min"),
        ('["VLAIO-1", "VLAIO-2"]', "[1.5]", "indicators.toml: [[milestone]] 1.where.call"),
        ('aggregate = "sum"', 'aggregate = "mean"', "indicators.toml: [[target]] 1.aggregate"),
        ('field = "cents"\n', "", "indicators.toml: [[target]] 1.field"),
        ("minus =", "until =", "indicators.toml: [[target]] 1.until"),
        (
            '{ register = "cases", kind = "award_revoked" }',
            '{ register = "cases" }',
            "indicators.toml: [[target]] 1.minus.kind",
        ),
        ("goal = 1000000000", 'goal = "much"', "indicators.toml: [[target]] 1.goal"),
        ('until = { register = "cases", kind = "award_signed" }\n', "", "indicators.toml: [[target]] 2.until.kind"),
        ("at_most = true", "at_most = 1", "indicators.toml: [[target]] 2.at_most"),
        ("2.1-c.speed", "2.1-b.awarded", "indicators.toml: [[target]] 2.id"),
        ("where = {", "where = 1 #", "indicators.toml: [[milestone]] 1.where"),
        ('{ register = "cases", kind = "award_revoked" }', "3", "indicators.toml: [[target]] 1.minus"),
        ("[[milestone]]", "[[mile]]", "indicators.toml"),
        ("[[milestone]]", "[milestone]", "indicators.toml"),
        ("[[milestone]]", "[[milestone", "indicators.toml"),
    ],
)
def test_an_error_names_the_file_the_entry_and_the_key(tmp_path: Path, old: str, new: str, where: str) -> None:
    assert old in GOOD
    with pytest.raises(InvalidInput) as refused:
        load([write(tmp_path, GOOD.replace(old, new))])
    assert refused.value.where == where
    assert refused.value.mend.nl


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput) as refused:
        load([tmp_path / "gone.toml"])
    assert refused.value.where == "gone.toml"


def test_a_sum_may_have_nothing_to_take_off(tmp_path: Path) -> None:
    plain = GOOD.replace('minus = { register = "cases", kind = "award_revoked" }', "")
    assert load([write(tmp_path, plain)]).targets[0].other is None
