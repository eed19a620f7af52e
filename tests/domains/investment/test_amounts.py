"""Aid per activity category, de minimis and cumulation: exact euro, exact days."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from bolwerk.domains.investment.law.cumulation import AidSource, OtherAid
from bolwerk.domains.investment.law.deminimis import DeMinimisAward
from bolwerk.domains.investment.public import CostLine, OwnerKind, Rate, amount, cumulation, deminimis
from bolwerk.kernel import InvalidInput, MissingLaw, Money
from tests.domains.investment.graphs import body, firm, graph, holds

ON = date(2025, 6, 2)
EVERYTHING = {
    (activity, kind): kind != "other"
    for activity in ("industrial", "experimental")
    for kind in ("personnel", "subcontract", "overheads", "overheads_flat", "other")
}


def line(partner: str, activity: str, kind: str, euro: str) -> CostLine:
    return CostLine(partner, activity, kind, Money.read(euro))


class TestAmount:
    def test_a_mixed_project_is_priced_per_activity_category(self) -> None:
        rates = {("A", "industrial"): Rate(Decimal(70)), ("A", "experimental"): Rate(Decimal(45))}
        lines = [line("A", "industrial", "personnel", "100000"), line("A", "experimental", "personnel", "200000")]
        found = amount(lines, rates, EVERYTHING, ON).value
        assert {part.activity: part.aid for part in found.parts} == {
            "industrial": Money.euro(70_000),
            "experimental": Money.euro(90_000),
        }
        assert found.total == Money.euro(160_000)

    def test_each_partner_has_its_own_rate(self) -> None:
        rates = {("A", "experimental"): Rate(Decimal(60)), ("B", "experimental"): Rate(Decimal(40))}
        lines = [line("A", "experimental", "personnel", "1000"), line("B", "experimental", "personnel", "1000")]
        assert amount(lines, rates, EVERYTHING, ON).value.per_partner == {"A": Money.euro(600), "B": Money.euro(400)}

    def test_what_is_not_eligible_is_left_out_and_named(self) -> None:
        rates = {("A", "experimental"): Rate(Decimal(50))}
        lines = [line("A", "experimental", "personnel", "1000"), line("A", "experimental", "other", "500")]
        found = amount(lines, rates, EVERYTHING, ON)
        assert (found.value.parts[0].claimed, found.value.eligible) == (Money.euro(1500), Money.euro(1000))
        assert any("andere kosten" in step.text.nl for reason in found.why for step in reason.steps)

    def test_a_flat_rate_for_overheads_stops_at_a_fifth_of_the_direct_costs(self) -> None:
        rates = {("A", "experimental"): Rate(Decimal(50))}
        direct = [line("A", "experimental", "personnel", "1000")]
        at = amount([*direct, line("A", "experimental", "overheads_flat", "200")], rates, EVERYTHING, ON).value
        over = amount([*direct, line("A", "experimental", "overheads_flat", "200,01")], rates, EVERYTHING, ON).value
        assert at.eligible == over.eligible == Money.euro(1200)

    def test_cents_are_cut_never_rounded_up(self) -> None:
        found = amount(
            [line("A", "experimental", "personnel", "0,99")], {("A", "experimental"): Rate(Decimal(60))}, EVERYTHING, ON
        )
        assert found.value.total == Money(59)

    def test_a_missing_rate_is_an_error_not_zero(self) -> None:
        with pytest.raises(InvalidInput):
            amount([line("A", "experimental", "personnel", "1")], {}, EVERYTHING, ON)

    @pytest.mark.parametrize(
        ("activity", "kind", "euro"),
        [("lunch", "personnel", "1"), ("industrial", "wine", "1"), ("industrial", "personnel", "-1")],
    )
    def test_a_wrong_line_is_refused(self, activity: str, kind: str, euro: str) -> None:
        with pytest.raises(InvalidInput):
            line("A", activity, kind, euro)

    def test_after_the_end_of_the_regulation_nothing_is_computed(self) -> None:
        lines, rates = [line("A", "experimental", "personnel", "1")], {("A", "experimental"): Rate(Decimal(40))}
        amount(lines, rates, EVERYTHING, date(2026, 12, 31))
        with pytest.raises(MissingLaw):
            amount(lines, rates, EVERYTHING, date(2027, 1, 1))


def award(euro: int, granted: date, beneficiary: str = "A") -> DeMinimisAward:
    return DeMinimisAward(f"{beneficiary}-{granted}", beneficiary, Money.euro(euro), granted)


class TestDeMinimis:
    ALONE = frozenset({"A"})

    def test_an_award_counts_until_the_day_before_three_years_have_passed(self) -> None:
        earlier = [award(100_000, date(2025, 6, 2))]
        assert deminimis.room(earlier, self.ALONE, date(2028, 6, 1)).value.left == Money.euro(200_000)
        assert deminimis.room(earlier, self.ALONE, date(2028, 6, 2)).value.left == Money.euro(300_000)

    def test_the_day_of_a_leap_year_counts(self) -> None:
        earlier = [award(1, date(2024, 2, 29))]
        assert deminimis.room(earlier, self.ALONE, date(2027, 2, 27)).value.used == Money.euro(1)
        assert deminimis.room(earlier, self.ALONE, date(2027, 3, 1)).value.used == Money(0)

    def test_an_award_that_just_fits_is_covered(self) -> None:
        assert deminimis.check(Money.euro(300_000), [], self.ALONE, ON).value.covered

    def test_one_cent_too_much_loses_cover_for_the_whole_award(self) -> None:
        found = deminimis.check(Money.euro(300_000) + Money(1), [], self.ALONE, ON)
        assert not found.value.covered
        assert found.value.room.left == Money.euro(300_000)
        assert "Reg-2023/2831 art. 3(7)" in {str(c) for reason in found.why for c in reason.citations}

    def test_the_room_is_never_negative(self) -> None:
        assert deminimis.room([award(400_000, ON)], self.ALONE, ON).value.left == Money(0)

    def test_the_whole_undertaking_shares_one_ceiling(self) -> None:
        case = graph(*map(firm, "AB"), holdings=(holds("A", "B", 51),))
        undertaking = deminimis.single_undertaking(case, "A", ON)
        assert deminimis.room([award(100_000, ON, "B")], undertaking, ON).value.left == Money.euro(200_000)

    def test_a_partner_has_its_own_ceiling(self) -> None:
        case = graph(*map(firm, "AB"), holdings=(holds("A", "B", 50),))
        assert deminimis.single_undertaking(case, "A", ON) == {"A"}

    def test_a_shared_owner_who_is_a_person_makes_no_single_undertaking(self) -> None:
        case = graph(*map(firm, "AB"), body("P", OwnerKind.PERSON), holdings=(holds("P", "A", 100), holds("P", "B", 100)))
        assert deminimis.single_undertaking(case, "A", ON) == {"A"}

    def test_before_the_regulation_there_is_no_ceiling(self) -> None:
        with pytest.raises(MissingLaw):
            deminimis.room([], self.ALONE, date(2023, 12, 31))
        assert deminimis.room([], self.ALONE, date(2024, 1, 1)).value.ceiling == Money.euro(300_000)


class TestCumulation:
    COSTS = Money.euro(1_000_000)

    def left(self, *others: OtherAid, union_rate: Decimal | None = None) -> Money:
        return cumulation.room(self.COSTS, Decimal(60), others, ON, union_rate=union_rate).value.left

    def test_alone_the_room_is_the_highest_intensity(self) -> None:
        assert self.left() == Money.euro(600_000)

    def test_state_aid_and_de_minimis_on_the_same_costs_take_room(self) -> None:
        others = (OtherAid("x", AidSource.STATE, Money.euro(100_000)), OtherAid("y", AidSource.DE_MINIMIS, Money.euro(50_000)))
        assert self.left(*others) == Money.euro(450_000)

    def test_the_room_is_never_negative(self) -> None:
        assert self.left(OtherAid("x", AidSource.STATE, Money.euro(700_000))) == Money(0)

    def test_union_money_is_no_state_aid_but_all_together_stay_under_the_unions_rate(self) -> None:
        union = OtherAid("u", AidSource.UNION, Money.euro(500_000))
        assert self.left(union, union_rate=Decimal(100)) == Money.euro(500_000)
        assert self.left(union, union_rate=Decimal(75)) == Money.euro(250_000)

    def test_union_money_without_its_rate_is_an_error(self) -> None:
        with pytest.raises(InvalidInput):
            self.left(OtherAid("u", AidSource.UNION, Money.euro(1)))

    def test_beside_the_defence_fund_all_costs_may_be_covered(self) -> None:
        assert self.left(OtherAid("edf", AidSource.EDF, Money.euro(800_000))) == Money.euro(200_000)

    def test_a_negative_amount_is_refused(self) -> None:
        with pytest.raises(InvalidInput):
            self.left(OtherAid("x", AidSource.STATE, Money(-1)))
