"""A procedure as a Markdown page: steps, moves, notes and terms, each with its law."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from bolwerk.engines.procedures._model import Move, Note, Procedure, Term
from bolwerk.kernel import Citation, Lang, Standing, Text

_NONE = "—"


def to_markdown(procedure: Procedure, lang: Lang = "nl", *, roles: Mapping[str, Text] | None = None) -> str:
    """The page, ending in a newline. Citations that are not plain law say so. `roles`: what to call each role, else its id."""
    called = roles or {}

    def t(nl: str, en: str) -> str:
        return Text(nl, en).in_(lang)

    parts = [
        f"# {procedure.label.in_(lang)}",
        t("Procedure", "Procedure") + f" `{procedure.id}`, {t('versie', 'version')} {procedure.version}. "
        f"{t('Geldt', 'Valid')} {procedure.valid.as_text().in_(lang)}.",
        f"## {t('Stappen', 'Steps')}",
        _table((t("Stap", "Step"), t("Wie is aan zet", "Who acts")), _step_rows(procedure, lang, called)),
        f"## {t('Handelingen', 'Moves')}",
        _table(
            (
                t("Handeling", "Move"),
                t("Van", "From"),
                t("Naar", "To"),
                t("Wie", "Who"),
                t("Voorwaarden", "Conditions"),
                t("Bron", "Source"),
            ),
            [_move_row(procedure, move, lang, called) for move in procedure.moves],
        ),
    ]
    if procedure.notes:
        parts.append(f"## {t('Aantekeningen', 'Notes')}")
        rows = [(n.label.in_(lang), _roles(n.roles, called, lang), _steps(procedure, n.during, lang)) for n in procedure.notes]
        parts.append(_table((t("Aantekening", "Note"), t("Wie", "Who"), t("Tijdens", "During")), rows))
    if procedure.terms:
        parts.append(f"## {t('Termijnen', 'Terms')}")
        parts += [_term(procedure, term, lang, called) for term in procedure.terms]
    return "\n\n".join(parts) + "\n"


def _step_rows(procedure: Procedure, lang: Lang, called: Mapping[str, Text]) -> list[tuple[str, str]]:
    end = Text("einde", "end").in_(lang)
    return [(s.label.in_(lang), end if s.id in procedure.ends else name_of(s.role, called, lang)) for s in procedure.steps]


def _move_row(procedure: Procedure, move: Move, lang: Lang, called: Mapping[str, Text]) -> tuple[str, ...]:
    conditions = []
    if move.distinct_from:
        who = ", ".join(procedure.move_of[id].label.in_(lang) for id in move.distinct_from)
        conditions.append(Text("iemand anders dan bij: {who}", "somebody else than at: {who}").format(who=who).in_(lang))
    if move.guard:
        conditions.append(Text("controle {guard}", "check {guard}").format(guard=f"`{move.guard}`").in_(lang))
    if move.needs_reason:
        conditions.append(Text("met reden", "with a reason").in_(lang))
    if move.cancels:
        conditions.append(Text("breekt al het andere af", "ends everything else").in_(lang))
    return (
        move.label.in_(lang),
        _steps(procedure, move.takes, lang),
        _steps(procedure, move.gives, lang),
        _roles(move.roles, called, lang),
        "; ".join(conditions),
        "; ".join(_cite(citation, lang) for citation in move.citations),
    )


def _term(procedure: Procedure, term: Term, lang: Lang, called: Mapping[str, Text]) -> str:
    lines = [
        (Text("Lengte", "Length"), term.length.as_text().in_(lang)),
        (Text("Begint bij", "Starts on"), _kinds(procedure, term.starts_on, lang)),
        (Text("Stopt bij", "Stops on"), _kinds(procedure, term.ends_on, lang)),
        (Text("Staat stil", "Stands still"), _pauses(procedure, term, lang)),
        (Text("Wordt langer bij", "Extended on"), _kinds(procedure, term.extended_by, lang)),
        (Text("Voor wie", "For whom"), name_of(term.for_whom, called, lang)),
        (Text("Als ze verstrijkt", "When it runs out"), term.on_expiry.in_(lang)),
        (Text("Bron", "Source"), _cite(term.citation, lang) if term.citation else _NONE),
    ]
    return "\n".join([f"### {term.label.in_(lang)}", "", *(f"- {name.in_(lang)}: {value or _NONE}" for name, value in lines)])


def _pauses(procedure: Procedure, term: Term, lang: Lang) -> str:
    until = Text("tot", "until").in_(lang)
    pairs = zip(term.suspended_by, term.resumed_by, strict=False)
    return "; ".join(f"{_kinds(procedure, (a,), lang)} {until} {_kinds(procedure, (b,), lang)}" for a, b in pairs)


def _kinds(procedure: Procedure, kinds: Iterable[str], lang: Lang) -> str:
    acts: tuple[Move | Note, ...] = (*procedure.moves, *procedure.notes)
    labels = {act.id: act.label.in_(lang) for act in acts}
    return ", ".join(labels.get(kind, f"`{kind}`") for kind in kinds)


def _steps(procedure: Procedure, ids: Iterable[str], lang: Lang) -> str:
    return ", ".join(procedure.step_of[id].label.in_(lang) for id in ids)


def name_of(role: str, called: Mapping[str, Text], lang: Lang) -> str:
    return called[role].in_(lang) if role in called else role


def _roles(roles: Iterable[str], called: Mapping[str, Text], lang: Lang) -> str:
    return ", ".join(name_of(role, called, lang) for role in roles)


def _cite(citation: Citation, lang: Lang) -> str:
    mark = "" if citation.standing is Standing.CONFIRMED else f" ({citation.standing.label.in_(lang)})"
    return f"{citation}{mark}"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    def line(cells: Iterable[str]) -> str:
        return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") or _NONE for cell in cells) + " |"

    return "\n".join([line(head), line("---" for _ in head), *(line(row) for row in rows)])
