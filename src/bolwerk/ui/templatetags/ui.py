"""The tags and filters of the house. A builtin: templates need no `{% load %}`. The cheat-sheet is in ui/README.md."""

from __future__ import annotations

import itertools
import uuid
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit

from django import template
from django.conf import settings
from django.forms import BaseForm, BoundField
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from bolwerk.kernel import Citation, Explained, Money, Period, Reason, Standing, Text, local_day
from bolwerk.office.identity.demo import PASSWORD, PEOPLE, TRY
from bolwerk.office.identity.models import Role
from bolwerk.ui import formats, parts
from bolwerk.ui.icons import ICONS
from bolwerk.ui.typed import typed_values

register = template.Library()
_numbers = itertools.count(1)

register.filter("t", formats.say)
register.filter("euro", formats.euro)
register.filter("day", formats.day)
register.filter("moment", formats.moment)
register.filter("duration", formats.duration)
register.filter("num", formats.num)
register.filter("tone", parts.tone_of)


@register.filter
def when(value: date | datetime) -> str:
    """A day for a date, a moment for a datetime."""
    return formats.moment(value) if isinstance(value, datetime) else formats.day(value)


@register.filter
def tone_word(tone: str) -> str:
    """The word that goes with a tone."""
    return formats.say(parts.TONES[parts.tone_of(tone)])


@register.filter
def message_tone(level: str) -> str:
    """The tone of a Django message."""
    return {"success": "good", "warning": "attention", "error": "stop"}.get(level, "info")


@register.filter
def in_page_tongue(entry: Any) -> tuple[str, str]:
    """(text, its language) of something that has texts in several languages: in that of the page where there is one."""
    return entry.text(formats.lang())


def _id(prefix: str) -> str:
    return f"{prefix}-{next(_numbers)}"


def _draw(name: str, **values: Any) -> SafeString:
    return mark_safe(render_to_string(f"ui/{name}.html", values).strip())  # noqa: S308 drawn by a template, which escapes


@register.simple_tag
def t(nl: str, en: str, **values: Any) -> str:
    """The text in the language of this page. `{name}` is filled from keyword arguments. Escaped, literals too."""
    text = en if formats.lang() == "en" else nl
    return (text.format(**{key: formats.say(value) for key, value in values.items()}) if values else text) + ""


@register.simple_tag
def icon(name: str, label: object = "") -> SafeString:
    """An icon of the house; with a label it speaks, without one it is decoration."""
    spoken = format_html('role="img" aria-label="{}"', formats.say(label)) if label else mark_safe('aria-hidden="true"')
    return format_html(
        '<svg class="icon icon--{}" viewBox="0 0 20 20" width="20" height="20" focusable="false" {}>{}</svg>',
        name,
        spoken,
        mark_safe(ICONS[name]),  # noqa: S308 our own drawings
    )


@register.simple_tag
def icons() -> tuple[str, ...]:
    """The names of all icons."""
    return tuple(ICONS)


@register.simple_tag
def badge(tone: str, text: object = "") -> SafeString:
    """A state: icon and word, never colour alone. Tones: good, attention, stop, unknown, info."""
    tone = parts.tone_of(tone)
    return format_html(
        '<span class="badge badge--{}">{}<span>{}</span></span>', tone, icon(tone), formats.say(text or parts.TONES[tone])
    )


@register.simple_tag
def standing(value: Standing | str) -> SafeString:
    """How sure we are of a row of law."""
    known = Standing(value)
    return badge(parts.STANDING_TONE[known], known.label)


@register.simple_tag
def term(due: date | None = None, on: date | None = None, suspended: date | None = None, done: bool = False) -> SafeString:
    """A deadline: the days left, late or standing still, with its day. `on` is today unless given."""
    chip = parts.term_chip(due, on or local_day(timezone.now()), suspended, done)
    return _draw("term", chip=chip, due=due)


