"""The regional embargoes that bar what an application asks: nothing is granted or issued against one that is in force."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from bolwerk.domains.export_control.app.applying import selectors as applying
from bolwerk.domains.export_control.app.applying.kinds import Instrument
from bolwerk.domains.export_control.app.handling.subject import application_of
from bolwerk.domains.export_control.app.licences import embargoes
from bolwerk.kernel import Text

if TYPE_CHECKING:
    from bolwerk.office.cases.models import Case


def reasons(case: Case, on: date) -> tuple[Text, ...]:
    """Every embargo in force that reaches these goods and parties; () for another kind of case and for import."""
    if case.procedure != "export.licence":
        return ()
    application = application_of(case)
    if application.instrument == Instrument.INDIVIDUAL_IMPORT:
        return ()
    parties = [(party.role, party.name, party.country) for party in applying.parties(application)]
    return embargoes.reasons([line.code for line in applying.lines(application)], parties, on)
