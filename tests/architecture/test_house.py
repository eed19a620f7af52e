"""The house keeps its own rules: public surfaces, readable rooms, documented settings, both languages, no outside request."""

from __future__ import annotations

import importlib
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SRC = ROOT / "src" / "bolwerk"
TEMPLATES = sorted(SRC.rglob("templates/**/*.html"))
PURE = [p for p in (SRC / "kernel", SRC / "plan", *(SRC / "engines").iterdir()) if (p / "__init__.py").exists()]
STREETS = ("office", "domains", "faces")
ROOMS = [*PURE[1:], *(p for street in STREETS for p in (SRC / street).iterdir() if p.is_dir() and p.name[0] != "_")]

# Proper names and symbols that read the same in both languages.
SAME = {"Bolwerk", "CSV", "JSON", "PDF", "KBO", "ESAC", "VLAIO", "PMV", "NIS", "Enter", "Esc", "iCal", "TOML"}


@pytest.mark.parametrize("package", PURE, ids=lambda p: p.name)
def test_a_pure_package_lists_what_it_offers_and_has_it(package: Path) -> None:
    name = ".".join(package.relative_to(ROOT / "src").parts)
    module = importlib.import_module(name)
    assert module.__all__, f"{name} offers nothing"
    assert [n for n in module.__all__ if not hasattr(module, n)] == []


@pytest.mark.parametrize("room", ROOMS, ids=lambda p: "/".join(p.relative_to(SRC).parts))
def test_every_room_has_a_readme_of_about_a_screen(room: Path) -> None:
    readme = room / "README.md"
    assert readme.exists(), f"{room} has no README"
    assert 3 < len(readme.read_text().splitlines()) <= 120


def test_every_setting_is_documented_and_every_documented_setting_exists() -> None:
    code = "".join(p.read_text() for p in (SRC / "config" / "settings.py", *(SRC / "faces" / "command").glob("*.py")))
    used = set(re.findall(r"BOLWERK_[A-Z_]+[A-Z]", code))
    told = set(re.findall(r"^\| `(BOLWERK_[A-Z_]+)`", (ROOT / "docs" / "settings.md").read_text(), re.M))
    assert used == told


def test_the_locks_pin_every_package_by_hash_and_name_no_host() -> None:
    for lock in (ROOT / "requirements").glob("*.lock"):
        text = lock.read_text()
        assert "://" not in text
        pinned = re.findall(r"^[a-z0-9].*==", text, re.M)
        assert pinned
        assert all("--hash=sha256:" in block for block in re.split(r"\n(?=[a-z0-9])", text.strip()))


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda p: str(p.relative_to(SRC)))
def test_a_template_has_no_inline_style_or_script_and_asks_nothing_outside(template: Path) -> None:
    text = template.read_text()
    assert not re.search(r"<style\b|\sstyle=|\son[a-z]+=", text)
    assert not re.search(r"<script(?![^>]*\bsrc=)[^>]*>", text)
    assert not re.search(r"""(?:src|href|action)=["'](?:https?:)?//""", text)


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda p: str(p.relative_to(SRC)))
def test_no_word_on_a_page_stands_outside_a_pair_of_texts(template: Path) -> None:
    text = re.sub(r"\{#.*?#\}|\{% comment.*?endcomment %\}|<!--.*?-->", " ", template.read_text(), flags=re.S)
    labels = " ".join(re.findall(r"""(?:aria-label|title|alt|placeholder)="([^"]*)\"""", text))
    visible = re.sub(r"\{%.*?%\}|\{\{.*?\}\}", " ", text + " " + labels, flags=re.S)
    visible = re.sub(r"<svg\b.*?</svg>|<[^>]*>|&[a-z]+;|&#\d+;", " ", visible, flags=re.S)
    words = set(re.findall(r"[A-Za-zÀ-ÿ]{3,}", visible)) - SAME
    assert words == set(), f"{template}: write these as a pair with the t tag"


def test_source_files_carry_no_loose_ends() -> None:
    loose = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b|NotImplementedError|[Ll]orem ipsum")
    found = [str(p.relative_to(ROOT)) for p in SRC.rglob("*.py") if loose.search(p.read_text())]
    assert found == []


def test_no_room_of_code_grows_past_two_screens_without_a_second_look() -> None:
    large = {str(p.relative_to(SRC)): n for p in SRC.rglob("*.py") if (n := len(p.read_text().splitlines())) > 450}
    assert {k: v for k, v in large.items() if "/migrations/" not in k} == {}
