"""Lists as a test needs them: made up in the form of the real ones, with no text of theirs."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from bolwerk.engines.goods import About, ListName, ListVersion, read_list

DAY = date(2025, 1, 1)
ABOUT = About(ListName.DUAL_USE, "made-up", DAY, "en", "example")
HEADS = "".join(f"{category}A001 Something of category {category}\n\n" for category in "0123457")
DUAL = (
    HEADS
    + """
6A002 Optical sensors, as follows:
a. Detectors for use in space:
1. Solid-state detectors with a peak response above 1 200 nm;
2. Image intensifier tubes;
Note: 6A002.a.2 does not apply to the following:
a. Tubes for toys;
b. Tubes that are broken.
3. Not used since 2014
b. Cooling systems for a detector;
6A003 Cameras with a frame rate of more than 60 Hz

8A001 Vessels

9A001 Engines
"""
)


def written(folder: Path, text: str, name: str = "list.md") -> Path:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


def dual(folder: Path, text: str = DUAL, about: About = ABOUT) -> ListVersion:
    return read_list(written(folder, text), about).versions[0]
