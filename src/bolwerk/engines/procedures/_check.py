"""What is wrong with a definition, before any case runs on it: names, owners, law, and the soundness of the net."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bolwerk.engines.procedures._fold import enabled, fire
from bolwerk.engines.procedures._model import Move, Note, Procedure, Term
from bolwerk.kernel import Text

MARKINGS = 20_000
"""How many markings are explored at most. A procedure for people has some dozens."""

Marking = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """`kind` is a fixed word for a program, `where` names the step, move, note or term."""

    kind: str
    where: str
    what: Text
    mend: Text

    def __str__(self) -> str:
        return f"{self.where}: {self.what.en} {self.mend.en}"


def check(procedure: Procedure) -> tuple[Finding, ...]:
    """Every fault found; empty when the procedure is sound.

    The net is explored only when its names are right, else every finding would repeat the first.
    """
    named = (*_names(procedure), *_references(procedure))
    plain = (*_owners(procedure), *_law(procedure))
    if named:
        return (*named, *plain)
    return (*plain, *_choices(procedure), *_soundness(procedure))


def clusters(procedure: Procedure) -> dict[frozenset[str], tuple[Move, ...]]:
    """The moves that compete for the same steps, by those steps; moves that cancel are not among them."""
    found: dict[frozenset[str], tuple[Move, ...]] = {}
    for move in procedure.moves:
        if not move.cancels:
            key = frozenset(move.takes)
            found[key] = (*found.get(key, ()), move)
    return found


def _names(procedure: Procedure) -> Iterator[Finding]:
    for group in (
        [step.id for step in procedure.steps],
        [*(move.id for move in procedure.moves), *(note.id for note in procedure.notes)],
        [term.id for term in procedure.terms],
    ):
        for id, count in Counter(group).items():
            if count > 1:
                yield Finding("duplicate", id, Text("Deze naam komt twee keer voor.", "This id is used twice."), _RENAME)
            if not id or not id.replace("_", "").replace("-", "").replace(".", "").isalnum() or not id.isascii():
                yield Finding("bad_id", id or "-", Text("Deze naam kan niet.", "This id cannot be used."), _PLAIN_ID)


def _references(procedure: Procedure) -> Iterator[Finding]:
    steps = set(procedure.step_of)
    uses: list[tuple[str, Iterable[str]]] = [("start", (procedure.start,)), ("ends", procedure.ends)]
    uses += [(move.id, (*move.takes, *move.gives)) for move in procedure.moves]
    uses += [(note.id, note.during) for note in procedure.notes]
    for where, ids in uses:
        for id in ids:
            if id not in steps:
                yield _unknown(where, id, Text("stap", "step"))
    for move in procedure.moves:
        for earlier in move.distinct_from:
            if earlier not in procedure.move_of:
                yield _unknown(move.id, earlier, Text("handeling", "move"))
        yield from _shape(procedure, move)
    for term in procedure.terms:
        for kind in (*term.starts_on, *term.ends_on, *term.suspended_by, *term.resumed_by, *term.extended_by):
            if not procedure.knows(kind):
                yield _unknown(term.id, kind, Text("gebeurtenis", "event"))
    if not procedure.ends:
        yield Finding("no_end", procedure.id, Text("Er is geen einde.", "There is no end."), _ADD_STEPS)


def _shape(procedure: Procedure, move: Move) -> Iterator[Finding]:
    if not move.takes or not move.gives:
        yield Finding(
            "no_steps",
            move.id,
            Text("Deze handeling vertrekt of eindigt nergens.", "This move takes from or gives to no step."),
            Text("Vul takes en gives in.", "Fill in takes and gives."),
        )
    if len(set(move.takes)) < len(move.takes) or len(set(move.gives)) < len(move.gives):
        yield Finding("duplicate", move.id, Text("Een stap staat er twee keer in.", "A step is named twice."), _RENAME)
    if set(move.takes) & set(procedure.ends):
        yield Finding(
            "leaves_end",
            move.id,
            Text("Deze handeling vertrekt van een einde.", "This move leaves an end."),
            Text("Maak van dat einde een gewone stap.", "Make that end an ordinary step."),
        )
    if move.cancels and (len(move.gives) != 1 or not set(move.gives) <= set(procedure.ends)):
        yield Finding(
            "cancel_goes_on",
            move.id,
            Text("Een handeling die alles afbreekt, eindigt de zaak.", "A move that clears everything ends the case."),
            Text("Laat ze naar één einde gaan.", "Let it give one end."),
        )


def _owners(procedure: Procedure) -> Iterator[Finding]:
    for step in procedure.steps:
        if not step.role and step.id not in procedure.ends:
            what = Text("Niemand is aan zet bij deze stap.", "Nobody owns this step.")
            yield Finding("no_owner", step.id, what, Text("Geef de stap een rol.", "Give the step a role."))
    acts: tuple[Move | Note, ...] = (*procedure.moves, *procedure.notes)
    for act in acts:
        if not act.roles:
            what = Text("Niemand mag dit doen.", "Nobody may do this.")
            yield Finding("no_owner", act.id, what, Text("Noem ten minste één rol.", "Name at least one role."))


def _law(procedure: Procedure) -> Iterator[Finding]:
    if procedure.valid.start is None:
        yield Finding(
            "no_validity",
            procedure.id,
            Text("De procedure zegt niet vanaf wanneer ze geldt.", "The procedure does not say from when it is valid."),
            Text("Geef valid een begin.", "Give valid a start."),
        )
    for term in procedure.terms:
        yield from _term(term)


def _term(term: Term) -> Iterator[Finding]:
    if term.citation is None or not term.citation.source or not term.citation.place:
        yield Finding(
            "no_citation",
            term.id,
            Text("Deze termijn noemt haar bron niet.", "This term does not name its source."),
            Text("Geef de tekst en het artikel.", "Give the text and the article."),
        )
    if not term.starts_on:
        yield Finding(
            "never_starts",
            term.id,
            Text("Deze termijn begint nooit.", "This term never starts."),
            Text("Noem in starts_on een gebeurtenis.", "Name an event in starts_on."),
        )
    if len(term.suspended_by) != len(term.resumed_by):
        yield Finding(
            "unpaired",
            term.id,
            Text("Niet elke schorsing heeft haar opheffing.", "Not every suspension has what lifts it."),
            Text("Maak suspended_by en resumed_by even lang.", "Make suspended_by and resumed_by equally long."),
        )
    if not term.for_whom:
        yield Finding(
            "no_owner",
            term.id,
            Text("De termijn zegt niet voor wie ze loopt.", "The term does not say who must act in time."),
            Text("Vul for_whom in met een rol.", "Fill in for_whom with a role."),
        )


def _choices(procedure: Procedure) -> Iterator[Finding]:
    """Moves that share a step but not all of them cannot be drawn in BPMN: who waits for whom would be hidden."""
    groups = list(clusters(procedure))
    for index, one in enumerate(groups):
        for other in groups[index + 1 :]:
            for step in sorted(one & other):
                yield Finding(
                    "mixed_choice",
                    step,
                    Text(
                        "Van hier vertrekken handelingen die niet op dezelfde stappen wachten.",
                        "Moves leave here that do not wait for the same steps.",
                    ),
                    Text(
                        "Zet een stap tussen, of laat de handeling alles afbreken (cancels).",
                        "Put a step between them, or let the move clear everything (cancels).",
                    ),
                )


def _soundness(procedure: Procedure) -> Iterator[Finding]:
    """A workflow net is sound when from every state it can end, ends clean, and has no move that can never be made."""
    graph = _explore(procedure)
    if graph is None:
        yield Finding(
            "too_large",
            procedure.id,
            Text("Er zijn te veel standen om na te gaan.", "There are too many states to check."),
            Text("Splits de procedure.", "Split the procedure."),
        )
        return
    ends = set(procedure.ends)
    seen_steps = {step for marking in graph for step in marking}
    for step in procedure.steps:
        if step.id not in seen_steps:
            what = Text("Hier komt een zaak nooit.", "No case ever comes here.")
            yield Finding("unreachable", step.id, what, Text("Laat een handeling hierheen gaan.", "Let a move give it."))
    made = {move for after in graph.values() for move, _ in after}
    for move in procedure.moves:
        if move.id not in made:
            what = Text("Deze handeling kan nooit.", "This move can never be made.")
            yield Finding("dead_move", move.id, what, Text("Kijk na wat ze neemt.", "Look at what it takes."))
    finals = {marking for marking in graph if set(marking) <= ends}
    good = _leads_to(graph, {marking for marking in finals if len(marking) == 1})
    yield from _faulty(graph, ends, good)


def _faulty(graph: dict[Marking, list[tuple[str, Marking]]], ends: set[str], good: set[Marking]) -> Iterator[Finding]:
    said: set[tuple[str, str]] = set()
    for marking, after in graph.items():
        where = " + ".join(sorted(marking))
        twice = [step for step, count in Counter(marking).items() if count > 1]
        if twice:
            kind, what = "crowded", Text("Hier kan een zaak twee keer tegelijk staan.", "A case can be here twice at once.")
            where = twice[0]
        elif len(marking) > 1 and ends & set(marking):
            kind, what = "unclean_end", Text("De zaak eindigt terwijl er nog iets openstaat.", "The case ends with work left.")
        elif not after and marking not in good:
            kind, what = "dead_end", Text("Van hier kan de zaak niet verder.", "The case cannot go on from here.")
        elif marking not in good:
            kind, what = "no_way_out", Text("Van hier komt de zaak nooit aan een einde.", "From here the case can never end.")
        else:
            continue
        if (kind, where) not in said:
            said.add((kind, where))
            mend = Text("Voeg de handeling toe die naar een einde leidt.", "Add the move that leads to an end.")
            yield Finding(kind, where, what, mend)


def _explore(procedure: Procedure) -> dict[Marking, list[tuple[str, Marking]]] | None:
    """Every marking that can come about with the moves out of it; None when there are too many. Crowded ones go no further."""
    first: Marking = (procedure.start,)
    graph: dict[Marking, list[tuple[str, Marking]]] = {}
    queue = deque([first])
    while queue:
        marking = queue.popleft()
        if marking in graph:
            continue
        if len(graph) >= MARKINGS:
            return None
        graph[marking] = []
        if len(set(marking)) < len(marking):
            continue
        for move in procedure.moves:
            if enabled(move, marking):
                after = tuple(sorted(fire(move, marking)))
                graph[marking].append((move.id, after))
                queue.append(after)
    return graph


def _leads_to(graph: dict[Marking, list[tuple[str, Marking]]], goals: set[Marking]) -> set[Marking]:
    before: dict[Marking, set[Marking]] = {}
    for marking, after in graph.items():
        for _, following in after:
            before.setdefault(following, set()).add(marking)
    found, queue = set(goals), deque(goals)
    while queue:
        for marking in before.get(queue.popleft(), ()):
            if marking not in found:
                found.add(marking)
                queue.append(marking)
    return found


def _unknown(where: str, id: str, noun: Text) -> Finding:
    return Finding(
        "unknown",
        where,
        Text("'{id}' is geen {noun} van deze procedure.", "'{id}' is not a {noun} of this procedure.").format(id=id, noun=noun),
        Text("Verbeter de naam of voeg ze toe.", "Correct the id or add it."),
    )


_RENAME = Text("Geef elk een eigen naam.", "Give each its own id.")
_PLAIN_ID = Text("Gebruik letters, cijfers en _.", "Use letters, digits and _.")
_ADD_STEPS = Text("Voeg ze toe.", "Add them.")