@register.simple_tag
def cite(citation: Citation | str, url: str = "") -> SafeString:
    """A source; a link where its address is known. Marks what is not confirmed."""
    known = citation if isinstance(citation, Citation) else Citation.read(citation)
    return _draw("cite", citation=known, url=url or parts.source_url(known), sure=known.standing is Standing.CONFIRMED)


@register.simple_tag
def why(
    reasons: object,
    citation: Citation | None = None,
    valid: Period | None = None,
    on: date | None = None,
    otherwise: object = None,
    open: bool = True,
) -> SafeString:
    """Why an outcome is what it is. `reasons`: a Reason, several, an Explained, a Text or a string."""
    if isinstance(reasons, Explained):
        reasons = reasons.why
    if isinstance(reasons, (Reason, Text, str)):
        reasons = (reasons,)
    steps = [step if isinstance(step, Reason) else Reason(_text(step)) for step in (reasons or ())]  # type: ignore[attr-defined]
    if isinstance(otherwise, (Text, str)):
        otherwise = (otherwise,)
    return _draw("why", steps=steps, citation=citation, valid=valid, on=on, otherwise=otherwise or (), open=open)


def _text(value: object) -> Text:
    return value if isinstance(value, Text) else Text.same(str(value))


@register.simple_tag
def definitions(pairs: Mapping[object, object] | Iterable[tuple[object, object]], kind: str = "") -> SafeString:
    """A list of terms and values: a mapping or pairs. `kind="compact"` for the workbench."""
    items = pairs.items() if isinstance(pairs, Mapping) else pairs
    return _draw("definitions", pairs=[(key, value) for key, value in items], kind=kind)


@register.simple_tag
def moneybar(planned: Any, appropriated: Any, committed: Any, paid: Any, label: object = "") -> SafeString:
    """Planned ▸ appropriated ▸ committed ▸ paid, in cents or Money; None is unknown."""
    amounts = [value.cents if isinstance(value, Money) else value for value in (planned, appropriated, committed, paid)]
    return _draw("moneybar", layers=parts.money_layers(amounts), label=label, width=parts.WIDTH, hatch=_id("hatch"))


@register.simple_tag
def progress(value: int | None, total: int, label: object) -> SafeString:
    """So many of so many; None is not known."""
    return _draw(
        "progress",
        value=value,
        total=total,
        label=label,
        length=parts.share(value, total),
        width=parts.WIDTH,
        hatch=_id("hatch"),
    )


@register.simple_tag
def chart(kind: str, data: Iterable[tuple[object, Any]], title: object, unit: object = "") -> SafeString:
    """`bar`, `column` or `line` of (label, value) pairs; None is unknown and shows hatched. The table is always there."""
    return _draw("chart", kind=kind, plot=parts.plot(data), title=title, unit=unit, hatch=_id("hatch"), key=_id("chart"))


@register.simple_tag
def timeline(items: Iterable[Any]) -> SafeString:
    """What happened, in order. Items have `at`, `title`, and perhaps `by`, `text`, `tone`, `due` (still to come)."""
    return _draw("timeline", items=items)


@register.simple_tag
def stepper(steps: Sequence[object], current: int) -> SafeString:
    """Where you are among the steps; `current` counts from 1."""
    states = ["done" if n < current else "current" if n == current else "ahead" for n in range(1, len(steps) + 1)]
    return _draw("stepper", steps=list(zip(steps, states, strict=True)), current=current, total=len(steps))


@register.simple_tag
def tabs(items: Iterable[Sequence[Any]], current: str, label: object) -> SafeString:
    """Tabs that are links. Items: (key, label, url) or (key, label, url, count)."""
    rows = [(item[0], item[1], item[2], item[3] if len(item) > 3 else None) for item in items]
    return _draw("tabs", items=rows, current=current, label=label)


@register.simple_tag(takes_context=True)
def pagination(context: template.Context, page: Any) -> SafeString:
    """The pages of a Django `Page`; keeps the rest of the address."""
    query = context["request"].GET.copy()
    query.pop("page", None)
    rest = f"{query.urlencode()}&" if query else ""
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return _draw("pagination", page=page, rest=rest, numbers=[n if isinstance(n, int) else None for n in numbers])


