"""The goods finder on the desk: candidates with reasons, an entry, versions; always an answer or a clear error."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from bolwerk.engines.goods import Entry, ListName, ListVersion, Store, read_code, read_correlation

pytestmark = pytest.mark.django_db


@pytest.fixture
def store(settings: Any, tmp_path: Path) -> Store:
    settings.HOME = tmp_path
    return Store(tmp_path / "goods")


def page(address: str, status: int = 200, lang: str = "nl", **given: str) -> str:
    answer = Client(headers={"accept-language": lang}).get(address, given)
    assert answer.status_code == status
    return " ".join(answer.content.decode().replace("\xa0", " ").split())


def version(name: str, day: date, **texts: str) -> ListVersion:
    return ListVersion(ListName.MILITARY, name, day, tuple(Entry(read_code(c), {"nl": t}) for c, t in texts.items()))


def test_without_signing_in_a_description_gives_candidates_reasons_and_who_decides(store: Store) -> None:
    text = page("/goederen/", vraag="pistool 9 mm")
    for part in (
        "/goederen/ML1/",
        "sterk spoor",
        "9 mm is hoogstens 12,7 mm",
        "Alleen korte titels",
        "Alleen een ambtenaar beslist",
    ):
        assert part in text


def test_the_english_page_speaks_english(store: Store) -> None:
    text = page("/goederen/", lang="en", vraag="pistol 9 mm")
    assert "On which list is my product?" in text
    assert "strong lead" in text


def test_nothing_found_is_no_proof(store: Store) -> None:
    text = page("/goederen/", vraag="houten tuinstoelen")
    assert "Geen kandidaat" in text
    assert "bewijst niet" in text
    assert "houten, tuinstoelen" in text


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"vraag": "ML23"}, "van voor 2012"),
        ({"vraag": "pistool", "gn": "12"}, "geen GN-code"),
        ({"vraag": "pistool", "dag": "ooit"}, "geen datum"),
        ({"vraag": "x" * 10_001}, "10001 tekens"),
        ({"vraag": "…"}, "niets om naar te zoeken"),
    ],
    ids=["code", "cn", "day", "long", "nothing"],
)
def test_a_question_that_cannot_be_is_told_and_stays_as_typed(store: Store, given: dict[str, str], told: str) -> None:
    text = page("/goederen/", 422, **given)
    assert told in text
    assert given["vraag"] in text


def test_ten_thousand_characters_and_odd_scripts_get_an_answer(store: Store) -> None:
    assert "Geen kandidaat" in page("/goederen/", vraag="ж" * 10_000)
    page("/goederen/", vraag="مسدس 手枪 피스톨 <script>alert(1)</script> ᚱᛁᚠ 🔫")


def test_what_is_typed_is_escaped(store: Store) -> None:
    assert "<script>alert(1)" not in page("/goederen/", vraag="<script>alert(1)</script>")


def test_an_entry_shows_its_text_how_it_stands_and_that_it_is_short(store: Store) -> None:
    text = page("/goederen/ML15/")
    for part in (
        "Imaging or countermeasure equipment",
        "Beeldvorming en tegenmaatregelen",
        "afgeleid",
        "Alleen een korte titel",
    ):
        assert part in text


def test_a_code_below_what_is_here_shows_what_stands_above(store: Store) -> None:
    text = page("/goederen/5A002.a/")
    assert "Deze code zelf is hier niet" in text
    assert "categorie 5" in text


@pytest.mark.parametrize("code", ["ML99", "hallo", "%F0%9F%94%AB"])
def test_a_code_that_is_none_is_an_error_page_with_what_to_do(store: Store, code: str) -> None:
    page(f"/goederen/{code}/", 422)


def test_a_chosen_code_goes_back_to_the_page_that_asked_but_never_out_of_the_house(store: Store) -> None:
    assert 'href="/aanvragen/x/?deel=goederen&amp;code=ML15"' in page("/goederen/ML15/", terug="/aanvragen/x/?deel=goederen")
    for away in ("https://evil.example/", "//evil.example/", "javascript:alert(1)", "/\\evil.example"):
        assert "in mijn aanvraag" not in page("/goederen/ML15/", terug=away)
    assert "terug=%2Faanvragen%2Fx%2F" in page("/goederen/", vraag="pistool", terug="/aanvragen/x/")


def test_official_texts_serve_once_they_are_taken_in_and_as_of_a_day(store: Store) -> None:
    texts = {f"ML{n}": f"Tekst {n}" for n in range(1, 23)}
    store.put(version("2025", date(2025, 1, 1), **{**texts, "ML1": "Handwapens", "ML1.a": "Geweren"}))
    assert "Geweren" in page("/goederen/ML1.a/")
    assert "Alleen een korte titel" in page("/goederen/ML1/", dag="2024-06-01")


def test_two_versions_are_compared(store: Store) -> None:
    store.put(version("2024", date(2024, 1, 1), ML1="Wapens", ML2="Geschut"))
    store.put(version("2025", date(2025, 1, 1), ML1="Handwapens", ML3="Munitie"))
    text = page("/goederen/versies/", lijst="ML", oud="2024", nieuw="2025")
    for part in ("1 erbij, 1 weg, 1 anders", "Handwapens", "Geschut", "Munitie"):
        assert part in text
    page("/goederen/versies/", 422, lijst="ML", oud="2024", nieuw="1999")
    page("/goederen/versies/", 422, lijst="XX")
    assert "0 erbij, 0 weg, 0 anders" in page("/goederen/versies/", lijst="ML", oud="2024", nieuw="2024")


def test_a_version_kept_in_spite_of_lost_text_says_so(store: Store) -> None:
    kept = version("2025", date(2025, 1, 1), ML1="Handwapens")
    store.put(ListVersion(kept.list, kept.version, kept.valid_from, kept.entries, findings=("ML2: missing",)))
    assert "niet zeker volledig" in page("/goederen/ML1/")
    assert "misschien onvolledig" in page("/goederen/versies/")


def test_a_cn_code_leads_by_the_table_that_was_taken_in(store: Store) -> None:
    assert "geen tabel" in page("/goederen/", vraag="8525 89 00")
    store.put_correlation(read_correlation("cn,code\n8525,6A003\n", valid_from=date(2020, 1, 1)))
    text = page("/goederen/", vraag="8525 89 00")
    assert "/goederen/6A/" in text
    assert "niet bindend" in text


def test_a_damaged_list_is_told_and_no_crash(store: Store) -> None:
    store.folder.mkdir()
    (store.folder / "ML--x.json").write_text("{")
    assert "beschadigd" in page("/goederen/", 422)
