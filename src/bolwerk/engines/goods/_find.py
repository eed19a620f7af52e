"""The finder: a description, a code or a CN code in; ranked candidate entries with reasons out. It ranks, a person decides."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from bolwerk.engines.goods._codes import CnCode, Code, ListName, looks_like_cn, looks_like_code, read_cn, read_code
from bolwerk.engines.goods._correlation import Correlation
from bolwerk.engines.goods._index import Index, index, link_rarity
from bolwerk.engines.goods._model import Asked, Because, Candidate, Found, Kind, Precedent, Strength
from bolwerk.engines.goods._numbers import Measure, compare, measures
from bolwerk.engines.goods._version import ListVersion
from bolwerk.engines.goods._words import Concept, Word, before_purpose, read_words, thesaurus
from bolwerk.kernel import InvalidInput, Text

LONGEST_QUERY = 10_000
LEAST = 0.6
"""With fewer points an entry is no candidate."""
_STRONG, _FAIR, _NEAR = 3.0, 1.5, 0.6
_LEAN, _FITS, _FITS_NOT = 1.25, 1.15, 0.6
_LINK, _NAMED, _BELOW, _KIN, _ASIDE, _TITLE = 1.3, 1.0, 0.5, 0.6, 0.75, 0.6
_ALIKE, _EARLIER = 0.35, 3.0
_CODE_POINTS, _CN_POINTS = 10.0, 4.0


@dataclass
class _Scored:
    """An entry while points are gathered; `spans` are reasons that rest on places in the question, of which the best count."""

    spans: list[tuple[frozenset[int], Because]] = field(default_factory=list)
    flat: list[Because] = field(default_factory=list)
    precedents: list[Precedent] = field(default_factory=list)

    def settle(self) -> list[Because]:
        """No word of the question counts twice: the strongest reason takes its words."""
        taken: set[int] = set()
        kept: list[Because] = []
        for places, because in sorted(self.spans, key=lambda row: (-row[1].points, sorted(row[0]))):
            if not places & taken:
                kept.append(because)
                taken |= places
        return kept + self.flat


def find(
    query: str,
    versions: Sequence[ListVersion],
    *,
    correlation: Correlation | None = None,
    precedents: Iterable[Precedent] = (),
    lang: str = "nl",
    cn: CnCode | None = None,
    limit: int = 10,
) -> Found:
    """The entries that the goods may fall under, best first; none is an answer too.

    `query`: a description in Dutch, English, French or German, a code of a list, or a CN code; `cn` adds the CN code of what is
    described. Raises `InvalidInput` for a question without words, too long, or with a code that cannot be.
    """
    asked = _readable(query) if query.strip() or cn is None else ""
    if looks_like_code(asked):
        return _by_code(read_code(asked, "vraag"), versions, tuple(precedents))
    if looks_like_cn(asked):
        return _by_cn(read_cn(asked, "vraag"), versions, correlation, limit)
    return _Search(asked, versions, correlation, tuple(precedents), lang, cn).answer(limit)


def _readable(query: str) -> str:
    asked = query.replace("\x00", " ").strip()
    if len(asked) > LONGEST_QUERY:
        raise InvalidInput(
            Text(
                f"De omschrijving telt {len(asked)} tekens; hoogstens {LONGEST_QUERY} kan.",
                f"The description has {len(asked)} characters; at most {LONGEST_QUERY} will do.",
            ),
            where="vraag",
            mend=Text(
                "Kort in tot wat het goed is, wat het doet en zijn kenmerken.",
                "Shorten it to what the goods are, what they do and their properties.",
            ),
        )
    if not any(char.isalnum() for char in asked):
        raise InvalidInput(
            Text("Er staat niets om naar te zoeken.", "There is nothing to search for."),
            where="vraag",
            mend=Text(
                "Omschrijf het goed, of geef een code zoals ML10.a, 6A003 of 8525 89 00.",
                "Describe the goods, or give a code such as ML10.a, 6A003 or 8525 89 00.",
            ),
        )
    return asked


def _by_code(code: Code, versions: Sequence[ListVersion], precedents: tuple[Precedent, ...]) -> Found:
    """The entry itself, and those right below it; when it is not there, the nearest one above."""
    table = index(versions)
    place = next((one for one in (code, *code.ancestors) if one in table.at), None)
    notes: list[Text] = []
    if place is None:
        notes.append(Text(f"{code} staat niet in de lijsten die hier zijn.", f"{code} is not in the lists that are here."))
    elif place != code:
        notes.append(
            Text(
                f"{code} zelf is hier niet: wel {place}, waar het onder valt.",
                f"{code} itself is not here: {place} is, which it falls under.",
            )
        )
    chosen = [] if place is None else [place, *(row.entry.code for row in table.rows if row.entry.code.parent == place)]
    found = []
    for rank, one in enumerate(chosen):
        told = _spelled(one)
        points = _CODE_POINTS if rank == 0 else _CODE_POINTS / 2
        earlier = tuple(p for p in precedents if p.code and p.code.within(one))[:3]
        found.append(
            _candidate(
                table,
                table.at[one],
                points,
                [Because(Kind.CODE, told, points)],
                Strength.STRONG if rank == 0 else Strength.FAIR,
                precedents=earlier,
            )
        )
    return Found(Asked.CODE, tuple(found), tuple(versions), notes=tuple(notes))


def _spelled(code: Code) -> Text:
    parts = code.explain()
    return Text("; ".join(part.nl for part in parts), "; ".join(part.en for part in parts))


def _by_cn(cn: CnCode, versions: Sequence[ListVersion], correlation: Correlation | None, limit: int) -> Found:
    table = index(versions)
    scored: dict[int, _Scored] = {}
    notes = _correlated(cn, correlation, table, scored)
    return Found(Asked.CN, _ranked(table, scored, (), "nl", {}, limit), tuple(versions), notes=notes)


def _correlated(cn: CnCode, correlation: Correlation | None, table: Index, scored: dict[int, _Scored]) -> tuple[Text, ...]:
    """Adds what the correlation table says of `cn`; gives what must be told of it."""
    if correlation is None:
        return (
            Text(
                "Er is geen tabel die GN-codes en codes voor tweeërlei gebruik verbindt. Omschrijf het goed.",
                "There is no table that ties CN codes to dual-use codes. Describe the goods.",
            ),
        )
    pairs = correlation.candidates(cn)
    for pair, share in pairs:
        at = next((table.at[one] for one in (pair.code, *pair.code.ancestors) if one in table.at), None)
        if at is not None:
            told = Text("GN-code {cn} staat in de tabel bij {code}", "CN code {cn} stands beside {code} in the table")
            because = Because(Kind.CORRELATION, told.format(cn=pair.cn, code=pair.code), _CN_POINTS * share)
            scored.setdefault(at, _Scored()).flat.append(because)
    binding = Text(
        "De tabel met GN-codes is niet bindend: de tekst van de lijst telt.",
        "The table of CN codes is not binding: the text of the list counts.",
    )
    none = Text(
        f"De tabel met GN-codes kent {cn} niet. Dat bewijst niets.",
        f"The table of CN codes does not know {cn}. That proves nothing.",
    )
    return (binding,) if pairs else (none,)


class _Search:
    """One search by description."""

    def __init__(
        self,
        asked: str,
        versions: Sequence[ListVersion],
        correlation: Correlation | None,
        precedents: tuple[Precedent, ...],
        lang: str,
        cn: CnCode | None,
    ) -> None:
        self.asked, self.versions, self.lang = asked, tuple(versions), lang
        self.correlation, self.precedents, self.cn = correlation, precedents, cn
        self.table = index(versions)
        self.words = read_words(asked, self.table.known)
        self.core = before_purpose(asked)
        self.places: dict[frozenset[str], int] = {}
        for at, word in enumerate(self.words):
            self.places.setdefault(word.keys, at)
        self.notions: dict[str, range] = {}
        self.scored: dict[int, _Scored] = {}
        self.led: set[int] = set()
        for name, place in thesaurus().find([word.keys for word in self.words]):
            self.notions.setdefault(name, place)
            self.led |= {self.places[self.words[at].keys] for at in place}

    def answer(self, limit: int) -> Found:
        for keys, at in self.places.items():
            self._word(self.words[at], at, keys)
        for name, place in self.notions.items():
            self._notion(thesaurus().concepts[name], frozenset(place))
        notes = _correlated(self.cn, self.correlation, self.table, self.scored) if self.cn else ()
        unlisted = self._precedents()
        leans = self._leanings()
        ranked = _ranked(self.table, self.scored, measures(self.asked), self.lang, leans, limit)
        unknown = tuple(dict.fromkeys(w.raw for at, w in enumerate(self.words) if self.places[w.keys] not in self.led))
        return Found(Asked.DESCRIPTION, ranked, self.versions, unknown[:20], notes, unlisted)

    def _word(self, word: Word, at: int, keys: frozenset[str]) -> None:
        matches = self.table.matches(keys)
        rarity = self.table.rarity(len(matches))
        for row, weight in matches.items():
            self.led.add(at)
            told = Text("‘{word}’ staat in de tekst", "‘{word}’ stands in the text")
            if weight <= 0.35:
                told = Text("‘{word}’ staat in een tekst erboven", "‘{word}’ stands in a text above it")
            points = weight * rarity * (_TITLE if self.table.rows[row].version.short else 1)
            self._add(row, frozenset((at,)), Because(Kind.WORD, told.format(word=word.raw), points))

    def _notion(self, notion: Concept, places: frozenset[int]) -> None:
        """A notion leads where the thesaurus points, and to texts that name it in whatever language."""
        said = " ".join(self.words[at].raw for at in sorted(places))
        shown = Text(notion.shown("nl"), notion.shown("en"))
        if " ".join(said.lower().split()) in {word for words in notion.words.values() for word in words}:
            shown = Text.same(said)
        named = self.table.notions.get(notion.id, {})
        rarity = self.table.rarity(len(named))
        for row, weight in named.items():
            told = Text("‘{said}’: de tekst noemt {notion}", "‘{said}’: the text names {notion}").format(
                said=said, notion=shown
            )
            self._add(row, places, Because(Kind.NOTION, told, _NAMED * weight * rarity))
        told = Text("‘{said}’: zulke goederen zoekt men hier", "‘{said}’: such goods are looked for here").format(said=said)
        links = {row: weight for target, weight in notion.to.items() for row in self._rows(target) if weight}
        worth = _LINK * link_rarity(len(links))
        for row, weight in links.items():
            self._add(row, places, Because(Kind.NOTION, told, worth * weight))
            for below in self._below(row, named):
                self._add(below, places, Because(Kind.NOTION, told, worth * weight * _BELOW))
        if not _kind_of(notion)[0]:
            self._kin(notion, places, said, worth)

    def _kin(self, notion: Concept, places: frozenset[int], said: str, worth: float) -> None:
        """Software, technology or production equipment for goods of an entry: the entry for that kind comes along."""
        for other in self.notions:
            group, head = _kind_of(thesaurus().concepts[other])
            for target, weight in notion.to.items():
                near = head if target.startswith("ML") else target[0] + group
                if not group or near == target or target[0] == "*" or target.endswith("*"):
                    continue
                told = Text("‘{said}’: verwant aan {place}", "‘{said}’: kin to {place}").format(said=said, place=target)
                for row in self._rows(near):
                    self._add(row, places, Because(Kind.NOTION, told, worth * weight * _KIN))

    def _rows(self, target: str) -> list[int]:
        if target.endswith("*"):
            return []
        if target[0] == "*":
            return [at for code, at in self.table.at.items() if code.list is ListName.DUAL_USE and code.head[1:] == target[1]]
        at = self.table.at.get(read_code(target))
        return [] if at is None else [at]

    def _below(self, row: int, named: Iterable[int]) -> list[int]:
        """Entries under a place, of which the own text speaks of what was asked."""
        top = self.table.rows[row].entry.code
        speak = set(self.scored) | set(named)
        return [at for at in speak if at != row and top in self.table.rows[at].entry.code.ancestors]

    def _add(self, row: int, places: frozenset[int], because: Because) -> None:
        """What comes after `for`, `against` or `of` tells of the surroundings more than of the thing: it counts for less."""
        if min(places) >= self.core:
            aside = Text("{said} (bijzaak: na ‘voor’, ‘van’ of ‘met’)", "{said} (aside: after ‘for’, ‘of’ or ‘with’)").format(
                said=because.text
            )
            because = Because(because.kind, aside, because.points * _ASIDE)
        self.scored.setdefault(row, _Scored()).spans.append((places, because))

    def _leanings(self) -> dict[ListName, Because]:
        """Words such as `military` or `industrial` lean towards a list without naming an entry."""
        found: dict[ListName, Because] = {}
        for name in self.notions:
            for target in thesaurus().concepts[name].to:
                if target in ("ML*", "DU*"):
                    which = ListName(target[:2])
                    told = Text("de omschrijving neigt naar de {list}", "the description leans towards the {list}").format(
                        list=which.label
                    )
                    found[which] = Because(Kind.LEANING, told, _LEAN, times=True)
        return found

    def _precedents(self) -> tuple[Precedent, ...]:
        """Earlier decisions on goods that were described alike add points; those that found no list are told apart."""
        mine = self._fingerprint(self.words)
        unlisted: list[tuple[float, Precedent]] = []
        for precedent in self.precedents:
            theirs = self._fingerprint(read_words(precedent.description, self.table.known))
            shared = sum(min(mine[key], theirs[key]) for key in mine.keys() & theirs.keys())
            alike = shared / math.sqrt(sum(mine.values()) * sum(theirs.values())) if shared else 0.0
            if alike < _ALIKE:
                continue
            if precedent.code is None:
                unlisted.append((alike, precedent))
                continue
            at = next((self.table.at[one] for one in (precedent.code, *precedent.code.ancestors) if one in self.table.at), None)
            if at is not None:
                self._earlier(self.scored.setdefault(at, _Scored()), precedent, alike)
        return tuple(one for _, one in sorted(unlisted, key=lambda pair: -pair[0]))[:3]

    def _earlier(self, row: _Scored, precedent: Precedent, alike: float) -> None:
        """The first that is alike brings the points; others are shown, each once."""
        if not row.precedents:
            told = Text("eerder beslist: ‘{said}’ is {code}", "decided before: ‘{said}’ is {code}")
            told = told.format(said=precedent.description[:60], code=precedent.code)
            row.flat.append(Because(Kind.PRECEDENT, told, _EARLIER * alike))
        if not any((one.description, one.code) == (precedent.description, precedent.code) for one in row.precedents):
            row.precedents.append(precedent)

    def _fingerprint(self, words: Sequence[Word]) -> dict[str, float]:
        """Notions and words with what each is worth: words that a notion took do not count again."""
        found: dict[str, float] = {}
        taken: set[int] = set()
        for name, place in thesaurus().find([word.keys for word in words]):
            found[f"#{name}"] = link_rarity(len(thesaurus().concepts[name].to) or 1)
            taken |= set(place)
        for at, word in enumerate(words):
            if at not in taken:
                found[min(word.keys)] = 2.0
        return found


def _kind_of(notion: Concept) -> tuple[str, str]:
    """(`D`, `ML21`) of a notion that names a kind of goods, such as software; empty of another."""
    group = next((target[1] for target in notion.to if target[0] == "*"), "")
    return (group, next((target for target in notion.to if target.startswith("ML")), "")) if group else ("", "")


def _ranked(
    table: Index, scored: dict[int, _Scored], given: tuple[Measure, ...], lang: str, leans: dict[ListName, Because], limit: int
) -> tuple[Candidate, ...]:
    found: list[tuple[float, int, list[Because]]] = []
    for at, row in scored.items():
        why = row.settle()
        points = sum(because.points for because in why)
        code = table.rows[at].entry.code
        if code.list in leans:
            why.append(leans[code.list])
        compared = compare(given, measures(table.rows[at].entry.text(lang)[0]))
        if compared:
            why.append(_measured(any(one.fits for one in compared)))
        for because in why:
            points *= because.points if because.times else 1
        if points >= LEAST:
            found.append((points, at, why))
    found.sort(key=lambda one: (-one[0], table.rows[one[1]].entry.code.list, table.rows[one[1]].entry.code.order))
    best = found[0][0] if found else 0.0
    return tuple(
        _candidate(
            table,
            at,
            points,
            sorted(why, key=lambda one: (one.times, -one.points)),
            _strength(points, best),
            numbers=compare(given, measures(table.rows[at].entry.text(lang)[0])),
            precedents=tuple(scored[at].precedents[:3]),
        )
        for points, at, why in found[:limit]
    )


def _measured(fits: bool) -> Because:
    if fits:
        return Because(
            Kind.NUMBER,
            Text("een maat past bij de drempel in de tekst", "a measure fits the threshold in the text"),
            _FITS,
            times=True,
        )
    return Because(
        Kind.NUMBER,
        Text("de maat past niet bij de drempel in de tekst", "the measure does not fit the threshold in the text"),
        _FITS_NOT,
        times=True,
    )


def _strength(points: float, best: float) -> Strength:
    if points >= _STRONG and points >= _NEAR * best:
        return Strength.STRONG
    return Strength.FAIR if points >= _FAIR else Strength.WEAK


def _candidate(table: Index, at: int, points: float, why: Sequence[Because], strength: Strength, **more: object) -> Candidate:
    row = table.rows[at]
    path = tuple(table.rows[table.at[code]].entry for code in reversed(row.entry.code.ancestors) if code in table.at)
    return Candidate(row.entry, row.version, path, points, strength, tuple(why), **more)  # type: ignore[arg-type]