@register.simple_tag
def breadcrumbs(*parts_: Any) -> SafeString:
    """`{% breadcrumbs "Start" "/" "Oproepen" url "Hier" %}`: label and address in turn, the last one is here."""
    pairs = list(itertools.zip_longest(parts_[::2], parts_[1::2]))
    return _draw("breadcrumbs", pairs=pairs)


@register.simple_tag
def errors(*forms: BaseForm) -> SafeString:
    """What is wrong in these forms, in the order of the page, each line a link to its field. Nothing when all is well."""
    rows: list[tuple[str, str, str]] = []
    for form in forms:
        order = list(form.fields)
        for name in sorted(form.errors, key=lambda name: order.index(name) if name in order else -1):
            bound = form[name] if name in form.fields else None
            for error in form.errors[name]:
                rows.append((_target(bound), formats.say(bound.label) if bound else "", str(error)))
    return _draw("errors", rows=rows)


def _target(bound: BoundField | None) -> str:
    """The element an error leads to: the first choice of a group, else the field itself."""
    if bound is None:
        return ""
    group = bound.field.widget.use_fieldset
    return f"{bound.auto_id}_0" if group else bound.id_for_label or bound.auto_id


@register.simple_tag
def field(bound: BoundField, source: object = "", why_asked: object = "", unit: object = "") -> SafeString:
    """A form field: label, help, error, control. `source`: where a prefilled value comes from; `why_asked`: why we ask."""
    given = getattr(bound.field, "source", "")
    return _draw(
        "field", field=bound, source=source or given, why_asked=why_asked or getattr(bound.field, "why_asked", ""), unit=unit
    )


@register.simple_tag
def fields(form: BaseForm) -> SafeString:
    """Every field of a form, hidden ones first. The error summary is apart: `{% errors form %}`."""
    return _draw("form", form=form)


@register.simple_tag
def typed(request: HttpRequest | None) -> SafeString:
    """What was typed in the request that failed, to copy back. Secrets are left out."""
    return _draw("typed", values=typed_values(request) if request else ())


@register.simple_tag
def confirm(key: str = "") -> SafeString:
    """The hidden field that makes sending a form twice the same as sending it once."""
    return format_html('<input type="hidden" name="key" value="{}">', key or uuid.uuid4())


@register.simple_tag
def demo_accounts() -> tuple[tuple[Text, str, Text | None], ...]:
    """(role, e-mail, what to try first) of the fictional accounts, for the sign-in page of a demonstration."""
    return tuple((Role(role).text, email, TRY.get(role)) for role, _, email in PEOPLE)


@register.simple_tag
def demo_password() -> str:
    """The password of the fictional accounts; empty outside a demonstration."""
    return PASSWORD if settings.DEMO else ""


@register.filter
def site(url: str) -> str:
    """The site an address leads to, to show before somebody leaves the house."""
    return urlsplit(url).netloc


@register.simple_block_tag
def card(content: str, title: object = "", tone: str = "", level: int = 2) -> SafeString:
    """A piece of paper with a title."""
    return _draw("card", content=content, title=title, tone=tone, level=level)


@register.simple_block_tag
def alert(content: str, tone: str = "info", title: object = "") -> SafeString:
    """A message in the page. `stop` and `attention` are read out at once."""
    return _draw("alert", content=content, tone=parts.tone_of(tone), title=title)


@register.simple_block_tag
def table(content: str, caption: object, kind: str = "", hide_caption: bool = False) -> SafeString:
    """A table that scrolls sideways in its own frame; give `<thead>` and `<tbody>`. Numbers: class `num`."""
    return _draw("table", content=content, caption=caption, kind=kind, hide_caption=hide_caption, key=_id("table"))


@register.simple_block_tag
def empty(content: str, title: object, icon_name: str = "fort") -> SafeString:
    """Nothing here, why, and what to do."""
    return _draw("empty", content=content, title=title, icon_name=icon_name)
