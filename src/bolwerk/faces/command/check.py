"""`bolwerk check`: one dossier through every determination."""

from __future__ import annotations

from pathlib import Path

import click

from bolwerk.domains import DOMAINS, book, doors
from bolwerk.domains.checking import Checked, MeasureAnswers, Missing
from bolwerk.domains.checking import check as check_all
from bolwerk.engines.dossier import Dossier, Found, read
from bolwerk.engines.rules import Answer
from bolwerk.faces.command.output import as_json_option, lang_of, out, print_json
from bolwerk.kernel import InvalidInput, Standing, Text, write_date

MOST_MISSING = 12
"""Of what is missing, so much is told: what most determinations wait for."""
MOST_WAITING = 3
_MISSING = Text("Wat ontbreekt, en waarvoor het telt", "What is missing, and what it counts for")
_JUDGED = Text("Wat een ambtenaar moet beoordelen", "What an official must judge")
_ASIDE = Text("{n} bepalingen gelden niet voor dit dossier", "{n} determinations do not concern this dossier")
_SILENT = Text("Over {n} andere bepalingen zegt het dossier niets.", "Of {n} other determinations the dossier says nothing.")
_MARKS = {"value": "●", "unknown": "○", "judgement": "◇", "gap": "✕", "out_of_law": "–", "contradiction": "✕"}


@click.command(epilog="Example: bolwerk check examples/dossiers/02-small-with-partner.toml")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--field", "fields", multiple=True, type=click.Choice(DOMAINS), help="Only this field of the plan; may be repeated."
)
@as_json_option
@click.pass_context
def check(context: click.Context, file: Path, fields: tuple[str, ...], as_json: bool) -> None:
    """What applies to the dossier in FILE, measure by measure: why, with source, and what is still to know.

    Status 1 when a determination cannot be made because the facts contradict each other or no rule covers them.
    """
    lang = lang_of(context)
    dossier, found = _read(file)
    checked = check_all(_facts(dossier, found), dossier.on, fields)
    if as_json:
        print_json(
            {
                "title": dossier.title,
                "date": dossier.on,
                "book": book().version,
                "found": [one.as_json() for one in found],
                "answers": [answer.as_json() for answer in checked.answers],
            }
        )
    else:
        _print(dossier, found, checked, lang)
    context.exit(1 if any(answer.state in ("gap", "contradiction") for answer in checked.answers) else 0)


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


def _print(dossier: Dossier, found: tuple[Found, ...], checked: Checked, lang: str) -> None:
    out.print(f"{dossier.title}", style="bold", markup=False)
    out.print(Text("Recht van {day}", "Law of {day}").in_(lang).format(day=write_date(dossier.on, lang)) + "\n", style="dim")
    for one in found:
        out.print(f"● {one.label.in_(lang)}: {one.outcome.in_(lang)}", style="bold", markup=False)
        for reason in one.why:
            cited = ", ".join(str(citation) for citation in dict.fromkeys(reason.citations))
            out.print(f"    {reason.text.in_(lang)}" + (f" ({cited})" if cited else ""), markup=False)
    for measure in checked.measures:
        if measure.told:
            _print_measure(measure, lang)
    _print_missing(_MISSING, checked.missing, lang)
    _print_missing(_JUDGED, checked.judged, lang)
    silent = sum(len(measure.untold) for measure in checked.measures)
    if silent:
        out.print("\n" + _SILENT.in_(lang).format(n=silent), style="dim")


def _print_measure(measure: MeasureAnswers, lang: str) -> None:
    out.print(f"\n{measure.code} {measure.title.in_(lang)}", style="bold underline", markup=False)
    for answer in (*measure.settled, *measure.open):
        _print_answer(answer, lang)
    if measure.aside:
        out.print("– " + _ASIDE.in_(lang).format(n=len(measure.aside)), style="dim", markup=False)


def _print_missing(heading: Text, missing: tuple[Missing, ...], lang: str) -> None:
    if not missing:
        return
    out.print(f"\n{heading.in_(lang)}", style="bold underline", markup=False)
    for one in missing[:MOST_MISSING]:
        out.print(f"○ {one.fact.question.in_(lang)} ({one.fact.name})", markup=False)
        for answer in one.answers[:MOST_WAITING]:
            out.print(f"    {answer.question.in_(lang)}", markup=False, style="dim")
        if len(one.answers) > MOST_WAITING:
            more = len(one.answers) - MOST_WAITING
            out.print(f"    {Text('en nog {n}', 'and {n} more').in_(lang).format(n=more)}", markup=False, style="dim")
    if len(missing) > MOST_MISSING:
        more = len(missing) - MOST_MISSING
        out.print(Text("… en nog {n} gegevens", "… and {n} more facts").in_(lang).format(n=more), markup=False, style="dim")


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
