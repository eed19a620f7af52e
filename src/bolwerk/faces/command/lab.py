"""`bolwerk lab`: what would happen if. How long cases take under other staff or inflow, and who holds the term."""

from __future__ import annotations

import csv
import re
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import click
from rich.table import Table

from bolwerk.domains import terms as law
from bolwerk.engines.simulate import (
    Bench,
    Distribution,
    Estimate,
    Fitted,
    Office,
    Outcome,
    Pool,
    StaffNeeded,
    fit,
    read,
    staff_needed,
)
from bolwerk.faces.command.output import as_json_option, lang_of, out, print_json, progress, set_up_office
from bolwerk.kernel import InvalidInput, Text, local_day, read_date

_MOST_STAFF = 60
_HEADS = (
    Text("mensen", "staff"),
    Text("instroom", "inflow"),
    Text("duur p50", "time p50"),
    Text("duur p90", "time p90"),
    Text("geteld p90", "counted p90"),
    Text("binnen termijn", "within term"),
    Text("werkdruk", "utilisation"),
)
_WAITS = Text(
    "Geen aantal mensen haalt {share} binnen {term} dagen: het werk en de wachttijd zelf duren te lang.",
    "No number of people reaches {share} within {term} days: the work and the waits themselves take too long.",
)
_NEEDED = Text(
    "Om {share} binnen {term} dagen te halen ({origin}) bij instroom × {inflow}: {staff} mensen ({low} tot {high}); nu {now}.",
    "To reach {share} within {term} days ({origin}) at inflow × {inflow}: {staff} people ({low} to {high}); now {now}.",
)


@click.group(epilog="Example: bolwerk lab leadtime examples/leadtime.toml")
def lab() -> None:
    """Reckon what would happen if: other staff, more cases, another term."""


class StaffRange(click.ParamType):
    """`4`, `4-8` or `4,6,8` as numbers of people."""

    name = "staff"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> tuple[int, ...]:
        if isinstance(value, tuple):
            return value
        text = str(value).replace(" ", "")
        if found := re.fullmatch(r"(\d{1,3})-(\d{1,3})", text):
            numbers = tuple(range(int(found[1]), int(found[2]) + 1))
        elif re.fullmatch(r"\d{1,3}(,\d{1,3})*", text):
            numbers = tuple(sorted({int(part) for part in text.split(",")}))
        else:
            numbers = ()
        if not numbers or numbers[0] < 1 or len(numbers) > _MOST_STAFF:
            self.fail(f"write 4, 4-8 or 4,6,8, from 1 and at most {_MOST_STAFF} numbers", param, ctx)
        return numbers


class Factors(click.ParamType):
    """`1` or `0.8,1,1.3`."""

    name = "factors"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> tuple[float, ...]:
        if isinstance(value, tuple):
            return value
        try:
            numbers = tuple(float(part) for part in str(value).split(","))
        except ValueError:
            numbers = ()
        if not numbers or any(not 0 < number <= 20 for number in numbers):
            self.fail("write 1 or 0.8,1,1.3, each above 0 and at most 20", param, ctx)
        return numbers


