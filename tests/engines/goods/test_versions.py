"""Versions: as of a day, joined by language, compared, and kept on disk whole or not at all."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bolwerk.engines.goods import Entry, ListName, ListVersion, Store, builtin, difference, read_code
from bolwerk.kernel import InvalidInput, NotFound, Standing
from tests.engines.goods.lists import dual


def version(name: str, day: date, lang: str = "en", **texts: str) -> ListVersion:
    return ListVersion(
        ListName.MILITARY, name, day, tuple(Entry(read_code(code), {lang: text}) for code, text in texts.items())
    )


def test_the_built_in_titles_cover_both_lists_and_say_how_they_stand() -> None:
    military, dual_use = builtin(ListName.MILITARY), builtin(ListName.DUAL_USE)
    assert [str(entry.code) for entry in military.entries] == [f"ML{n}" for n in range(1, 23)]
    assert len(dual_use.entries) == 50
    assert military.short and dual_use.short
    assert military.standing["en"] is Standing.CONFIRMED
    assert military.standing["nl"] is Standing.DERIVED
    assert all(set(entry.texts) == {"nl", "en", "fr", "de"} for entry in (*military.entries, *dual_use.entries))


def test_a_code_that_is_not_there_names_what_stands_above_it() -> None:
    with pytest.raises(NotFound, match="Read ML10"):
        builtin(ListName.MILITARY).entry(read_code("ML10.a"))


def test_two_versions_differ_in_what_came_went_and_changed() -> None:
    old = version("1", date(2020, 1, 1), ML1="Arms", ML2="Guns")
    new = version("2", date(2021, 1, 1), ML1="Small arms", ML3="Ammunition")
    found = difference(old, new)
    assert [str(e.code) for e in found.added] == ["ML3"]
    assert [str(e.code) for e in found.removed] == ["ML2"]
    assert [(str(c.code), c.lang, c.old, c.new) for c in found.changed] == [("ML1", "en", "Arms", "Small arms")]
    assert not difference(old, old)


def test_versions_without_a_common_language_are_compared_by_code_only() -> None:
    found = difference(version("1", date(2020, 1, 1), ML1="Arms"), version("2", date(2021, 1, 1), "nl", ML1="Wapens"))
    assert not found
    assert found.languages == ()


def test_two_lists_are_not_compared() -> None:
    with pytest.raises(InvalidInput, match="different lists"):
        difference(builtin(ListName.MILITARY), builtin(ListName.DUAL_USE))


def test_the_version_of_a_day_is_the_last_that_began_by_then(tmp_path: Path) -> None:
    store = Store(tmp_path / "goods")
    assert store.on(ListName.MILITARY, date(2024, 6, 1)) is builtin(ListName.MILITARY)
    store.put(version("2023", date(2023, 1, 1), ML1="Arms"))
    store.put(version("2025", date(2025, 1, 1), ML1="Small arms"))
    assert store.on(ListName.MILITARY, date(2024, 12, 31)).version == "2023"
    assert store.on(ListName.MILITARY, date(2025, 1, 1)).version == "2025"
    assert store.on(ListName.MILITARY, date(2022, 1, 1)).short
    assert [one.version for one in store.versions(ListName.MILITARY)][1:] == ["2023", "2025"]


def test_languages_of_one_version_join_and_another_text_is_refused(tmp_path: Path) -> None:
    store = Store(tmp_path)
    day = date(2024, 1, 1)
    store.put(version("v", day, ML1="Arms"))
    kept = store.put(version("v", day, "nl", ML1="Wapens"))
    assert kept.languages == ("nl", "en")
    with pytest.raises(InvalidInput, match="another text for ML1"):
        store.put(version("v", day, ML1="Weapons"))
    assert store.version(ListName.MILITARY, "v").entries[0].texts["en"] == "Arms"
    assert store.put(version("v", day, ML1="Weapons"), replace=True).entries[0].texts == {"en": "Weapons", "nl": "Wapens"}


def test_what_is_kept_reads_back_the_same(tmp_path: Path) -> None:
    read = replace(dual(tmp_path), findings=("6A002: text lost",))
    store = Store(tmp_path / "goods")
    store.put(read)
    kept = store.version(ListName.DUAL_USE, "made-up")
    assert kept == read
    assert kept.digest == read.digest


def test_a_write_that_fails_leaves_the_old_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = Store(tmp_path / "goods")
    store.put(version("v", date(2024, 1, 1), ML1="Arms"))

    def full(*_: object, **__: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(json, "dump", full)
    with pytest.raises(OSError, match="disk full"):
        store.put(version("v", date(2024, 1, 1), "nl", ML1="Wapens"))
    assert store.version(ListName.MILITARY, "v").languages == ("en",)
    assert [file.name for file in store.folder.iterdir()] == ["ML--v.json"]


def test_a_damaged_file_is_told_by_name(tmp_path: Path) -> None:
    (tmp_path / "ML--x.json").write_text('{"list": "ML"')
    with pytest.raises(InvalidInput, match=r"ML--x\.json"):
        Store(tmp_path).versions(ListName.MILITARY)


def test_a_version_that_is_not_there_names_those_that_are(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="short titles"):
        Store(tmp_path).version(ListName.MILITARY, "1999")


@pytest.mark.parametrize("name", ["", "///", "x" * 61])
def test_a_version_needs_a_name(tmp_path: Path, name: str) -> None:
    with pytest.raises(InvalidInput, match="no name for a version"):
        Store(tmp_path).put(version(name, date(2024, 1, 1), ML1="Arms"))
