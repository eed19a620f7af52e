"""The diagram and the page."""

import re
from dataclasses import replace
from datetime import date
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest

from bolwerk.engines.procedures import Event, Procedure, fold, to_markdown, to_svg
from bolwerk.kernel import Calendar, Citation, Standing, Text
from tests.engines.procedures.samples import PROCEDURES, at, grant

SVG = "{http://www.w3.org/2000/svg}"
DAY = date(2025, 5, 20)


def drawing(procedure: Procedure, *done: str, lang: str = "nl") -> ET.Element:
    state = fold(procedure, [Event(kind, at(DAY), "an") for kind in done], Calendar(), on=DAY) if done else None
    return ET.fromstring(to_svg(procedure, state, lang))


def texts(root: ET.Element, css: str) -> list[str]:
    groups = [group for group in root.iter(f"{SVG}g") if css in (group.get("class") or "").split()]
    return [" ".join(span.text or "" for span in group.iter(f"{SVG}tspan")) for group in groups]


@pytest.mark.parametrize("procedure", PROCEDURES, ids=lambda procedure: procedure.id)
def test_every_step_and_move_is_in_the_diagram_as_text(procedure: Procedure) -> None:
    root = drawing(procedure)
    assert len(texts(root, "step")) == len(procedure.steps)
    assert len(texts(root, "move")) == len(procedure.moves)
    assert all(step.label.nl in text for step, text in zip(procedure.steps, texts(root, "step"), strict=True))


def test_the_diagram_has_a_name_and_a_description_and_says_where_the_case_is() -> None:
    root = drawing(grant(), "submitted")
    ids = root.get("aria-labelledby").split()
    assert [root.find(f"{SVG}title").get("id"), root.find(f"{SVG}desc").get("id")] == ids
    assert root.find(f"{SVG}title").text == "Subsidie (voorbeeld)"
    assert "triage" in root.find(f"{SVG}desc").text


def test_open_steps_are_marked_in_words_and_made_moves_by_class() -> None:
    root = drawing(grant(), "submitted", "admitted", lang="en")
    assert len(texts(root, "is-open")) == 2
    assert all("now here" in text for text in texts(root, "is-open"))
    assert texts(root, "is-done") == ["submitted (en)", "admitted (en)"]


def test_nothing_in_the_diagram_asks_for_inline_styles_or_scripts() -> None:
    for element in drawing(grant(), "submitted").iter():
        assert "style" not in element.attrib
        assert element.tag not in (f"{SVG}style", f"{SVG}script")


def test_no_two_boxes_overlap() -> None:
    for procedure in PROCEDURES:
        boxes = [tuple(float(r.get(k)) for k in ("x", "y", "width", "height")) for r in drawing(procedure).iter(f"{SVG}rect")]
        for i, (x, y, w, h) in enumerate(boxes):
            for x2, y2, w2, h2 in boxes[i + 1 :]:
                assert x + w <= x2 or x2 + w2 <= x or y + h <= y2 or y2 + h2 <= y


def test_the_same_procedure_gives_the_same_drawing() -> None:
    assert to_svg(grant()) == to_svg(grant())


def test_the_page_lists_steps_moves_notes_and_terms_with_their_source() -> None:
    page = to_markdown(grant(), "en")
    assert "## Terms" in page
    assert "60 days" in page
    assert "Voorbeeld art. 1" in page
    assert "somebody else than at: proposed (en)" in page
    for act in (*grant().moves, *grant().notes):
        assert act.label.en in page


def test_a_source_that_is_not_plain_law_says_so_on_the_page() -> None:
    procedure = grant()
    derived = replace(procedure.terms[0], citation=Citation("VDP", "2.1", Standing.DERIVED))
    assert "VDP 2.1 (afgeleid)" in to_markdown(replace(procedure, terms=(derived,)))


def test_roles_are_called_by_the_names_given() -> None:
    names = {"handler": Text("dossierbehandelaar", "case handler")}
    assert "dossierbehandelaar" in to_svg(grant(), roles=names)
    page = to_markdown(grant(), "en", roles=names)
    assert "| case handler |" in page
    assert "For whom: case handler" in page
    assert "handler" in to_svg(grant())


def test_no_line_crosses_a_box() -> None:
    """A line bends only between layers, so its corners and the straight parts between them lie outside every box."""
    for procedure in PROCEDURES:
        root = drawing(procedure)
        boxes = [tuple(float(r.get(k)) for k in ("x", "y", "width", "height")) for r in root.iter(f"{SVG}rect")]
        for path in root.iter(f"{SVG}path"):
            if path.get("class") != "edge":
                continue
            numbers = [float(n) for n in re.findall(r"-?[\d.]+", path.get("d"))]
            points = list(zip(numbers[::2], numbers[1::2], strict=True))
            corners = [points[0], *points[3::3]]
            for (x, y), (x2, y2) in pairwise(corners):
                for bx, by, w, h in boxes:
                    if abs(x - x2) < 0.05:
                        inside = bx < x < bx + w and min(y, y2) < by + h - 0.1 and max(y, y2) > by + 0.1
                        assert not inside, (procedure.id, x, y, y2)
                    else:
                        assert not (bx < x < bx + w and by + 0.1 < y < by + h - 0.1)


def test_a_withdrawal_says_in_words_where_it_is_possible() -> None:
    procedure = grant()
    *others, withdrawal = procedure.moves

    def words(takes: tuple[str, ...]) -> str:
        return texts(drawing(replace(procedure, moves=(*others, replace(withdrawal, takes=takes)))), "move")[-1]

    waiting = tuple(step.id for step in procedure.steps if step.id not in procedure.ends)
    assert "kan bij elke stap" in words(waiting)
    assert "kan bij 6 stappen" in words(waiting[:6])
    assert "kan bij: draft, triage, completing" in words(waiting[:3])


def test_a_page_without_notes_and_terms_has_no_such_parts() -> None:
    assert "##" in to_markdown(PROCEDURES[1])
    assert "Termijnen" not in to_markdown(PROCEDURES[1])
