"""SME size by Recommendation 2003/361/EC, annex. Own cases in the manner of the user guide; every enterprise is fictional."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bolwerk.domains.investment.public import (
    Control,
    Enterprise,
    Holding,
    OwnerKind,
    OwnershipGraph,
    Size,
    SizeOutcome,
    YearFigures,
    size_of,
)
from bolwerk.kernel import InvalidInput, MissingLaw, Money, Reason
from tests.domains.investment.graphs import body, figures, firm, graph, holds

ON = date(2025, 6, 2)


def outcome(of: OwnershipGraph, subject: str = "A", on: date = ON) -> SizeOutcome:
    return size_of(of, subject, on).value


def shares(of: OwnershipGraph, subject: str = "A") -> dict[str, Decimal]:
    return {part.enterprise.id: part.share for part in outcome(of, subject).contributions}


def citations(reasons: tuple[Reason, ...]) -> set[str]:
    return (
        {str(c) for r in reasons for c in r.citations} | {c for r in reasons for c in citations(r.steps)} if reasons else set()
    )


class TestThresholds:
    """Art. 2: headcount below the threshold, and turnover or balance sheet at most the ceiling."""

    @pytest.mark.parametrize(
        ("headcount", "turnover", "balance", "size"),
        [
            ("9.9", 2_000_000, 99_000_000, Size.MICRO),
            ("9.9", 99_000_000, 2_000_000, Size.MICRO),
            ("10", 2_000_000, 2_000_000, Size.SMALL),
            ("9.9", 2_000_001, 2_000_001, Size.SMALL),
            ("49.9", 10_000_000, 10_000_001, Size.SMALL),
            ("50", 10_000_000, 10_000_000, Size.MEDIUM),
            ("49.9", 10_000_001, 10_000_001, Size.MEDIUM),
            ("249.9", 50_000_000, 43_000_001, Size.MEDIUM),
            ("249.9", 50_000_001, 43_000_000, Size.MEDIUM),
            ("249.9", 50_000_001, 43_000_001, Size.LARGE),
            ("250", 1, 1, Size.LARGE),
        ],
    )
    def test_each_threshold_holds_on_both_sides(self, headcount: str, turnover: int, balance: int, size: Size) -> None:
        assert outcome(graph(firm("A", headcount, turnover, balance))).value is size

    def test_micro_and_small_are_one_tier_for_aid(self) -> None:
        assert [size.tier for size in Size] == ["small", "small", "medium", "large"]


class TestWhoCounts:
    def test_an_enterprise_by_itself_counts_alone(self) -> None:
        assert shares(graph(firm("A"), firm("B"))) == {"A": 100}

    def test_a_majority_of_the_votes_links_and_counts_in_full(self) -> None:
        assert shares(graph(firm("A"), firm("B"), holdings=(holds("B", "A", 51),))) == {"A": 100, "B": 100}

    def test_exactly_half_the_votes_is_a_partner(self) -> None:
        assert shares(graph(firm("A"), firm("B"), holdings=(holds("B", "A", 50),))) == {"A": 100, "B": 50}

    def test_under_a_quarter_does_not_count(self) -> None:
        assert shares(graph(firm("A"), firm("B"), holdings=(holds("B", "A", "24.99"),))) == {"A": 100}

    def test_exactly_a_quarter_is_a_partner(self) -> None:
        assert shares(graph(firm("A"), firm("B"), holdings=(holds("B", "A", 25),))) == {"A": 100, "B": 25}

    def test_capital_or_votes_whichever_is_higher(self) -> None:
        assert shares(graph(firm("A"), firm("B"), holdings=(holds("B", "A", 10, 40),))) == {"A": 100, "B": 40}

    @pytest.mark.parametrize("control", list(Control))
    def test_control_without_a_majority_links(self, control: Control) -> None:
        assert shares(graph(firm("A"), firm("B"), holdings=(holds("B", "A", 5, 5, control),))) == {"A": 100, "B": 100}

    def test_links_run_through_a_chain_and_to_sisters(self) -> None:
        chain = graph(*map(firm, "ABCD"), holdings=(holds("C", "B", 60), holds("B", "A", 60), holds("C", "D", 60)))
        assert shares(chain) == {"A": 100, "B": 100, "C": 100, "D": 100}

    def test_what_is_linked_to_a_partner_counts_with_the_partners_share(self) -> None:
        case = graph(*map(firm, "ABC"), holdings=(holds("B", "A", 30), holds("C", "B", 80)))
        assert shares(case) == {"A": 100, "B": 30, "C": 30}

    def test_a_partner_of_a_partner_does_not_count(self) -> None:
        case = graph(*map(firm, "ABC"), holdings=(holds("B", "A", 30), holds("C", "B", 40)))
        assert shares(case) == {"A": 100, "B": 30}

    def test_a_partner_of_a_linked_enterprise_counts_pro_rata(self) -> None:
        case = graph(*map(firm, "ABC"), holdings=(holds("A", "B", 70), holds("C", "B", 30)))
        assert shares(case) == {"A": 100, "B": 100, "C": 30}

    def test_of_cross_holdings_the_greater_counts_once(self) -> None:
        case = graph(firm("A"), firm("B"), holdings=(holds("A", "B", 26), holds("B", "A", 33)))
        assert shares(case) == {"A": 100, "B": 33}

    def test_linked_owners_are_counted_jointly_as_partner(self) -> None:
        case = graph(*map(firm, "ABC"), holdings=(holds("B", "A", 15), holds("C", "A", 15), holds("B", "C", 90)))
        assert shares(case) == {"A": 100, "B": 30, "C": 30}

    def test_a_partner_downstream_counts_too(self) -> None:
        assert shares(graph(firm("A"), firm("B"), holdings=(holds("A", "B", 40),))) == {"A": 100, "B": 40}

    def test_a_holding_that_has_ended_no_longer_counts(self) -> None:
        from bolwerk.kernel import Period

        past = replace(holds("B", "A", 60), valid=Period(None, date(2025, 6, 1)))
        case = graph(firm("A"), firm("B"), holdings=(past,))
        assert shares(case) == {"A": 100}
        assert {p.enterprise.id for p in outcome(case, on=date(2025, 6, 1)).contributions} == {"A", "B"}


class TestPeople:
    """Art. 3(3), fourth subparagraph: links through people on the same or an adjacent market."""

    @staticmethod
    def sisters(market_a: str, market_b: str, *holdings: Holding) -> OwnershipGraph:
        one = replace(firm("A", 30), markets=frozenset(market_a.split()))
        two = replace(firm("B", 30), markets=frozenset(market_b.split()))
        people = (body("P", OwnerKind.PERSON), body("Q", OwnerKind.PERSON))
        return graph(one, two, *people, holdings=holdings or (holds("P", "A", 60), holds("P", "B", 60)))

    def test_one_owner_on_one_market_links_the_two(self) -> None:
        assert outcome(self.sisters("drones", "drones")).value is Size.MEDIUM

    def test_one_owner_on_two_markets_links_nothing(self) -> None:
        assert outcome(self.sisters("drones", "bread")).value is Size.SMALL

    def test_an_unknown_market_is_asked_for_when_it_matters(self) -> None:
        found = outcome(self.sisters("drones", ""))
        assert found.value is None
        assert found.possible == (Size.SMALL, Size.MEDIUM)
        assert [missing.what.en for missing in found.missing] == ["on which market B (voorbeeld) is active"]

    def test_people_who_act_together_link_what_none_of_them_controls_alone(self) -> None:
        together = tuple(
            replace(holds(person, owned, 40), acting_together="family") for person in ("P", "Q") for owned in ("A", "B")
        )
        assert outcome(self.sisters("drones", "drones", *together)).value is Size.MEDIUM
        apart = tuple(replace(holding, acting_together="") for holding in together)
        assert outcome(self.sisters("drones", "drones", *apart)).value is Size.SMALL


class TestPublicOwners:
    """Art. 3(4) and the investors of art. 3(2), second subparagraph."""

    def test_a_quarter_in_public_hands_is_never_an_sme(self) -> None:
        case = graph(firm("A"), body("city", OwnerKind.PUBLIC_BODY), holdings=(holds("city", "A", 25),))
        found = size_of(case, "A", ON)
        assert found.value.value is Size.LARGE
        assert "Rec-2003/361 art. 3(4)" in citations(found.why)

    def test_just_under_a_quarter_is_no_matter(self) -> None:
        case = graph(firm("A"), body("city", OwnerKind.PUBLIC_BODY), holdings=(holds("city", "A", "24.99"),))
        assert outcome(case).value is Size.SMALL

    def test_public_bodies_count_together(self) -> None:
        two = (body("city", OwnerKind.PUBLIC_BODY), body("province", OwnerKind.PUBLIC_BODY))
        case = graph(firm("A"), *two, holdings=(holds("city", "A", 13), holds("province", "A", 12)))
        assert outcome(case).value is Size.LARGE

    def test_public_control_runs_through_a_company(self) -> None:
        case = graph(
            firm("A"), firm("B"), body("city", OwnerKind.PUBLIC_BODY), holdings=(holds("city", "B", 60), holds("B", "A", 26))
        )
        assert outcome(case).value is Size.LARGE

    def test_a_public_investment_corporation_up_to_half_leaves_the_enterprise_autonomous(self) -> None:
        fund = body("fund", OwnerKind.PUBLIC_INVESTMENT)
        found = size_of(graph(firm("A"), fund, holdings=(holds("fund", "A", 50),)), "A", ON)
        assert found.value.value is Size.SMALL
        assert "Rec-2003/361 art. 3(2), second subparagraph" in citations(found.why)

    def test_above_half_it_is_public_control(self) -> None:
        fund = body("fund", OwnerKind.PUBLIC_INVESTMENT)
        assert outcome(graph(firm("A"), fund, holdings=(holds("fund", "A", "50.01"),))).value is Size.LARGE

    def test_two_exempt_investors_that_act_together_above_half_lose_the_exemption(self) -> None:
        funds = (body("fund", OwnerKind.PUBLIC_INVESTMENT), body("bank", OwnerKind.PUBLIC_INVESTMENT))
        apart = (holds("fund", "A", 30), holds("bank", "A", 30))
        assert outcome(graph(firm("A"), *funds, holdings=apart)).value is Size.SMALL
        together = tuple(replace(holding, acting_together="pact") for holding in apart)
        assert outcome(graph(firm("A"), *funds, holdings=together)).value is Size.LARGE

    @pytest.mark.parametrize(
        ("inhabitants", "budget", "size"), [(4_999, 9_999_999, Size.SMALL), (5_000, 9_999_999, Size.LARGE)]
    )
    def test_a_small_local_authority_is_exempt_under_its_two_thresholds(
        self, inhabitants: int, budget: int, size: Size
    ) -> None:
        town = replace(body("town", OwnerKind.SMALL_LOCAL_AUTHORITY), inhabitants=inhabitants, yearly_budget=Money.euro(budget))
        assert outcome(graph(firm("A"), town, holdings=(holds("town", "A", 30),))).value is size

    def test_an_authority_of_unknown_budget_leaves_the_size_open_and_says_so(self) -> None:
        town = replace(body("town", OwnerKind.SMALL_LOCAL_AUTHORITY), inhabitants=4_000)
        found = outcome(graph(firm("A"), town, holdings=(holds("town", "A", 30),)))
        assert found.value is None
        assert "the yearly budget of town (voorbeeld)" in [missing.what.en for missing in found.missing]

    @pytest.mark.parametrize(("invested", "share"), [(1_249_999, {"A": 100}), (1_250_000, {"A": 100, "angel": 30})])
    def test_a_business_angel_is_exempt_under_its_amount(self, invested: int, share: dict[str, int]) -> None:
        holding = replace(holds("angel", "A", 30), invested=Money.euro(invested))
        assert shares(graph(firm("A"), body("angel", OwnerKind.BUSINESS_ANGEL), holdings=(holding,))) == share


class TestInertia:
    """Art. 4(2): the status changes only after two periods in a row."""

    @staticmethod
    def years(*headcounts: float, first: int = 2021, founded: int | None = None) -> OwnershipGraph:
        rows = tuple(figures(first + n, count, 5_000_000, 5_000_000) for n, count in enumerate(headcounts))
        return graph(Enterprise("A", "A (voorbeeld)", figures=rows, founded=founded))

    def test_one_year_over_changes_nothing(self) -> None:
        assert outcome(self.years(40, 40, 40, 60)).value is Size.SMALL

    def test_two_years_over_changes_it(self) -> None:
        assert outcome(self.years(40, 40, 60, 60)).value is Size.MEDIUM

    def test_one_year_under_changes_nothing_either(self) -> None:
        assert outcome(self.years(60, 60, 60, 40)).value is Size.MEDIUM

    def test_two_years_over_by_different_sizes_moves_as_far_as_both_go(self) -> None:
        assert outcome(self.years(40, 40, 60, 300)).value is Size.MEDIUM

    def test_with_two_years_that_differ_the_year_before_is_asked(self) -> None:
        found = outcome(self.years(40, 60, first=2023))
        assert found.possible == (Size.SMALL, Size.MEDIUM)
        assert {missing.year for missing in found.missing} == {2022}

    def test_a_new_enterprise_has_the_size_of_its_first_year(self) -> None:
        assert outcome(self.years(60, first=2024, founded=2024)).value is Size.MEDIUM
        assert outcome(self.years(40, 60, first=2023, founded=2023)).value is Size.SMALL


class TestMissingFigures:
    def test_the_missing_figure_of_the_enterprise_is_named(self) -> None:
        found = outcome(graph(firm("A"), firm("B", 10, None, 9_000_000), holdings=(holds("B", "A", 60),)))
        assert found.value is None
        assert {(m.enterprise, m.figure, m.year) for m in found.missing} == {("B", "turnover", 2023), ("B", "turnover", 2024)}
        assert found.missing[0].what.nl == "de jaaromzet van B (voorbeeld) in 2023"

    def test_a_figure_that_cannot_change_the_size_is_not_asked(self) -> None:
        found = outcome(graph(firm("A", 300, None, None)))
        assert found.value is Size.LARGE
        assert found.missing == ()

    def test_either_turnover_or_balance_suffices(self) -> None:
        assert outcome(graph(firm("A", 20, None, 4_000_000))).value is Size.SMALL

    def test_nothing_known_leaves_every_size_open(self) -> None:
        found = outcome(graph(Enterprise("A", "A (voorbeeld)")))
        assert found.possible == tuple(Size)
        assert {m.figure for m in found.missing} == {"headcount", "turnover", "balance"}

    def test_consolidated_accounts_are_not_counted_twice(self) -> None:
        parent = Enterprise(
            "B",
            "B (voorbeeld)",
            figures=tuple(
                replace(figures(year, 45, 9_000_000, 9_000_000), consolidates=frozenset({"A"})) for year in (2023, 2024)
            ),
        )
        found = outcome(graph(firm("A", 20), parent, holdings=(holds("B", "A", 100),)))
        assert found.value is Size.SMALL
        assert found.totals[-1].headcount == 45


class TestRefusals:
    def test_a_circle_of_control_is_refused_with_the_names(self) -> None:
        case = graph(firm("A"), firm("B"), holdings=(holds("A", "B", 60), holds("B", "A", 60)))
        with pytest.raises(InvalidInput, match="circle") as caught:
            size_of(case, "A", ON)
        assert "(voorbeeld)" in caught.value.where

    def test_more_than_the_whole_is_refused(self) -> None:
        case = graph(*map(firm, "ABC"), holdings=(holds("B", "A", 60), holds("C", "A", 41)))
        with pytest.raises(InvalidInput, match="101%"):
            size_of(case, "A", ON)

    def test_an_owner_nobody_described_is_refused(self) -> None:
        with pytest.raises(InvalidInput, match="'X'"):
            graph(firm("A"), holdings=(holds("X", "A", 60),))

    def test_before_the_recommendation_there_is_no_law(self) -> None:
        with pytest.raises(MissingLaw):
            size_of(graph(firm("A")), "A", date(2004, 12, 31))
        assert size_of(graph(firm("A", 300)), "A", date(2005, 1, 1)).value.possible == tuple(Size)


IDS = ("A", "B", "C", "D", "E")


@st.composite
def forests(draw: st.DrawFn) -> OwnershipGraph:
    """Up to five enterprises; an owner comes earlier in the row than what it owns, so there is no circle of control."""
    enterprises = []
    for id_ in IDS:
        amounts = draw(st.lists(st.integers(0, 60_000_000), min_size=2, max_size=2))
        rows = tuple(YearFigures(y, Decimal(draw(st.integers(0, 300))), *map(Money.euro, amounts)) for y in (2023, 2024))
        enterprises.append(Enterprise(id_, id_, figures=rows, founded=2023))
    holdings = []
    for position, owned in enumerate(IDS[1:], 1):
        left = 100
        for owner in IDS[:position]:
            percent = draw(st.integers(0, left))
            left -= percent
            if percent:
                holdings.append(holds(owner, owned, percent))
    return OwnershipGraph(tuple(enterprises), tuple(holdings))


class TestProperties:
    @settings(max_examples=150, deadline=None)
    @given(forests(), st.randoms(use_true_random=False))
    def test_the_order_of_writing_does_not_matter(self, case: OwnershipGraph, random: object) -> None:
        enterprises, holdings = list(case.enterprises), list(case.holdings)
        random.shuffle(enterprises)  # type: ignore[attr-defined]
        random.shuffle(holdings)  # type: ignore[attr-defined]
        assert size_of(OwnershipGraph(tuple(enterprises), tuple(holdings)), "C", ON) == size_of(case, "C", ON)

    @settings(max_examples=150, deadline=None)
    @given(forests(), st.sampled_from(IDS), st.integers(1, 300))
    def test_more_people_never_make_it_smaller(self, case: OwnershipGraph, whose: str, more: int) -> None:
        grown = tuple(
            replace(e, figures=tuple(replace(f, headcount=(f.headcount or Decimal(0)) + more) for f in e.figures))
            if e.id == whose
            else e
            for e in case.enterprises
        )
        before, after = outcome(case, "C").value, outcome(OwnershipGraph(grown, case.holdings), "C").value
        assert before is not None and after is not None
        assert after >= before

    @settings(max_examples=150, deadline=None)
    @given(forests(), st.sampled_from(IDS), st.sampled_from(["headcount", "turnover", "balance"]))
    def test_what_is_unknown_never_makes_a_wrong_certainty(self, case: OwnershipGraph, whose: str, figure: str) -> None:
        hidden = tuple(
            replace(e, figures=tuple(replace(f, **{figure: None}) for f in e.figures)) if e.id == whose else e
            for e in case.enterprises
        )
        truth = outcome(case, "C").value
        found = outcome(OwnershipGraph(hidden, case.holdings), "C")
        assert truth in found.possible
        assert found.value is not None or found.missing
