"""The ESAC as a committee of the office, made from the law's configuration, and the data of its composition report."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from bolwerk.domains.ethics.law.committee import ASPECTS, NOTE, SCALE, SEAT_MONTHS, SETTING, committee_rules
from bolwerk.kernel import Citation, Lang, NotFound, Reason, Text, write_date
from bolwerk.office.advice import selectors
from bolwerk.office.advice.aspects import read_aspects, read_scale
from bolwerk.office.advice.models import Committee
from bolwerk.office.advice.services import create_committee
from bolwerk.office.advice.tally import Rules

if TYPE_CHECKING:
    from bolwerk.office.identity.models import User

CODE = "esac"
NAME = Text("Ethisch en Strategisch Adviescomité (ESAC)", "Ethical and Strategic Advisory Committee (ESAC)")
PLAN = Citation("VDP", "1.1")
_SECRETARIAT = Text("Secretariaat van het comité", "Secretariat of the committee")
_NO_END = Text("zonder einddatum", "without end date")


def install(actor: User | None) -> Committee:
    """The committee, made or brought to the configuration in `law/`."""
    return create_committee(
        CODE,
        NAME,
        rules=Rules.read(committee_rules()),
        aspects=read_aspects(ASPECTS),
        scale=read_scale(SCALE),
        actor=actor,
        term_months=SEAT_MONTHS,
        binding=True,
        notes=[(NOTE, SETTING)],
    )


def get() -> Committee:
    """Raises `NotFound` until it is installed."""
    found = Committee.objects.filter(code=CODE).first()
    if found is None:
        raise NotFound(
            Text("Het ESAC is nog niet samengesteld.", "The ESAC was not composed yet."),
            where=CODE,
            mend=Text("Een coördinator stelt het eerst samen.", "A coordinator composes it first."),
        )
    return found


def composition(on: date) -> selectors.Composition:
    return selectors.composition(get(), on)


def composition_letter(on: date, lang: Lang) -> dict[str, Any]:
    """What the letter `esac_composition` needs: who sits on that day, the spread of expertise, and what was found."""
    found = composition(on)
    return {
        "sender": {"name": NAME, "service": _SECRETARIAT},
        "addressee": {"name": Text("Vlaamse Regering", "Flemish Government")},
        "reference": f"{CODE.upper()}-{on.isoformat()}",
        "date": write_date(on, lang),
        "subject": Text("Samenstelling van het ESAC", "Composition of the ESAC"),
        "on": write_date(on, lang),
        "members": [_member(row, lang) for row in found.rows],
        "mix": [[area.label, _count(count, area.minimum)] for area, count in found.per_area],
        "reasons": [Reason(found.why.text, (PLAN,)), Reason(NOTE, (SETTING,))],
    }


def _member(row: selectors.SeatRow, lang: Lang) -> list[str]:
    until = Text(f"tot {write_date(row.ends_on, 'nl')}", f"until {write_date(row.ends_on, 'en')}") if row.ends_on else _NO_END
    term = Text(f"van {write_date(row.starts_on, 'nl')} {until.nl}", f"from {write_date(row.starts_on, 'en')} {until.en}")
    position = Text("voorzitter", "chair") if row.chair else Text("lid", "member")
    if row.substitute_for:
        position = Text(f"vervangt {row.substitute_for}", f"substitutes for {row.substitute_for}")
    expertise = ", ".join(area.in_(lang) for area in row.expertise)
    return [row.name, expertise, term.in_(lang), position.in_(lang)]


def _count(count: int, minimum: int) -> Text:
    nl, en = ("lid" if count == 1 else "leden"), ("member" if count == 1 else "members")
    return Text(f"{count} {nl} (minstens {minimum})", f"{count} {en} (at least {minimum})")
