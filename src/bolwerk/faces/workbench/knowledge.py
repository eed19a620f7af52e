"""What is known of a case as facts, and what all determinations say over them: the doors of the domains, composed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from bolwerk.domains import book, checking
from bolwerk.domains.investment import live as investment
from bolwerk.engines import rules
from bolwerk.engines.rules import Answer, Because, Fact, FactKind, Otherwise
from bolwerk.kernel import BolwerkError, InvalidInput, Money, Reason, Standing, Text, local_day
from bolwerk.office.calls import selectors as calls
from bolwerk.office.calls.models import Application
from bolwerk.office.cases.models import Case
from bolwerk.office.documents.models import Document
from bolwerk.office.registers.models import Organisation

Facts = Mapping[str, investment.Known]
_ORIGIN: dict[FactKind, Text] = {
    FactKind.REGISTER: Text("op te zoeken in een register", "to look up in a register"),
    FactKind.DECLARED: Text("te vragen aan de aanvrager", "to ask the applicant"),
    FactKind.JUDGEMENT: Text("te beoordelen door een ambtenaar", "to be judged by an official"),
}
_FIELDS = ("ethics", "investment")
"""The fields whose law an application in a call is judged by."""


def subject_of(case: Case) -> Application | None:
    """The application the case is about: its own, or that of the case that asked the committee."""
    found: Application | None = getattr(case, "application", None)
    if found is not None:
        return found
    opening = case.events.order_by("seq").values_list("payload", flat=True).first() or {}
    origin = Case.objects.filter(reference=opening.get("about", "")).first()
    return calls.application_of_case(origin) if origin else None


def day_of(application: Application) -> date:
    """The day that picks the law: that of the submission."""
    return local_day(application.submission.submitted_at)


def known(application: Application, on: date) -> Facts:
    """Every fact of the application on a day, with where it comes from."""
    return investment.known_of(application, on)


@dataclass(frozen=True, slots=True)
class FactRow:
    """One fact as the case page shows it. `value` None is unknown; `open`: an official may still judge or look it up."""

    fact: Fact
    value: Text | None
    origin: Text
    open: bool


@dataclass(frozen=True, slots=True)
class Grouped:
    """What waits for an official, what is known, what only the applicant can still tell."""

    waiting: tuple[FactRow, ...]
    known: tuple[FactRow, ...]
    unknown: tuple[FactRow, ...]


def grouped(facts: Facts, on: date) -> Grouped:
    """The facts that bear on what is told of the case, and whatever else is known of it."""
    told = _told(facts, on)
    looked = {fact.name for one in told for answer in (*one.settled, *one.open) for fact in book().inputs(answer.rule)}
    found = [_fact_row(fact, facts.get(name)) for name, fact in book().facts.items() if name in looked or name in facts]
    return Grouped(
        waiting=tuple(row for row in found if row.value is None and row.open),
        known=tuple(row for row in found if row.value is not None),
        unknown=tuple(row for row in found if row.value is None and not row.open),
    )


def _fact_row(fact: Fact, known: investment.Known | None) -> FactRow:
    official = fact.kind is not FactKind.DECLARED
    if known is None or known.value is None:
        return FactRow(fact, None, _ORIGIN[fact.kind], official)
    try:
        value = fact.label(as_value(fact, known.value))
    except InvalidInput:
        value = Text.same(str(known.value))
    return FactRow(fact, value, known.origin, fact.kind is FactKind.JUDGEMENT)


def as_value(fact: Fact, value: object) -> rules.Value:
    """The value as the rules hold it; a number or a day that the journal kept as text is read again."""
    return fact.read(value) if isinstance(value, str) and not fact.finite else fact.accept(value)


@dataclass(frozen=True, slots=True)
class AnswerView:
    """A determination as the page shows it: outcome, reasons, what is still to know, what would change it."""

    question: Text
    label: Text
    state: str
    standing: Standing
    ask: tuple[Text, ...]
    why: tuple[Because, ...]
    otherwise: tuple[Otherwise, ...]


def seen(answer: Answer) -> AnswerView:
    return AnswerView(
        question=answer.question,
        label=Text(answer.label("nl"), answer.label("en")),
        state=answer.state,
        standing=answer.standing,
        ask=tuple(book().fact(name).question for name in answer.ask),
        why=answer.why,
        otherwise=answer.otherwise(),
    )


@dataclass(frozen=True, slots=True)
class MeasureAnswers:
    code: str
    title: Text
    answers: tuple[AnswerView, ...]


def answers(facts: Facts, on: date) -> tuple[MeasureAnswers, ...]:
    """The determinations that look at something of the case, by measure of the plan, what matters most first."""
    return tuple(
        MeasureAnswers(one.code, one.title, tuple(seen(answer) for answer in (*one.settled, *one.open)))
        for one in _told(facts, on)
    )


def _told(facts: Facts, on: date) -> tuple[checking.MeasureAnswers, ...]:
    named = {name: one.value for name, one in facts.items() if name in book().facts and one.value is not None}
    given = {name: as_value(book().facts[name], value) for name, value in named.items()}
    return tuple(one for one in checking.check(given, on, _FIELDS).measures if one.settled)


@dataclass(frozen=True, slots=True)
class PricedView:
    """The aid computed: the most that the rules allow with its steps, the rate of each part, what is still open."""

    most: Money | None
    why: tuple[Reason, ...]
    rates: tuple[tuple[str, Text, AnswerView], ...]
    open: tuple[AnswerView, ...]


def priced(application: Application, on: date) -> PricedView:
    found = investment.price(application, on)
    activity = book().facts["project.activity"]
    return PricedView(
        most=found.most,
        why=found.outcome.why if found.outcome else (),
        rates=tuple((partner, activity.label(kind), seen(answer)) for (partner, kind), answer in found.rates.items()),
        open=tuple(seen(answer) for answer in found.open),
    )


@dataclass(frozen=True, slots=True)
class Sized:
    """The size of an organisation with its steps, or why it cannot be told."""

    organisation: Organisation
    outcome: object | None
    why: tuple[object, ...]
    error: BolwerkError | None


def sized(organisation: Organisation, on: date) -> Sized:
    try:
        found = investment.size(organisation, on)
    except BolwerkError as error:
        return Sized(organisation, None, (), error)
    return Sized(organisation, found.value, found.why, None)


_KINDS: dict[str, Text] = {
    "completion_request": Text("Brief: aanvulling gevraagd", "Letter: completion asked"),
    "admissibility": Text("Brief: ontvankelijk", "Letter: admissible"),
    "award": Text("Brief: toekenning", "Letter: award"),
    "refusal": Text("Brief: weigering", "Letter: refusal"),
    "payment": Text("Brief: betaling", "Letter: payment"),
    "export_duties": Text("Brief: plichten bij uitvoer", "Letter: duties on export"),
    "export_hearing": Text("Brief: voornemen om te weigeren", "Letter: intention to refuse"),
    "export_refusal": Text("Brief: weigering van de vergunning", "Letter: refusal of the licence"),
    "export_grant": Text("Brief: beslissing over de vergunning", "Letter: decision on the licence"),
    "export_licence": Text("Vergunning", "Licence"),
    "export_authorisation": Text("Voorafgaande machtiging", "Prior authorisation"),
    "export_certificate": Text("Certificaat", "Certificate"),
    "export_advice": Text("Brief: voorlopig advies", "Letter: provisional advice"),
    "export_confirmation": Text("Brief: schriftelijke bevestiging", "Letter: written confirmation"),
    "export_closure": Text("Brief: aanvraag afgesloten", "Letter: application closed"),
    "end_user_certificate": Text("Verklaring van de eindgebruiker", "End-user certificate"),
    "international_import_certificate": Text("Internationaal invoercertificaat", "International import certificate"),
}


def kind_of(document: Document) -> Text:
    """What a paper of the case is, in words."""
    return _KINDS.get(document.kind.removeprefix("letter_"), Text.same(document.kind))
