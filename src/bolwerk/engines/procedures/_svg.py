"""A diagram of a procedure as SVG: steps as boxes, moves as pills between. No styles inside: the page's sheet does that."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from html import escape
from itertools import pairwise

from bolwerk.engines.procedures._layout import Layout, Point, layout
from bolwerk.engines.procedures._markdown import name_of
from bolwerk.engines.procedures._model import Move, Procedure, Step
from bolwerk.engines.procedures._state import CaseState
from bolwerk.kernel import Lang, Text

_LINE, _CHAR = 18.0, 7.4
_HERE = Text("nu hier", "now here")
_ANYWHERE = Text("kan bij elke stap", "possible at every step")
_STEPS = Text("stappen", "steps")
_MOST = 5
_FROM = Text("kan bij", "possible at")
_END = Text("einde", "end")


def to_svg(
    procedure: Procedure, state: CaseState | None = None, lang: Lang = "nl", *, roles: Mapping[str, Text] | None = None
) -> str:
    """The diagram, with the open steps of `state` marked by class `is-open` and in words, and the moves made by `is-done`.

    `roles`: what to call each role; without it, its id stands there.
    Classes: `procedure`, `step`, `is-start`, `is-end`, `is-open`, `move`, `is-done`, `edge`. Every colour is `currentColor`.
    """
    open_steps = (
        frozenset(state.open_ids) | ({state.outcome.id} if state and state.outcome else set()) if state else frozenset()
    )
    made = {done.move for done in state.done} if state else set()
    texts = {f"s.{s.id}": _step_lines(procedure, s, s.id in open_steps, lang, roles or {}) for s in procedure.steps}
    texts |= {f"m.{m.id}": _move_lines(procedure, m, lang) for m in procedure.moves}
    sizes = {node: (max(len(line) for line in lines) * _CHAR + 28, len(lines) * _LINE + 16) for node, lines in texts.items()}
    edges = [(f"s.{step}", f"m.{move.id}") for move in procedure.moves for step in _lines_from(procedure, move)]
    edges += [(f"m.{move.id}", f"s.{step}") for move in procedure.moves for step in move.gives]
    joins = frozenset(f"m.{move.id}" for move in procedure.moves if len(move.takes) > 1 and not move.cancels)
    plan = layout(sizes, edges, f"s.{procedure.start}", joins)
    parts = [*_head(procedure, plan, state, lang)]
    parts += [_lines(procedure, plan)]
    parts += [_box(plan, sizes, texts, f"s.{s.id}", _step_class(procedure, s, open_steps), 6.0) for s in procedure.steps]
    parts += [_box(plan, sizes, texts, f"m.{m.id}", _move_class(m, made), 17.0) for m in procedure.moves]
    return "\n".join([*parts, "</svg>"]) + "\n"


def _head(procedure: Procedure, plan: Layout, state: CaseState | None, lang: Lang) -> list[str]:
    title, about = escape(procedure.label.in_(lang)), escape(_summary(procedure, state).in_(lang))
    id = _id(procedure)
    box = f'viewBox="0 0 {plan.width:g} {plan.height:g}" width="{plan.width:g}" height="{plan.height:g}"'
    look = 'font-family="inherit" font-size="14" fill="currentColor"'
    names = f'role="img" lang="{lang}" aria-labelledby="{id}-title {id}-desc"'
    tip = 'viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" markerHeight="7" orient="auto"'
    arrow = '<path d="M0 0 L10 5 L0 10 z" fill="currentColor"/>'
    return [
        f'<svg xmlns="http://www.w3.org/2000/svg" class="procedure" {names} {box} {look}>',
        f'<title id="{id}-title">{title}</title>',
        f'<desc id="{id}-desc">{about}</desc>',
        f'<defs><marker id="{id}-arrow" {tip}>{arrow}</marker></defs>',
    ]


def _summary(procedure: Procedure, state: CaseState | None) -> Text:
    size = Text(
        f"{len(procedure.steps)} stappen, {len(procedure.moves)} handelingen.",
        f"{len(procedure.steps)} steps, {len(procedure.moves)} moves.",
    )
    if state is None:
        return size
    return Text("{size} Nu bij: {status}.", "{size} Now at: {status}.").format(size=size, status=state.status)


def _step_lines(procedure: Procedure, step: Step, here: bool, lang: Lang, roles: Mapping[str, Text]) -> list[str]:
    lines = textwrap.wrap(step.label.in_(lang), 24)
    small = [_END.in_(lang)] if step.id in procedure.ends else [name_of(step.role, roles, lang)]
    return [*lines, *small, *([f"● {_HERE.in_(lang)}"] if here else [])]


def _told(move: Move) -> bool:
    """A move that may be made from many steps says so in words: a line from each would hide the rest."""
    return move.cancels and len(move.takes) > 2


def _lines_from(procedure: Procedure, move: Move) -> tuple[str, ...]:
    return move.takes[:1] if _told(move) else move.takes


def _move_lines(procedure: Procedure, move: Move, lang: Lang) -> list[str]:
    lines = textwrap.wrap(move.label.in_(lang), 24)
    if not _told(move):
        return lines
    if set(procedure.step_of) - set(procedure.ends) <= set(move.takes):
        steps = _ANYWHERE.in_(lang)
    elif len(move.takes) > _MOST:
        steps = f"{_FROM.in_(lang)} {len(move.takes)} {_STEPS.in_(lang)}"
    else:
        steps = f"{_FROM.in_(lang)}: " + ", ".join(procedure.step_of[step].label.in_(lang) for step in move.takes)
    return [*lines, *textwrap.wrap(steps, 34)]


def _step_class(procedure: Procedure, step: Step, open_steps: frozenset[str]) -> str:
    marks = {"is-start": step.id == procedure.start, "is-end": step.id in procedure.ends, "is-open": step.id in open_steps}
    return " ".join(["step", *(name for name, holds in marks.items() if holds)])


def _move_class(move: Move, made: set[str]) -> str:
    return "move is-done" if move.id in made else "move"


def _box(
    plan: Layout, sizes: dict[str, tuple[float, float]], texts: dict[str, list[str]], node: str, css: str, radius: float
) -> str:
    (cx, cy), (w, h) = plan.centres[node], sizes[node]
    heavy = "3" if "is-open" in css else "1.2"
    dash = ' stroke-dasharray="4 3"' if css.startswith("move") and "is-done" not in css else ""
    top = cy - (len(texts[node]) - 1) * _LINE / 2
    spans = "".join(f'<tspan x="{cx:g}" y="{top + i * _LINE:g}">{escape(line)}</tspan>' for i, line in enumerate(texts[node]))
    return (
        f'<g class="{css}"><rect x="{cx - w / 2:.1f}" y="{cy - h / 2:.1f}" width="{w:.1f}" height="{h:.1f}" rx="{radius:g}" '
        f'fill="none" stroke="currentColor" stroke-width="{heavy}"{dash}/>'
        f'<text text-anchor="middle" dominant-baseline="central">{spans}</text></g>'
    )


def _lines(procedure: Procedure, plan: Layout) -> str:
    arrow = f'marker-end="url(#{_id(procedure)}-arrow)"'
    paths = "".join(f'<path class="edge" d="{_curve(route)}" {arrow}/>' for route in plan.routes)
    return f'<g fill="none" stroke="currentColor" stroke-width="1.2">{paths}</g>'


def _curve(route: tuple[Point, ...]) -> str:
    """Through each point, upright at both ends of every stretch."""
    path = f"M{route[0][0]:g} {route[0][1]:g}"
    for (x0, y0), (x1, y1) in pairwise(route):
        middle = (y0 + y1) / 2
        path += f" C{x0:g} {middle:g} {x1:g} {middle:g} {x1:g} {y1:g}"
    return path


def _id(procedure: Procedure) -> str:
    return escape(f"procedure-{procedure.id}", quote=True)
