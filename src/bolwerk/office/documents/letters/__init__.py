"""Letters as accessible PDF (PDF/UA-1) in Dutch and English: fixed words in `texts.toml`, one layout in `house.typ`."""

from bolwerk.office.documents.letters._render import TEMPLATES, render, title

__all__ = ["TEMPLATES", "render", "title"]
