"""The ESAC as a committee of the office, made from the law's configuration, and the data of its composition report."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from bolwerk.domains.ethics.law.committee import ASPECTS, NOTE, SCALE, SEAT_MONTHS, SETTING, committee_rules
from bolwerk.kernel import NotFound, Text
from bolwerk.office.advice import selectors
from bolwerk.office.advice.aspects import read_aspects, read_scale
from bolwerk.office.advice.models import Committee
from bolwerk.office.advice.services import create_committee
from bolwerk.office.advice.tally import Rules

if TYPE_CHECKING:
    from bolwerk.office.identity.models import User

CODE = "esac"
NAME = Text("Ethisch en Strategisch Adviescomité (ESAC)", "Ethical and Strategic Advisory Committee (ESAC)")


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


def composition_letter(on: date, lang: str) -> dict[str, Any]:
    """The composition report as data for the letter of the same name."""
    found = composition(on)
    return {
        "subject": Text("Samenstelling van het ESAC", "Composition of the ESAC").in_(lang),
        "on": on.isoformat(),
        "committee": found.committee.name.in_(lang),
        "members": [
            {
                "name": row.name,
                "expertise": [area.in_(lang) for area in row.expertise],
                "chair": row.chair,
                "substitute_for": row.substitute_for,
                "from": row.starts_on.isoformat(),
                "until": row.ends_on.isoformat() if row.ends_on else "",
            }
            for row in found.rows
        ],
        "areas": [{"area": area.label.in_(lang), "members": count, "minimum": area.minimum} for area, count in found.per_area],
        "mix": found.mix,
        "reasons": [found.why.text.in_(lang)],
        "notes": [{"text": NOTE.in_(lang), "source": str(SETTING), "standing": SETTING.standing.label.in_(lang)}],
    }
