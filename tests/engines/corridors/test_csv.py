"""The table of an owner: bad rows are listed with line and reason, good ones kept only when the user says so."""

from __future__ import annotations

import pytest

from bolwerk.engines.corridors import Crossing, Quantity, read_structures, template
from bolwerk.kernel import InvalidInput

GOOD = template() + (
    "b1,bridge,Fictional bridge,carried,gross_t,130,,agency,own file,2026-05-31,0.9\n"
    "b1,bridge,,carried,axle_t,12.5,caution,agency,own file,,\n"
    "b2,tunnel,,,,,,,,,\n"
)


def test_rows_of_one_structure_come_together_and_one_without_limits_is_kept_as_unknown() -> None:
    one, two = read_structures(GOOD).accept()
    assert [(x.quantity, x.value, x.crossing) for x in one.limits] == [
        (Quantity.GROSS, 130.0, Crossing.NORMAL),
        (Quantity.AXLE, 12.5, Crossing.CAUTION),
    ]
    assert (one.confidence(), two.limits) == (0.9, ())


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("b3,bridge,,carried,gross_t,heavy,,agency,own file,,", "value = heavy"),
        ("b3,bridge,,carried,gross_t,-4,,agency,own file,,", "above 0"),
        ("b3,bridge,,carried,gross_t,130,,agency,,,", "source"),
        ("b3,bridge,,carried,weight,130,,agency,own file,,", "quantity = weight"),
        ("b3,viaduct,,,,,,,,,", "kind = viaduct"),
        ("b1,tunnel,,,,,,,,,", "bridge or tunnel"),
        (",bridge,,,,,,,,,", "a name for the structure"),
        ("b3,bridge,,carried,gross_t,130,,agency,own file,31/05/2026,", "2026-05-31"),
        ("b3", "kind = "),
    ],
    ids=["word", "negative", "no source", "quantity", "kind", "two kinds", "no name", "day", "short"],
)
def test_a_bad_row_is_listed_and_the_rest_kept_only_when_said(row: str, reason: str) -> None:
    found = read_structures(GOOD + row + "\n")
    assert [bad.line for bad in found.bad] == [5]
    assert reason in found.bad[0].reason.en
    with pytest.raises(InvalidInput, match="1 of 4 rows"):
        found.accept()
    assert len(found.accept(without_bad_rows=True)) == 2


def test_a_table_without_its_columns_is_refused_and_one_with_semicolons_is_read() -> None:
    with pytest.raises(InvalidInput, match="structure, kind"):
        read_structures("a,b\n1,2\n")
    assert len(read_structures(GOOD.replace(",", ";")).accept()) == 2
