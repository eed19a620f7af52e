"""What is known of an application, a draft or a submission. Nothing here writes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils import timezone

from bolwerk.domains.export_control.app.applying import certificates
from bolwerk.domains.export_control.app.applying import facts as known
from bolwerk.domains.export_control.app.applying.errors import gone
from bolwerk.domains.export_control.app.applying.facts import Known
from bolwerk.domains.export_control.app.applying.form import END_USE, GOODS, PARTIES, PROGRAMME, WITHOUT_QUANTITY, section_of
from bolwerk.domains.export_control.app.applying.kinds import Kind, UseSector
from bolwerk.domains.export_control.app.applying.models import Application, DraftPart, EndUse, GoodsLine, Party, Submission
from bolwerk.domains.export_control.app.applying.papers import SIGNED, Paper, papers_of
from bolwerk.domains.export_control.app.applying.reading import (
    LineRow,
    PartyRow,
    Row,
    RowProblem,
    read_lines,
    read_parties,
)
from bolwerk.engines.rules import Value
from bolwerk.kernel import local_day
from bolwerk.office.calls.forms import Checked, check_section
from bolwerk.office.identity import policies

if TYPE_CHECKING:
    from bolwerk.office.cases.models import Case
    from bolwerk.office.identity.models import User
    from bolwerk.office.registers.models import Organisation


def of_case(case: Case) -> Application:
    """The application that a case is about. Raises `NotFound`."""
    found = Application.objects.select_related("applicant").filter(case=case).first()
    if found is None:
        raise gone(case.reference)
    return found


def get(pk: UUID | str) -> Application:
    """Raises `NotFound`."""
    try:
        return Application.objects.select_related("applicant", "case", "edited_by").get(pk=pk)
    except (Application.DoesNotExist, ValidationError, ValueError) as error:
        raise gone(str(pk)) from error


def of_organisations(user: User, organisations: Iterable[Organisation]) -> list[Application]:
    """The applications of these organisations that a person may see, newest first."""
    found = Application.objects.filter(applicant__in=list(organisations)).select_related("applicant", "case")
    return list(policies.visible(user, found))


# --- as typed ---------------------------------------------------------------------------------------------------------


def typed(application: Application, part: str) -> dict[str, Any]:
    found = application.parts.filter(part=part).values_list("typed", flat=True).first()
    return dict(found) if found else {}


def version(application: Application, part: str) -> int:
    row = _part(application, part)
    return row.version if row else 0


def rows(application: Application, part: str) -> tuple[Row, ...]:
    return tuple(typed(application, part).get("rows", ()))


def _part(application: Application, part: str) -> DraftPart | None:
    return application.parts.select_related("edited_by").filter(part=part).first()


def checked(application: Application, part: str) -> Checked | None:
    """What a part of plain questions says; None for a part of another make."""
    section = section_of(part)
    return check_section(section, typed(application, part)) if section else None


def details(application: Application, part: str) -> Mapping[str, Any]:
    """The values of a part of plain questions that could be read, by the id of the question."""
    found = checked(application, part)
    return found.values if found else {}


def party_rows(application: Application) -> tuple[tuple[PartyRow, ...], tuple[RowProblem, ...]]:
    return read_parties(rows(application, PARTIES))


def quantity_needed(application: Application) -> bool:
    return application.kind == Kind.LICENCE and application.instrument not in WITHOUT_QUANTITY


def line_rows(application: Application) -> tuple[tuple[LineRow, ...], tuple[RowProblem, ...]]:
    return read_lines(rows(application, GOODS), quantity_needed=quantity_needed(application))


# --- as it stands -----------------------------------------------------------------------------------------------------


def parties(application: Application) -> list[Party]:
    """The parties: of the last submission, or of a draft those that can be read (not saved), one row a role."""
    if application.state != Application.State.DRAFT:
        return list(application.party_rows.filter(edition=max(application.edition, 1)))
    return draft_parties(application)


def lines(application: Application) -> list[GoodsLine]:
    """The lines of goods: of the last submission, or of a draft those that can be read (not saved)."""
    if application.state != Application.State.DRAFT:
        return list(application.goods_rows.filter(edition=max(application.edition, 1)))
    return draft_lines(application)


def end_use(application: Application) -> EndUse | None:
    if application.state != Application.State.DRAFT:
        return application.end_uses.filter(edition=max(application.edition, 1)).first()
    return draft_end_use(application)


def draft_parties(application: Application) -> list[Party]:
    read, _ = party_rows(application)
    return [
        Party(
            application=application,
            edition=application.edition + 1,
            number=number,
            mark=row.mark if place == 0 else f"{row.mark[:15]}-{role}",
            role=role,
            schema=row.schema,
            name=row.name,
            aliases=list(row.aliases),
            country=row.country,
            address=row.address,
            identifiers=dict(row.identifiers),
            website=row.website,
        )
        for number, row in enumerate(read, 1)
        for place, role in enumerate(row.roles)
    ]


def draft_lines(application: Application) -> list[GoodsLine]:
    read, _ = line_rows(application)
    told = known.read_answers(application.answers)
    return [
        GoodsLine(
            application=application,
            edition=application.edition + 1,
            number=row.number,
            mark=row.mark,
            description=row.description,
            code=row.code,
            cn=row.cn,
            quantity=row.quantity,
            unit=row.unit,
            cents=row.cents,
            sensitive=sensitive if isinstance(sensitive := told.get("goods.sensitive"), bool) else None,
            temporary=told.get("trade.definitive") is False,
            serials=list(row.serials),
        )
        for row in read
    ]


def draft_end_use(application: Application) -> EndUse | None:
    values = details(application, END_USE)
    if not values.get("use"):
        return None
    told = known.read_answers(application.answers)
    sector = str(values.get("sector") or "")
    undertaking = typed(application, END_USE).get("reexport", "")
    return EndUse(
        application=application,
        edition=application.edition + 1,
        text=values["use"],
        country=str(told.get("destination.country", "")),
        sector=sector if sector in UseSector.values else "",
        reexport_undertaking={"ja": True, "nee": False}.get(undertaking),
    )


def known_facts(application: Application, on: date | None = None, *, draft: bool = False) -> dict[str, Known]:
    """Every fact with where it comes from: as last submitted, or as typed now (`draft`, or never submitted)."""
    draft = draft or application.state == Application.State.DRAFT
    sent = None if draft else application.submissions.order_by("-edition").first()
    papers = application.attachments.all() if draft else application.attachments.filter(edition__gt=0)
    return known.known_of(
        application,
        sent.snapshot["answers"] if sent else application.answers,
        draft_parties(application) if draft else parties(application),
        draft_lines(application) if draft else lines(application),
        sent.snapshot["parts"].get(PROGRAMME, {}) if sent else typed(application, PROGRAMME),
        papers.values_list("kind", flat=True),
        on or local_day(timezone.now()),
    )


def facts(application: Application, on: date | None = None, *, draft: bool = False) -> Mapping[str, Value]:
    """Typed facts for the book as they stand on a day (today): answers, registers, and what follows from rows and papers."""
    return {name: one.value for name, one in known_facts(application, on, draft=draft).items()}


def submission(application: Application) -> Submission | None:
    """The last one."""
    return application.submissions.order_by("-edition").first()


def digests(application: Application) -> dict[tuple[str, str], str]:
    """Per kind of certificate and signer: the digest of what it says now."""
    who, what, use = draft_parties(application), draft_lines(application), draft_end_use(application)
    if not what or use is None:
        return {}
    return {
        (kind, party.mark): certificates.digest(certificates.content(application, party, who, what, use))
        for party in who
        for kind in SIGNED
    }


def papers(application: Application, on: date) -> tuple[Paper, ...]:
    """Which papers the draft needs and how each stands."""
    return papers_of(
        application,
        facts(application, on, draft=True),
        draft_parties(application),
        application.attachments.all(),
        digests(application),
        on,
    )
