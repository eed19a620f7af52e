"""A form reads what people type, keeps it when it is wrong, and says what to do; costs add up; instalments too."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bolwerk.kernel import InvalidInput, Money, Text
from bolwerk.office.calls.costs import MAX_LINES, Category, Kind, by_category, guard_rows, read_lines, shares
from bolwerk.office.calls.forms import TYPED_LIMIT, Choice, Field, FieldType, Form, Section, check_section, guard_typed
from bolwerk.office.calls.instalments import Instalment, read_scheme, split
from bolwerk.office.calls.matching import Reviewer, suggest


def field(name: str, kind: FieldType, **more: object) -> Field:
    return Field(name, kind, Text.same(name), **more)  # type: ignore[arg-type]


SECTION = Section(
    "s",
    Text("deel", "part"),
    (
        field("name", FieldType.TEXT, max_length=10),
        field("budget", FieldType.MONEY, minimum=100_00),
        field("start", FieldType.DATE),
        field("staff", FieldType.NUMBER, maximum=1_000),
        field("share", FieldType.PERCENT),
        field("military", FieldType.YES_NO),
        field("kind", FieldType.CHOICE, choices=(Choice("a", Text.same("A")),)),
        field("topics", FieldType.CHOICES, choices=(Choice("x", Text.same("X")), Choice("y", Text.same("Y"))), required=False),
        field("kbo", FieldType.ENTERPRISE, required=False),
    ),
)
GOOD: dict[str, object] = {
    "name": "Radar",
    "budget": "25.000,50",
    "start": "15/05/2025",
    "staff": "1.000",
    "share": "30 %",
    "military": "ja",
    "kind": "a",
    "topics": ["x", "y"],
    "kbo": "0403.019.261",
}


def wrong(**typed: object) -> dict[str, str]:
    """Field → what is wrong, in Dutch."""
    return {problem.field: problem.what.nl for problem in check_section(SECTION, {**GOOD, **typed}).problems}  # type: ignore[dict-item]


def test_what_people_type_becomes_plain_values() -> None:
    checked = check_section(SECTION, GOOD)  # type: ignore[arg-type]
    assert checked.complete
    assert checked.values["budget"] == 2_500_050
    assert checked.values["start"] == "2025-05-15"
    assert (checked.values["staff"], checked.values["share"], checked.values["military"]) == (1_000, 30, True)
    assert (checked.values["topics"], checked.values["kbo"]) == (["x", "y"], "0403019261")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"budget": "-5"}, "negatief"),
        ({"budget": "veel"}, "geen bedrag"),
        ({"budget": "99"}, "minder dan 100 euro"),
        ({"start": "31/02/2025"}, "geen datum"),
        ({"start": "morgen"}, "geen datum"),
        ({"staff": "twaalf"}, "geen geheel getal"),
        ({"staff": "1001"}, "meer dan 1000"),
        ({"share": "101"}, "tussen 0 en 100"),
        ({"military": "misschien"}, "ja of nee"),
        ({"kind": "z"}, "niet in de lijst"),
        ({"topics": ["x", "q"]}, "niet in de lijst"),
        ({"kbo": "0403.019.262"}, "ondernemingsnummer"),
        ({"name": "elf tekens!!"}, "12 tekens; er mogen er 10"),
        ({"name": ["a", "b"]}, "één antwoord"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(typed: dict[str, object], said: str) -> None:
    found = wrong(**typed)
    assert list(found) == list(typed)
    assert said in next(iter(found.values()))


def test_a_call_can_set_its_own_length() -> None:
    assert check_section(SECTION, GOOD, {"name": 3}).problems[0].field == "name"  # type: ignore[arg-type]


def test_a_line_break_counts_as_one_character() -> None:
    assert check_section(SECTION, {**GOOD, "name": "12345\r\n789a"}).complete  # type: ignore[dict-item]


def test_empty_required_fields_are_missing_and_not_wrong() -> None:
    checked = check_section(SECTION, {"name": "  "})
    assert not checked.problems
    assert [field.id for field in checked.missing] == ["name", "budget", "start", "staff", "share", "military", "kind"]


def test_a_ten_megabyte_field_is_refused_with_its_length() -> None:
    with pytest.raises(InvalidInput) as refused:
        guard_typed(SECTION, {"name": "x" * 10_000_000})
    assert refused.value.where == "name"
    assert f"{TYPED_LIMIT}" in refused.value.what.nl


def test_unknown_fields_and_things_that_are_no_text_are_refused() -> None:
    with pytest.raises(InvalidInput, match="no field"):
        guard_typed(SECTION, {"hack": "x"})
    with pytest.raises(InvalidInput, match="text"):
        guard_typed(SECTION, {"name": {"a": 1}})


def test_marks_that_no_database_keeps_are_left_out() -> None:
    assert guard_typed(SECTION, {"name": "a\x00b\ud800c\x1f"}) == {"name": "abc"}


@given(
    st.dictionaries(
        st.sampled_from([f.id for f in SECTION.fields]), st.one_of(st.text(max_size=30), st.lists(st.text(max_size=5)))
    )
)
def test_no_typed_text_breaks_the_check(typed: dict[str, str | list[str]]) -> None:
    checked = check_section(SECTION, typed)
    said = {problem.field for problem in checked.problems} | {field.id for field in checked.missing} | set(checked.values)
    assert said == {field.id for field in SECTION.fields}


def test_a_form_names_each_field_once() -> None:
    with pytest.raises(ValueError, match="once"):
        Form("f", "1", Text.same("f"), (SECTION, SECTION))


def row(**more: str) -> dict[str, str]:
    return {"partner": "p", "category": "industrial", "kind": "personnel", "amount": "1.000", "description": "", **more}


def test_cost_lines_add_up_per_category_and_partner() -> None:
    rows = [row(), row(category="experimental", amount="3000"), row(partner="q", amount="4000")]
    lines, found = read_lines(rows, ["p", "q"])
    assert not found
    assert by_category(lines) == {Category.INDUSTRIAL: Money.euro(5_000), Category.EXPERIMENTAL: Money.euro(3_000)}
    assert [(share.partner, share.percent) for share in shares(lines)] == [("p", 50), ("q", 50)]


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"amount": "-1"}, "1.amount"),
        ({"amount": "0"}, "1.amount"),
        ({"amount": "x"}, "1.amount"),
        ({"kind": "bribe"}, "1.kind"),
        ({"category": ""}, "1.category"),
        ({"partner": "stranger"}, "1.partner"),
    ],
)
def test_a_wrong_cost_line_is_left_out_and_said(change: dict[str, str], place: str) -> None:
    lines, found = read_lines([row(**change), row(kind=Kind.OVERHEADS.value)], ["p"])
    assert ([problem.field for problem in found], len(lines)) == ([place], 1)


def test_empty_rows_are_passed_over() -> None:
    assert read_lines([row(amount="", description="")], ["p"]) == ((), ())


def test_too_many_and_too_long_lines_are_refused() -> None:
    with pytest.raises(InvalidInput):
        guard_rows([row()] * (MAX_LINES + 1))
    with pytest.raises(InvalidInput, match="characters"):
        guard_rows([row(description="x" * 10_000)])


FORTY = (Instalment("a", Text.same("a"), 40), Instalment("b", Text.same("b"), 40), Instalment("c", Text.same("c"), 20))


@given(st.integers(0, 10**13))
def test_instalments_always_add_up_to_the_award(cents: int) -> None:
    parts = split(Money(cents), FORTY)
    assert Money.sum(amount for _, amount in parts) == Money(cents)
    assert all(amount.cents >= 0 for _, amount in parts)


def test_a_scheme_that_is_not_whole_is_refused() -> None:
    with pytest.raises(InvalidInput):
        read_scheme([{"id": "a", "label": {"nl": "a", "en": "a"}, "percent": 90}])


def test_reviewers_are_suggested_by_what_they_add_then_by_load_and_never_with_an_interest() -> None:
    people = [
        Reviewer("1", "An", frozenset({"radar"}), 5),
        Reviewer("2", "Bo", frozenset({"radar"}), 0),
        Reviewer("3", "Cis", frozenset({"cyber"}), 9),
        Reviewer("4", "Dré", frozenset({"radar", "cyber"}), 0, Text("Heeft een belang.", "Has an interest.")),
    ]
    found = suggest(people, frozenset({"radar", "cyber"}))
    assert [s.reviewer.name for s in found] == ["Bo", "Cis", "An", "Dré"]
    assert [s.excluded is not None for s in found] == [False, False, False, True]
    assert suggest(people, frozenset({"radar", "cyber"}), frozenset({"radar"}))[0].reviewer.name == "Cis"
