"""`bolwerk check`: one dossier through every determination."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import click

from bolwerk.domains import book, doors
from bolwerk.engines.dossier import Dossier, Found, read
from bolwerk.engines.rules import Answer
from bolwerk.faces.command.output import as_json_option, lang_of, out, print_json
from bolwerk.kernel import InvalidInput, Standing, Text, write_date
from bolwerk.plan import load

_MARKS = {"value": "●", "unknown": "○", "judgement": "◇", "gap": "✕", "out_of_law": "–", "contradiction": "✕"}


@click.command(epilog="Example: bolwerk check examples/dossiers/02-small-with-partner.toml")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@as_json_option
@click.pass_context
def check(context: click.Context, file: Path, as_json: bool) -> None:
    """What applies to the dossier in FILE, measure by measure: why, with source, and what is still to know.

    Status 1 when a determination cannot be made because the facts contradict each other or no rule covers them.
    """
    lang = lang_of(context)
    dossier, found = _read(file)
    answers = book().all(_facts(dossier, found), dossier.on)
    if as_json:
        print_json(
            {
                "title": dossier.title,
                "date": dossier.on,
                "book": book().version,
                "found": [one.as_json() for one in found],
                "answers": [answer.as_json() for answer in answers],
            }
        )
    else:
        _print(dossier, found, answers, lang)
    context.exit(1 if any(answer.state in ("gap", "contradiction") for answer in answers) else 0)


def _read(file: Path) -> tuple[Dossier, tuple[Found, ...]]:
    """The dossier, and what each field makes of the parts it knows. Errors name the file."""
    readers = {name: door for name, door in doors().items() if hasattr(door, "read_parts")}
    parts = [part for door in readers.values() for part in door.PARTS]
    try:
        text = file.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise InvalidInput(
            Text("Dit bestand is geen tekst in UTF-8.", "This file is not text in UTF-8."),
            where=str(file),
            mend=Text("Bewaar het als UTF-8.", "Save it as UTF-8."),
        ) from error
    dossier = read(text, where=str(file), parts=parts)
    try:
        book().validate(dossier.facts)
        return dossier, tuple(found for door in readers.values() for found in door.read_parts(dossier, book()))
    except InvalidInput as error:
        raise InvalidInput(error.what, where=f"{file}: {error.where}".rstrip(": "), mend=error.mend) from error


def _facts(dossier: Dossier, found: tuple[Found, ...]) -> dict[str, object]:
    """What is computed from the parts counts above what is declared."""
    return {**dossier.facts, **{name: value for one in found for name, value in one.facts.items()}}


def _print(dossier: Dossier, found: tuple[Found, ...], answers: tuple[Answer, ...], lang: str) -> None:
    out.print(f"{dossier.title}", style="bold", markup=False)
    out.print(Text("Recht van {day}", "Law of {day}").in_(lang).format(day=write_date(dossier.on, lang)) + "\n", style="dim")
    for one in found:
        out.print(f"● {one.label.in_(lang)}: {one.outcome.in_(lang)}", style="bold", markup=False)
        for reason in one.why:
            cited = ", ".join(str(citation) for citation in dict.fromkeys(reason.citations))
            out.print(f"    {reason.text.in_(lang)}" + (f" ({cited})" if cited else ""), markup=False)
    by_measure: dict[str, list[Answer]] = defaultdict(list)
    for answer in answers:
        for measure in book().rules[answer.rule].measure or ("",):
            by_measure[measure].append(answer)
    titles = {measure.code: measure.title.in_(lang) for measure in load().measures}
    for code in sorted(by_measure, key=lambda code: list(titles).index(code) if code in titles else -1):
        out.print(f"\n{code} {titles.get(code, '')}", style="bold underline", markup=False)
        for answer in by_measure[code]:
            _print_answer(answer, lang)


def _print_answer(answer: Answer, lang: str) -> None:
    mark = _MARKS[answer.state]
    standing = (
        "" if answer.standing is Standing.CONFIRMED or answer.state != "value" else f" [{answer.standing.label.in_(lang)}]"
    )
    out.print(f"{mark} {answer.question.in_(lang)} {answer.label(lang)}{standing}", markup=False)
    for line in answer.text(lang).splitlines()[1:]:
        out.print(f"    {line}", markup=False, style="dim")
    if answer.state == "value":
        for other in answer.otherwise()[:1]:
            out.print(f"    {Text('Anders als:', 'Otherwise if:').in_(lang)} {other.text.in_(lang)}", markup=False, style="dim")