@lab.command(epilog="Example: bolwerk lab leadtime examples/leadtime.toml --staff 4-7 --inflow 1,1.3")
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option("--from-log", is_flag=True, help="Take the parameters from the cases of --procedure in the database.")
@click.option("--procedure", default="", help="The procedure whose log is read, e.g. esac.advice.")
@click.option("--work", default=4.0, show_default=True, help="With --from-log: hours of a step, which no log tells.")
@click.option("--hours", default=5.5, show_default=True, help="With --from-log: hours a day that a person has for cases.")
@click.option("--pool", "pool_name", default="", help="Whose number of people is varied.  [default: the first pool]")
@click.option("--staff", type=StaffRange(), help="Numbers of people to try: 4, 4-8 or 4,6,8.  [default: around the present]")
@click.option(
    "--inflow", type=Factors(), default="1", show_default=True, help="Times the present number of cases: 1 or 0.8,1,1.3."
)
@click.option("--term", "given", multiple=True, metavar="LANE=DAYS", help="A term instead of the law's; may be repeated.")
@click.option("--share", default=0.90, show_default=True, help="The share of the cases that must be within the term.")
@click.option("--replications", default=20, show_default=True, help="How often chance is drawn.")
@click.option("--seed", default=1, show_default=True, help="The same seed gives the same figures.")
@click.option("--on", "day", default="", help="The day whose law counts, and the last day of the log.  [default: today]")
@click.option("--csv", "as_csv", is_flag=True, help="Print CSV, a line per lane, staff and inflow.")
@as_json_option
@click.pass_context
def leadtime(
    context: click.Context,
    file: Path | None,
    from_log: bool,
    procedure: str,
    work: float,
    hours: float,
    pool_name: str,
    staff: tuple[int, ...] | None,
    inflow: tuple[float, ...],
    given: tuple[str, ...],
    share: float,
    replications: int,
    seed: int,
    day: str,
    as_csv: bool,
    as_json: bool,
) -> None:
    """How long cases take with other staff and inflow, and how many people hold the term, from FILE or from the log."""
    lang, on = lang_of(context), read_date(day, "--on") if day else local_day(datetime.now(UTC))
    fitted = _from_log(procedure, on, work, hours) if from_log else None
    office = fitted.office if fitted else _from_file(file)
    office, terms = _with_terms(office, on, _given(given, office), procedure if fitted else "")
    pool = office.pool(pool_name) if pool_name else office.pools[0]
    tried = staff or _around(pool, office, min(inflow))
    benches = [Bench(office, inflow=factor, replications=replications, seed=seed) for factor in inflow]
    grid: list[Outcome] = []
    with progress(Text("rekenen", "reckoning"), len(tried) * len(benches), lang) as advance:
        for bench in benches:
            for people in tried:
                grid.append(bench.at({pool.name: people}))
                advance(1)
    needed = [
        (bench.inflow, term, found)
        for bench in benches
        for term in terms
        if (found := staff_needed(bench, pool=pool.name, lane=term.lane.name, share=share))
    ]
    if as_csv:
        _print_csv(pool, grid)
    elif as_json:
        print_json(
            {
                "office": office.label.as_json(),
                "pool": pool.name,
                "staff_now": pool.staff,
                "terms": [term.as_json() for term in terms],
                "notes": [note.as_json() for note in fitted.notes] if fitted else [],
                "scenarios": [outcome.as_json() for outcome in grid],
                "staff_needed": [{"inflow": factor, **found.as_json()} for factor, _, found in needed],
            }
        )
    else:
        _tell(office, pool, fitted, grid, lang)
        _tell_needed(pool, needed, lang)


def _from_file(file: Path | None) -> Office:
    if file is None:
        raise click.UsageError("give a FILE with parameters, or --from-log with --procedure")
    try:
        return read(file.read_text(encoding="utf-8"), where=str(file))
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidInput(
            Text("Dit bestand kan niet gelezen worden als tekst.", "This file cannot be read as text."),
            where=str(file),
            mend=Text(
                "Kijk de naam na; examples/leadtime.toml is een voorbeeld.", "Check the name; examples/leadtime.toml is one."
            ),
        ) from error


def _from_log(procedure: str, on: date, work: float, hours: float) -> Fitted:
    if not procedure:
        raise click.UsageError("--from-log asks for --procedure, e.g. --procedure esac.advice")
    if not 0 < hours <= 24 or work < 0:
        raise click.UsageError("--hours lies above 0 and at most 24, --work is not negative")
    set_up_office()
    from bolwerk.office.cases import logbook

    pool = Pool("staff", Text("behandelaars", "handlers"), 1, hours)
    return fit(logbook.logged(procedure, on), until=on, pool=pool, work={"": Distribution.gamma(work, 1.0)})


def _with_terms(office: Office, on: date, given: Mapping[str, int], procedure: str) -> tuple[Office, tuple[law.LaneTerm, ...]]:
    """Terms as given, else of the procedure for a log, else of the law, else of the parameters."""
    terms = list(law.of_lanes(office, on, given))
    if procedure and procedure not in given:
        from bolwerk.office.cases import logbook

        if found := logbook.term_in_days(procedure, on):
            terms = [law.LaneTerm(office.lane(procedure), *found)]
    return law.with_terms(office, tuple(terms)), tuple(terms)


