"""The sources that the plan and the law cite: what each is, its official number, and what of it was read."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from bolwerk.kernel import Citation, Text
from bolwerk.plan.loading import DATA, read_toml


class SourceKind(StrEnum):
    """What a source is worth: law binds, a page of the government tells, others' words are second-hand, a setting is ours."""

    PLAN = "plan"
    LAW = "law"
    OFFICIAL_PAGE = "official_page"
    SECONDARY = "secondary"
    SETTING = "setting"

    @property
    def label(self) -> Text:
        return _LABELS[self]


_LABELS = {
    SourceKind.PLAN: Text("het plan", "the plan"),
    SourceKind.LAW: Text("wet of verdrag", "law or treaty"),
    SourceKind.OFFICIAL_PAGE: Text("officiële pagina", "official page"),
    SourceKind.SECONDARY: Text("uit tweede hand", "second-hand"),
    SourceKind.SETTING: Text("instelling, geen bron", "setting, no source"),
}


@dataclass(frozen=True, slots=True)
class Source:
    """`cited`: what a citation starts with. `identifier` and `url` are "" when not known.

    `formed`: the identifier follows from the number in the title by a fixed pattern; we did not read it anywhere.
    """

    id: str
    cited: tuple[str, ...]
    kind: SourceKind
    title: Text
    identifier: str
    formed: bool
    url: str
    read: Text

    def as_json(self) -> dict[str, object]:
        return {
            "id": self.id,
            "cited": list(self.cited),
            "kind": self.kind.value,
            "title": self.title.as_json(),
            "identifier": self.identifier,
            "formed": self.formed,
            "url": self.url,
            "read": self.read.as_json(),
        }


@lru_cache(maxsize=1)
def load_sources() -> tuple[Source, ...]:
    """Every source, in the order of the ids."""
    return load_sources_from(DATA)


def load_sources_from(folder: Path) -> tuple[Source, ...]:
    """The sources of every file in `folder/sources`, one file per field; InvalidInput when an id is out of order within its
    file, stands twice, or two sources are cited alike."""
    sources: list[Source] = []
    for path in sorted((folder / "sources").glob("*.toml")):
        sources += _read(path, sources)
    return tuple(sorted(sources, key=lambda source: source.id))


def _read(path: Path, known: list[Source]) -> list[Source]:
    file = read_toml(path)
    sources: list[Source] = []
    for table in file.tables("source"):
        id = table.string("id")
        table.named(f"source {id}")
        source = Source(
            id=id,
            cited=table.strings("cited"),
            kind=table.choice("kind", SourceKind),
            title=table.text("title"),
            identifier=table.string("identifier") if table.has("identifier") else "",
            formed=table.flag("formed"),
            url=table.string("url") if table.has("url") else "",
            read=table.text("read"),
        )
        others = [*known, *sources]
        if (sources and source.id <= sources[-1].id) or any(source.id == other.id for other in others):
            raise table.wrong("id", "volgt op het alfabet en staat er één keer", "follows the alphabet and stands once")
        if not source.cited or {words for other in others for words in other.cited} & set(source.cited):
            raise table.wrong("cited", "noemt woorden die geen andere bron heeft", "gives words that no other source has")
        if source.url and not source.identifier:
            raise table.wrong("url", "volgt uit een nummer (identifier)", "follows from a number (identifier)")
        table.done()
        sources.append(source)
    file.done()
    return sources


def source_of(citation: Citation) -> Source | None:
    """The source a citation names: the one whose words it starts with, the longest first. None when no source is listed."""
    cited = f"{citation} "
    found = [(len(words), source) for source in load_sources() for words in source.cited if cited.startswith(f"{words} ")]
    return max(found, key=lambda pair: pair[0])[1] if found else None
