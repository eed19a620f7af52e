"""Which papers an application needs and why, and how each stands: missing, not signed off, or signed for what changed since."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bolwerk.domains.export_control.app.applying.form import HEADS
from bolwerk.domains.export_control.app.applying.kinds import Instrument, Kind, PartyRole
from bolwerk.domains.export_control.app.applying.models import Application, Attachment, Party
from bolwerk.domains.export_control.app.book import decide
from bolwerk.engines.rules import Answer, Value
from bolwerk.kernel import Reason, Text

CERTIFICATE, IMPORT_CERTIFICATE = "end_user_certificate", "import_certificate"
FOREIGN_PERMIT, EARLIER, ICP, OTHER = "foreign_permit", "earlier_conditions", "icp", "other"
SIGNED = (CERTIFICATE, IMPORT_CERTIFICATE)
"""Papers that the house prepares and that somebody else signs."""
LABELS: Mapping[str, Text] = {
    CERTIFICATE: Text("Verklaring van de eindgebruiker", "End-user certificate"),
    IMPORT_CERTIFICATE: Text("Internationaal invoercertificaat", "International import certificate"),
    FOREIGN_PERMIT: Text(
        "Invoercertificaat (IIC) of kopie van de invoervergunning", "Import certificate (IIC) or copy of the import licence"
    ),
    EARLIER: Text("Bewijs dat u eerdere voorwaarden naleeft", "Proof that you respect earlier conditions"),
    ICP: Text("Intern programma voor exportcontrole (ICP)", "Internal compliance programme (ICP)"),
    OTHER: Text("Ander stuk", "Other paper"),
    **{f"icp_{head}": Text(f"ICP: {label.nl.lower()}", f"ICP: {label.en.lower()}") for head, label, _ in HEADS},
}
_RULES = ("export.end_use_documents", "dualuse.end_use_documents")


class Standing(StrEnum):
    MISSING = "missing"
    UNSIGNED = "unsigned"
    CHANGED = "changed"
    THERE = "there"

    @property
    def text(self) -> Text:
        return {
            "missing": Text("ontbreekt", "missing"),
            "unsigned": Text("nog niet bevestigd", "not signed off"),
            "changed": Text("opnieuw te tekenen", "to be signed again"),
            "there": Text("in orde", "in order"),
        }[self.value]


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper that is asked, or that was added of one's own accord (`needed` False). `party` signs it."""

    kind: str
    party: Party | None
    needed: bool
    why: tuple[Reason, ...]
    attachments: tuple[Attachment, ...]
    standing: Standing

    @property
    def label(self) -> Text:
        return LABELS[self.kind]

    @property
    def prepared(self) -> bool:
        """Whether the house makes it ready to be signed."""
        return self.kind in SIGNED

    @property
    def mark(self) -> str:
        return self.party.mark if self.party else ""

    @property
    def done(self) -> bool:
        return not self.needed or self.standing is Standing.THERE


def papers_of(
    application: Application,
    facts: Mapping[str, Value],
    parties: Sequence[Party],
    attachments: Iterable[Attachment],
    digests: Mapping[tuple[str, str], str],
    on: date,
) -> tuple[Paper, ...]:
    """Everything that is asked, then what was added besides. `digests` are those of what each certificate says now."""
    found = list(attachments)
    asked = _asked(application, facts, parties, on)
    papers = [_paper(kind, party, why, found, digests) for kind, party, why in asked]
    used = {one.pk for paper in papers for one in paper.attachments}
    rest = [one for one in found if one.pk not in used]
    marks = {party.mark: party for party in parties}
    return (
        *papers,
        *(Paper(one.kind, marks.get(one.party), False, (), (one,), Standing.THERE) for one in rest),
    )


def answers(application: Application, facts: Mapping[str, Value], on: date) -> tuple[Answer, ...]:
    """What the determinations say of the papers."""
    if application.kind != Kind.LICENCE:
        return ()
    return tuple(decide(rule, facts, on) for rule in _RULES)


def _asked(
    application: Application, facts: Mapping[str, Value], parties: Sequence[Party], on: date
) -> list[tuple[str, Party | None, tuple[Reason, ...]]]:
    wanted: dict[str, tuple[Reason, ...]] = {}
    for answer in answers(application, facts, on):
        values = answer.value if isinstance(answer.value, tuple) else (answer.value,)
        for value in values if answer.state == "value" else ():
            why = [because.as_reason() for because in answer.why if because.out == value]
            wanted[str(value)] = tuple(why or [because.as_reason() for because in answer.why])
    rows: list[tuple[str, Party | None, tuple[Reason, ...]]] = []
    users = _distinct(parties, PartyRole.END_USER)
    buyers = _distinct(parties, PartyRole.CONSIGNEE)
    if "statement" in wanted:
        rows += [(CERTIFICATE, party, wanted["statement"]) for party in users] or [(CERTIFICATE, None, wanted["statement"])]
    if "statement_each" in wanted:
        rows += [(CERTIFICATE, party, wanted["statement_each"]) for party in buyers if _name(party) not in map(_name, users)]
    if "foreign_permit" in wanted:
        rows.append((FOREIGN_PERMIT, None, wanted["foreign_permit"]))
    if "earlier_conditions" in wanted:
        rows.append((EARLIER, None, wanted["earlier_conditions"]))
    if application.kind == Kind.LICENCE and application.instrument == Instrument.DUAL_USE_GLOBAL:
        icp = decide("dualuse.icp_needed", facts, on)
        if icp.value == "yes":
            rows.append((ICP, None, tuple(because.as_reason() for because in icp.why)))
    return rows


def _distinct(parties: Sequence[Party], role: str) -> list[Party]:
    return list({_name(party): party for party in reversed(parties) if party.role == role}.values())[::-1]


def _name(party: Party) -> tuple[str, str]:
    return party.name.casefold(), party.country


def _paper(
    kind: str,
    party: Party | None,
    why: tuple[Reason, ...],
    attachments: Sequence[Attachment],
    digests: Mapping[tuple[str, str], str],
) -> Paper:
    mark = party.mark if party else ""
    mine = tuple(one for one in attachments if one.kind == kind and one.party == mark)
    standing = Standing.THERE if mine else Standing.MISSING
    if mine and kind in SIGNED:
        last = mine[-1]
        standing = Standing.THERE
        if not last.signatory or last.signed_on is None:
            standing = Standing.UNSIGNED
        elif last.signed_digest != digests.get((kind, mark)):
            standing = Standing.CHANGED
    return Paper(kind, party, True, why, mine, standing)
