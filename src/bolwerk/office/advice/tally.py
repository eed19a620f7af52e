"""What a committee's votes come to: quorum, mix of expertise, majority, each with its reason. Pure.

No figure stands here: quorum, mix, majority and tie rule are data of the committee (its own rules, or configuration).
An advice exists only when quorum and mix are both reached; else the result is `NONE` and says what is missing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bolwerk.kernel import Reason, Text


class Choice(StrEnum):
    FOR = "for"
    CONDITIONS = "conditions"
    AGAINST = "against"
    ABSTAIN = "abstain"

    @property
    def label(self) -> Text:
        return {
            Choice.FOR: Text("gunstig", "in favour"),
            Choice.CONDITIONS: Text("gunstig onder voorwaarden", "in favour with conditions"),
            Choice.AGAINST: Text("ongunstig", "against"),
            Choice.ABSTAIN: Text("onthouding", "abstention"),
        }[self]


class Result(StrEnum):
    POSITIVE = "positive"
    CONDITIONAL = "conditional"
    NEGATIVE = "negative"
    NONE = "none"

    @property
    def label(self) -> Text:
        return {
            Result.POSITIVE: Text("gunstig advies", "positive advice"),
            Result.CONDITIONAL: Text("gunstig advies onder voorwaarden", "positive advice with conditions"),
            Result.NEGATIVE: Text("ongunstig advies", "negative advice"),
            Result.NONE: Text("geen geldig advies", "no valid advice"),
        }[self]


class Tie(StrEnum):
    """Who wins when as many are in favour as against and one vote the other way would have decided."""

    POSITIVE = "positive"
    NEGATIVE = "negative"
    CHAIR = "chair"
    NONE = "none"


class Base(StrEnum):
    """What a majority is a share of: votes for or against, all who voted (abstentions too), or all who may vote."""

    CAST = "cast"
    VOTERS = "voters"
    ENTITLED = "entitled"


@dataclass(frozen=True, slots=True)
class Share:
    """A fraction, e.g. 1/2. `more_than` asks strictly more than it; else reaching it is enough."""

    over: int
    under: int
    more_than: bool = False

    def __post_init__(self) -> None:
        if not 0 <= self.over <= self.under or self.under < 1:
            raise ValueError("a share lies between 0 and 1")

    def reached(self, part: int, whole: int) -> bool:
        left, right = part * self.under, whole * self.over
        return whole > 0 and (left > right if self.more_than else left >= right)

    def as_text(self) -> Text:
        more = ("meer dan ", "more than ") if self.more_than else ("minstens ", "at least ")
        return Text(f"{more[0]}{self.over}/{self.under}", f"{more[1]}{self.over}/{self.under}")

    def as_json(self) -> dict[str, object]:
        return {"over": self.over, "under": self.under, "more_than": self.more_than}

    @classmethod
    def read(cls, raw: Mapping[str, object]) -> Share:
        return cls(int(str(raw["over"])), int(str(raw["under"])), bool(raw.get("more_than", False)))


@dataclass(frozen=True, slots=True)
class Area:
    """A field of expertise and how many voters must have it; `minimum` 0 asks for none."""

    id: str
    label: Text
    minimum: int = 1


@dataclass(frozen=True, slots=True)
class Rules:
    """How a committee decides. `recused_count` keeps recused members in the base of the quorum and of an ENTITLED majority."""

    quorum: Share
    areas: tuple[Area, ...]
    majority: Share
    quorum_at_least: int = 1
    recused_count: bool = False
    base: Base = Base.CAST
    tie: Tie = Tie.NEGATIVE

    def as_json(self) -> dict[str, object]:
        return {
            "quorum": self.quorum.as_json(),
            "quorum_at_least": self.quorum_at_least,
            "recused_count": self.recused_count,
            "areas": [{"id": area.id, "label": area.label.as_json(), "minimum": area.minimum} for area in self.areas],
            "majority": self.majority.as_json(),
            "base": self.base.value,
            "tie": self.tie.value,
        }

    @classmethod
    def read(cls, raw: Mapping[str, object]) -> Rules:
        """From `as_json`; a missing quorum, majority or list of areas is refused rather than guessed."""
        quorum, majority, areas = raw.get("quorum"), raw.get("majority"), raw.get("areas")
        if not isinstance(quorum, Mapping) or not isinstance(majority, Mapping) or not isinstance(areas, list):
            raise ValueError("a committee's rules name quorum, majority and areas")
        return cls(
            Share.read(quorum),
            tuple(Area(str(a["id"]), Text.read(a["label"]), int(a.get("minimum", 1))) for a in areas),
            Share.read(majority),
            int(str(raw.get("quorum_at_least", 1))),
            bool(raw.get("recused_count", False)),
            Base(str(raw.get("base", Base.CAST))),
            Tie(str(raw.get("tie", Tie.NEGATIVE))),
        )


@dataclass(frozen=True, slots=True)
class Member:
    """One seat at the table, filled by its holder or the substitute."""

    id: str
    name: str
    expertise: frozenset[str]
    recused: bool = False
    chair: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """`why` holds, in order: quorum, mix, majority (only when the first two are reached)."""

    result: Result
    quorum: bool
    mix: bool
    counts: Mapping[Choice, int]
    entitled: int
    why: tuple[Reason, ...]


def mix_of(members: Iterable[Member], areas: Sequence[Area]) -> tuple[bool, Reason]:
    """Whether `members` together have the expertise asked, and what is missing."""
    given = list(members)
    short = [area for area in areas if sum(area.id in member.expertise for member in given) < area.minimum]
    if not short:
        return True, Reason(Text("Alle gevraagde deskundigheid is aanwezig.", "All the expertise asked is present."))
    return False, Reason(
        Text(
            f"Er ontbreekt deskundigheid: {', '.join(area.label.nl for area in short)}.",
            f"Expertise is missing: {', '.join(area.label.en for area in short)}.",
        )
    )


def tally(members: Iterable[Member], votes: Mapping[str, Choice], rules: Rules) -> Outcome:
    """The outcome of `votes` (by member id). A vote by a recused or unknown member does not count."""
    bench = list(members)
    able = [member for member in bench if not member.recused]
    voters = [member for member in able if member.id in votes]
    counts = {choice: sum(votes[member.id] is choice for member in voters) for choice in Choice}
    entitled = len(bench) if rules.recused_count else len(able)
    quorum, quorum_why = _quorum(len(voters), entitled, rules)
    mix, mix_why = mix_of(voters, rules.areas)
    if not (quorum and mix):
        return Outcome(Result.NONE, quorum, mix, counts, entitled, (quorum_why, mix_why))
    result, majority_why = _majority(counts, entitled, _chair(voters, votes), rules)
    return Outcome(result, quorum, mix, counts, entitled, (quorum_why, mix_why, majority_why))


def _quorum(voters: int, entitled: int, rules: Rules) -> tuple[bool, Reason]:
    reached = voters >= rules.quorum_at_least and rules.quorum.reached(voters, entitled)
    asked = rules.quorum.as_text()
    nl, en = ("bereikt", "reached") if reached else ("niet bereikt", "not reached")
    return reached, Reason(
        Text(
            f"Quorum {nl}: {voters} van {entitled} leden stemden; nodig is {asked.nl}, en minstens {rules.quorum_at_least}.",
            f"Quorum {en}: {voters} of {entitled} members voted; needed is {asked.en}, and at least {rules.quorum_at_least}.",
        )
    )


def _chair(voters: list[Member], votes: Mapping[str, Choice]) -> Choice | None:
    return next((votes[member.id] for member in voters if member.chair), None)


def _majority(counts: Mapping[Choice, int], entitled: int, chair: Choice | None, rules: Rules) -> tuple[Result, Reason]:
    plain, against = counts[Choice.FOR], counts[Choice.AGAINST]
    favour = plain + counts[Choice.CONDITIONS]
    whole = {Base.CAST: favour + against, Base.VOTERS: sum(counts.values()), Base.ENTITLED: entitled}[rules.base]
    asked = rules.majority.as_text()
    said = Text(
        f"{favour} gunstig (waarvan {favour - plain} onder voorwaarden), {against} ongunstig, "
        f"{counts[Choice.ABSTAIN]} onthoudingen; nodig is {asked.nl} van {whole}.",
        f"{favour} in favour ({favour - plain} of them with conditions), {against} against, "
        f"{counts[Choice.ABSTAIN]} abstentions; needed is {asked.en} of {whole}.",
    )
    # Where even a switched vote would not have reached the share, equal numbers are no tie but a lack of majority.
    if favour == against and rules.majority.reached(favour + 1, whole):
        return _tie(favour, plain, against, chair, said, rules)
    if favour > against and rules.majority.reached(favour, whole):
        return _favour(plain, favour - plain + against, whole, said, rules)
    if against > favour and rules.majority.reached(against, whole):
        return Result.NEGATIVE, Reason(said)
    none = Text("Geen van beide haalt de meerderheid.", "Neither side reaches the majority.")
    return Result.NONE, Reason(said, steps=(Reason(none),))


def _favour(plain: int, against_or_bound: int, whole: int, said: Text, rules: Rules) -> tuple[Result, Reason]:
    """Conditions stand when the votes without conditions do not carry the majority by themselves."""
    if plain > against_or_bound and rules.majority.reached(plain, whole):
        return Result.POSITIVE, Reason(said)
    because = Text(
        "Zonder de stemmen onder voorwaarden is er geen meerderheid: de voorwaarden horen bij het advies.",
        "Without the votes with conditions there is no majority: the conditions are part of the advice.",
    )
    return Result.CONDITIONAL, Reason(said, steps=(Reason(because),))


def _tie(favour: int, plain: int, against: int, chair: Choice | None, said: Text, rules: Rules) -> tuple[Result, Reason]:
    wins = rules.tie is Tie.POSITIVE or (rules.tie is Tie.CHAIR and chair in (Choice.FOR, Choice.CONDITIONS))
    loses = rules.tie is Tie.NEGATIVE or (rules.tie is Tie.CHAIR and chair is Choice.AGAINST)
    by = {
        Tie.POSITIVE: Text("Bij staking van stemmen is het advies gunstig.", "On a tie the advice is positive."),
        Tie.NEGATIVE: Text("Bij staking van stemmen is het advies ongunstig.", "On a tie the advice is negative."),
        Tie.CHAIR: Text("Bij staking van stemmen beslist de voorzitter.", "On a tie the chair decides."),
        Tie.NONE: Text("Bij staking van stemmen is er geen advies.", "On a tie there is no advice."),
    }[rules.tie]
    reason = Reason(said, steps=(Reason(by),))
    if wins:
        return (Result.CONDITIONAL if plain < favour else Result.POSITIVE), reason
    return (Result.NEGATIVE if loses else Result.NONE), reason
