"""A text in the two languages of the house. One pair, side by side: neither can go missing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Self

Lang = Literal["nl", "en"]
LANGS: tuple[Lang, ...] = ("nl", "en")


@dataclass(frozen=True, slots=True)
class Text:
    """Dutch first, English complete."""

    nl: str
    en: str

    def __post_init__(self) -> None:
        if not self.nl or not self.en:
            raise ValueError(f"a text needs both languages: nl={self.nl!r}, en={self.en!r}")

    def in_(self, lang: str) -> str:
        """The text in `lang`; any language that is not English reads the Dutch."""
        return self.en if lang == "en" else self.nl

    def format(self, **values: object) -> Text:
        """Both sides with `{name}` filled in. A `Text` value is filled in its own language."""

        def side(template: str, lang: Lang) -> str:
            return template.format(**{k: v.in_(lang) if isinstance(v, Text) else v for k, v in values.items()})

        return Text(side(self.nl, "nl"), side(self.en, "en"))

    def as_json(self) -> dict[str, str]:
        return {"nl": self.nl, "en": self.en}

    @classmethod
    def read(cls, raw: object) -> Self:
        """From `{nl = "…", en = "…"}` as it stands in TOML or JSON."""
        if isinstance(raw, dict) and set(raw) == {"nl", "en"} and all(isinstance(v, str) for v in raw.values()):
            return cls(raw["nl"], raw["en"])
        raise ValueError(f'expected {{nl = "…", en = "…"}}, found {raw!r}')

    @classmethod
    def same(cls, value: str) -> Self:
        """A proper name or a number: the same in both languages."""
        return cls(value, value)
