"""How an exporter of the example writes an application, submits it, completes it."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from typing import TYPE_CHECKING, Any

from bolwerk.domains.export_control import live
from bolwerk.faces.command.examples.export import words
from bolwerk.faces.command.examples.timeline import Clock
from bolwerk.kernel import local_day

if TYPE_CHECKING:
    from bolwerk.faces.command.examples.export.data import Export, Line, Party
    from bolwerk.faces.command.examples.house import House
    from bolwerk.office.identity.models import User

_PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
"""The least that counts as a PDF: what a fictional person signed."""
_SIGNED = ("end_user_certificate", "import_certificate")
_HAS_PROGRAMME = ("authorisation", "certificate")
_WITH_TRANSPORT = ("export", "transit", "import")


class _Paper(BytesIO):
    """A file as a form hands it over."""

    def __init__(self, name: str) -> None:
        super().__init__(_PDF)
        self.name: str | None = name
        self.size: int | None = len(_PDF)


def write(house: House, example: Export, clock: Clock, *, whole: bool) -> live.Application:
    """A draft; without `whole` only who and what are in it."""
    who = house.contacts[example.applicant]
    draft = live.applying.start(
        example.seed.kind,
        instrument=example.seed.instrument,
        applicant=house.organisations[example.applicant],
        title=example.title,
        actor=who,
        key=f"example:export:{example.id}",
        answers=example.answers,
        at=clock.at,
    )
    if example.buyers:
        own = [dict(row) for row in live.applications.rows(draft, "parties")]
        rows = [*own, *_parties(example)]
        live.applying.save_rows(draft.pk, "parties", rows, actor=who, version=1, at=clock.minute())
    if example.lines:
        goods = [_line(example, line) for line in example.lines]
        live.applying.save_rows(draft.pk, "goods", goods, actor=who, version=0, at=clock.minute())
    if whole:
        for part, typed in _parts(example, clock).items():
            live.applying.save_part(draft.pk, part, typed, actor=who, version=0, at=clock.minute())
        _papers(example, live.applications.get(draft.pk), clock, who)
    return live.applications.get(draft.pk)


def submit(house: House, example: Export, draft: live.Application, clock: Clock) -> live.Application:
    at = clock.minute()
    version = live.applications.get(draft.pk).version
    key = f"example:export:{example.id}:submit"
    return live.applying.submit(draft.pk, actor=house.contacts[example.applicant], key=key, version=version, at=at)


def complete(house: House, example: Export, draft: live.Application, clock: Clock, *, only_begin: bool = False) -> None:
    """The applicant opens the application again, adds what was asked and hands it in."""
    who = house.contacts[example.applicant]
    draft = live.applying.reopen(draft.pk, actor=who, at=clock.minute())
    if only_begin:
        return
    paper = _Paper("aanvulling-voorbeeld.pdf")
    key = f"example:export:{example.id}:more:{draft.edition}"
    live.applying.attach(draft.pk, paper, kind="other", actor=who, key=key, at=clock.minute())
    version = live.applications.get(draft.pk).version
    reason = "Het gevraagde stuk zit erbij (voorbeeld)."
    live.applying.submit(draft.pk, actor=who, key=f"{key}:submit", version=version, reason=reason, at=clock.minute())


def _parties(example: Export) -> list[dict[str, Any]]:
    incoming = example.seed.instrument == "individual_import"
    first = ["consignor"] if incoming else ["consignee", "end_user"]
    rest = ["consignor"] if incoming else ["consignee"]
    rows = [_party(one, rest if number else first) for number, one in enumerate(example.buyers)]
    if example.carrier:
        rows.append(_party(example.carrier, ["carrier"]))
    return rows


def _party(party: Party, roles: list[str]) -> dict[str, Any]:
    names = ("name", "country", "address", "schema", "number", "aliases")
    return {"roles": roles, "website": "", **{name: getattr(party, name) for name in names}}


def _line(example: Export, line: Line) -> dict[str, Any]:
    whole, cents = f"{line.value:.2f}".split(".")
    return {
        "description": f"{line.name} (voorbeeld)",
        "code": line.code,
        "cn": line.cn,
        "quantity": str(line.quantity),
        "unit": line.unit,
        "value": f"{whole},{cents}",
        "serials": "",
    }


def _parts(example: Export, clock: Clock) -> dict[str, dict[str, Any]]:
    """The parts of plain questions that this kind of application has."""
    kind, seed = example.seed.kind, example.seed
    if kind in _HAS_PROGRAMME:
        evidence = {"evidence": {"evidence": words.EVIDENCE}} if kind == "certificate" else {}
        return {"programme": dict(words.PROGRAMME), **evidence}
    if kind == "advice":
        return {"question": dict(words.QUESTION)}
    if kind == "confirmation":
        return {"confirm": dict(words.CONFIRM)}
    use = {"use": seed.use, "sector": seed.sector, "contract": f"PO-{clock.random.randint(1000, 9999)} (voorbeeld)"}
    parts: dict[str, dict[str, Any]] = {"end-use": {**use, **({"reexport": "ja"} if seed.reexport else {})}}
    firearm = seed.instrument.startswith("firearm")
    if seed.temporary or firearm or example.answers.get("trade.movement") in _WITH_TRANSPORT:
        back = (clock.at.date() + timedelta(days=200)).strftime("%d/%m/%Y")
        way = "sea" if example.carrier else clock.random.choice(("road", "sea", "air"))
        parts["transport"] = {"way": way, **({"returns_on": back} if seed.temporary else {})}
    return parts


def _papers(example: Export, draft: live.Application, clock: Clock, who: User) -> None:
    """Every paper that is asked: signed a day earlier where somebody has to sign it."""
    signed_on = local_day(clock.at) - timedelta(days=1)
    for number, paper in enumerate(live.applications.papers(draft, local_day(clock.at))):
        if paper.done:
            continue
        signs = paper.kind in _SIGNED
        live.applying.attach(
            draft.pk,
            _Paper(f"{paper.kind}-voorbeeld.pdf"),
            kind=paper.kind,
            party=paper.mark,
            signatory="Robin Voorbeeld (voorbeeld)" if signs else "",
            signed_on=signed_on if signs else None,
            actor=who,
            key=f"example:export:{example.id}:paper:{number}",
            at=clock.minute(),
        )