def _given(raw: Sequence[str], office: Office) -> dict[str, int]:
    terms = {}
    for one in raw:
        lane, _, days = one.rpartition("=")
        if not days.isdecimal() or not lane:
            raise click.UsageError(f"--term {one}: write LANE=DAYS, e.g. --term {office.lanes[0].name}=42")
        terms[office.lane(lane).name] = int(days)
    return terms


def _around(pool: Pool, office: Office, inflow: float) -> tuple[int, ...]:
    """From what merely keeps up to twice the present, at most ten numbers."""
    least = max(int(office.load(pool.name, inflow)), 1)
    most = max(2 * pool.staff, least + 4)
    step = max((most - least) // 9, 1)
    return tuple(range(least, most + 1, step))[:10]


def _tell(office: Office, pool: Pool, fitted: Fitted | None, grid: Sequence[Outcome], lang: str) -> None:
    out.print(office.label.in_(lang), style="bold", markup=False)
    for note in fitted.notes if fitted else ():
        out.print(f"· {note.in_(lang)}", style="dim", markup=False)
    for lane in office.lanes:
        out.print(f"\n{lane.label.in_(lang)} ({lane.name})", style="bold", markup=False)
        if fitted and (seen := fitted.observed[lane.name].lead):
            told = Text("in het logboek: p50 {p50:.0f}, p90 {p90:.0f} dagen", "in the log: p50 {p50:.0f}, p90 {p90:.0f} days")
            out.print(told.format(p50=seen.p50, p90=seen.p90).in_(lang), style="dim")
        table = Table(*(head.in_(lang) for head in _HEADS), box=None, header_style="dim")
        for outcome in grid:
            found, busy = outcome.lane(lane.name), outcome.utilisation[pool.name]
            lead, counted = found.lead, found.counted
            table.add_row(
                str(outcome.staff[pool.name]),
                f"× {outcome.inflow:g}",
                f"{lead.p50:.0f} d" if lead else "–",
                f"{lead.p90:.0f} d" if lead else "–",
                f"{counted.p90:.0f} d" if counted else "–",
                _percent(found.within),
                f"{100 * busy.value:.0f} %",
            )
        out.print(table)


def _tell_needed(pool: Pool, needed: Sequence[tuple[float, law.LaneTerm, StaffNeeded]], lang: str) -> None:
    out.print()
    for factor, term, found in needed:
        out.print(f"{term.lane.label.in_(lang)}: ", style="bold", end="", markup=False)
        words = {"share": f"{100 * found.asked:.0f} %", "term": term.days}
        if found.staff is None:
            out.print(_WAITS.format(**words).in_(lang), markup=False)
            continue
        more = {"origin": term.origin, "inflow": f"{factor:g}", "staff": found.staff, "now": pool.staff}
        told = _NEEDED.format(**words, **more, low=found.low, high=found.high or "?")
        out.print(told.in_(lang), markup=False)


def _percent(share: Estimate | None) -> str:
    return f"{100 * share.value:.0f} % ({100 * share.low:.0f}–{100 * share.high:.0f})" if share else "–"


def _print_csv(pool: Pool, grid: Sequence[Outcome]) -> None:
    names = ("mean", "p10", "p50", "p90")
    spreads = [f"{kind}_{name}" for kind in ("lead", "counted") for name in names]
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(["lane", "staff", "inflow", "cases", *spreads, "term", "within", "within_low", "within_high"])
    for outcome in grid:
        for lane in outcome.lanes:
            days = [round(getattr(spread, name), 2) if spread else "" for spread in (lane.lead, lane.counted) for name in names]
            within = (
                [round(part, 4) for part in (lane.within.value, lane.within.low, lane.within.high)] if lane.within else [""] * 3
            )
            term = "" if lane.term is None else lane.term
            writer.writerow([lane.lane, outcome.staff[pool.name], outcome.inflow, lane.cases, *days, term, *within])
