"""The tags say things in both languages, escape what is given, and never show unknown as good."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django import forms
from django.template import Context, Template
from django.utils.safestring import mark_safe
from django.utils.translation import override

from bolwerk.kernel import Citation, Duration, Money, Reason, Standing, Text
from bolwerk.ui import parts
from bolwerk.ui.icons import ICONS

DAY = date(2026, 11, 23)


def draw(source: str, lang: str = "nl", **values: Any) -> str:
    with override(lang):
        return Template(source).render(Context(values))


def test_a_text_follows_the_language_of_the_page() -> None:
    assert draw('{% t "Ja" "Yes" %}') == "Ja"
    assert draw('{% t "Ja" "Yes" %}', "en") == "Yes"
    assert draw("{{ x|t }}", "en", x=Text("Ja", "Yes")) == "Yes"


def test_a_text_is_escaped_once_also_through_a_variable() -> None:
    assert draw('{% t "O&O {x}" "R&D {x}" x=x %}', x="<b>") == "O&amp;O &lt;b&gt;"
    assert draw('{% t "O&O" "R&D" as y %}{{ y }}') == "O&amp;O"


def test_a_link_in_a_help_text_stays_a_link_and_what_is_typed_never_becomes_one() -> None:
    link = '<a href="/x">x</a>'
    assert draw("{{ x|t }}", x=mark_safe(link)) == link
    assert "<a" not in draw("{{ x|t }}", x=link)
    assert "<b>" not in draw("{% card x %}{{ x }}{% endcard %}", x="<b>")


def test_values_are_written_for_people() -> None:
    assert draw("{{ x|euro }}", x=Money.euro(1_162_350)) == "1.162.350\u00a0euro"
    assert draw("{{ x|euro }}", "en", x=116_235_000) == "€1,162,350"
    assert draw("{{ x|day }}", x=DAY) == "23\u00a0november\u00a02026"
    assert draw("{{ x|duration }}", x=Duration.working_days(15)) == "15\u00a0werkdagen"
    assert draw("{{ x|num }}", x=1234.5) == "1.234,5"


@pytest.mark.parametrize("name", ["euro", "day", "moment", "duration", "num"])
def test_what_is_not_known_is_a_word(name: str) -> None:
    assert draw("{{ x|" + name + " }}", x=None) == "onbekend"


def test_nothing_is_not_unknown() -> None:
    assert draw("{{ x|num }}", x=0) == "0"
    assert draw("{{ x|euro }}", x=0) == "0\u00a0euro"


def test_a_state_shows_an_icon_and_a_word_and_a_strange_state_is_unknown() -> None:
    good = draw('{% badge "good" "Op tijd" %}')
    assert "<svg" in good
    assert "Op tijd" in good
    assert "badge--unknown" in draw('{% badge "perfect" %}')


@pytest.mark.parametrize(
    ("due", "suspended", "tone", "words"),
    [
        (date(2026, 12, 4), None, "info", "nog 11 dagen"),
        (date(2026, 11, 24), None, "attention", "nog 1 dag"),
        (DAY, None, "attention", "vandaag"),
        (date(2026, 11, 22), None, "stop", "1 dag te laat"),
        (date(2026, 11, 22), date(2026, 11, 21), "info", "staat 2 dagen stil"),
        (None, None, "unknown", "geen termijn bekend"),
    ],
)
def test_a_deadline_says_how_long_and_how_urgent(due: date | None, suspended: date | None, tone: str, words: str) -> None:
    chip = parts.term_chip(due, DAY, suspended)
    assert (chip.tone, chip.text.nl) == (tone, words)


def test_a_reason_shows_its_steps_its_source_and_how_sure_we_are() -> None:
    reason = Reason(Text("Omdat.", "Because."), (Citation("VDP", "2.1", Standing.DERIVED),), (Reason(Text("Stap", "Step")),))
    html = draw("{% why r otherwise=o %}", "en", r=reason, o=Text("Anders", "Otherwise"))
    for words in ("Because.", "VDP 2.1", "derived", "Step", "What would change this?", "Otherwise"):
        assert words in html


def test_a_source_without_an_address_is_no_link_and_one_with_an_address_is() -> None:
    citation = Citation("VDP", "2.1")
    assert 'href="/x"' in draw('{% cite c url="/x" %}', c=citation)
    assert "href" not in draw("{% cite c %}", c=Citation("NERGENS", "1"))


def test_bars_keep_within_their_frame_and_unknown_is_hatched() -> None:
    assert parts.share(30, 10) == parts.WIDTH
    assert parts.share(-1, 10) == 0
    assert "pattern" in draw('{% moneybar None None None None label="x" %}')
    assert draw("{% moneybar 100 100 50 25 %}").count("<rect") == 4


def test_a_gap_in_what_is_known_is_a_gap_in_the_line() -> None:
    assert len(parts.plot([("a", 1), ("b", None), ("c", 2)]).lines) == 2
    assert parts.plot([("a", 13)]).top == 20
    assert parts.plot([]).marks == ()


@pytest.mark.parametrize("kind", ["bar", "column", "line"])
def test_a_chart_always_has_its_figures_in_a_table(kind: str) -> None:
    html = draw("{% chart k d 'Titel' %}", k=kind, d=[("2025", 1234)])
    assert "<table" in html
    assert "1.234" in html


class Ask(forms.Form):
    name = forms.CharField(label="Naam <b>", help_text="Uw naam")
    choice = forms.ChoiceField(choices=[("a", "A")], widget=forms.RadioSelect)


def test_the_error_summary_leads_to_each_field() -> None:
    html = draw("{% errors f %}{% fields f %}", f=Ask({}))
    for target in ("id_name", "id_choice_0"):
        assert f'href="#{target}"' in html
        assert f'id="{target}"' in html
    assert 'id="id_name_error"' in html
    assert "Naam &lt;b&gt;" in html
    assert draw("{% errors f %}", f=Ask({"name": "x", "choice": "a"})) == ""


def test_what_a_register_filled_in_is_marked() -> None:
    assert "Ingevuld uit: KBO" in draw('{% field f.name source="KBO" %}', f=Ask())


@pytest.mark.parametrize("name", sorted(ICONS))
def test_every_icon_is_drawn_without_inline_style(name: str) -> None:
    html = draw("{% icon n %}", n=name)
    assert "style" not in html
    assert 'aria-hidden="true"' in html


def test_the_error_summary_follows_the_order_of_the_page() -> None:
    form = Ask({"choice": "z"})
    form.full_clean()
    form.add_error(None, "Samen klopt het niet.")
    html = draw("{% errors f %}", f=form)
    assert html.index("Samen klopt") < html.index("#id_name") < html.index("#id_choice_0")
