"""Letters: tagged, titled, in their language, with every word as it was given."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import pytest
from pypdf import PdfReader

from bolwerk.kernel import LANGS, Citation, InvalidInput, Money, Reason, Standing, Text
from bolwerk.office.documents import letters

HOSTILE = '#import "x" #panic() *vet* $x$ "citaat" <script> \\ {amount} @bron //einde'


def data(**more: Any) -> dict[str, Any]:
    why = Reason(Text("Omdat het zo is.", "Because it is so."), (Citation("GBER", "art. 25", Standing.DERIVED),))
    return {
        "sender": {
            "name": "Agentschap (voorbeeld)",
            "service": "Team",
            "lines": ["Laan 1"],
            "contact": "team@voorbeeld.example",
        },
        "addressee": {"name": "Lichtveld (voorbeeld)", "lines": ["Kaai 2", "2000 Antwerpen"]},
        "reference": "INV-2025-0007",
        "date": date(2025, 6, 12),
        "subject": "Dronedetectie",
        "amount": Money.euro(600_000),
        "reasons": [why],
        "items": [why],
        "duties": [why],
        "due": date(2025, 7, 1),
        "outcome": Text("Het advies is gunstig.", "The advice is favourable."),
        "aspects": [["Ethiek", "+1", "Goed onderbouwd"]],
        "members": [["Cato (voorbeeld)", "ethiek", "2025-2029", "voorzitter"]],
        "on": date(2025, 6, 1),
        "applicant": "Lichtveld (voorbeeld)",
        "signer": "Nordlicht Optik GmbH (voorbeeld)",
        "facts": [["Uitvoerder", "Lichtveld (voorbeeld)"]],
        "goods": [["1", "Camera (voorbeeld)", "ML15.d", "12 stuks"]],
        "use": "Redding op zee (voorbeeld).",
        "objection": ["U kunt bezwaar indienen."],
        "next": Text("U mag de vergunning niet gebruiken.", "You may not use the licence."),
        "heard": "U sprak met ons op 2 juni 2025.",
        "licence": "VRG-2025-0001",
        "parties": [["Eindgebruiker", "Nordlicht Optik GmbH (voorbeeld)", "Duitsland"]],
        "signatures": [{"name": "Bella (voorbeeld)", "role": "beslisser", "date": date(2025, 6, 12)}],
        **more,
    }


def words(pdf: bytes) -> str:
    text = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    return " ".join(text.split())


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("template", letters.TEMPLATES)
def test_every_letter_is_an_accessible_pdf_in_its_language(template: str, lang: Any) -> None:
    reader = PdfReader(io.BytesIO(letters.render(template, data(), lang)))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"].startswith(lang)
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata is not None
    assert reader.metadata.title
    assert b"pdfuaid:part" in root["/Metadata"].get_data()
    assert "/StructTreeRoot" in root


def test_amounts_and_dates_are_written_as_the_language_asks() -> None:
    assert "600.000 euro" in words(letters.render("award", data(), "nl"))
    english = words(letters.render("award", data(), "en"))
    assert "€600,000" in english
    assert "12 June 2025" in english


def test_a_reason_shows_its_source_and_how_sure_it_is() -> None:
    assert "(GBER art. 25, afgeleid)" in words(letters.render("refusal", data(), "nl"))


@pytest.mark.parametrize("place", ["subject", "reference", "outcome"])
def test_hostile_text_is_shown_as_it_is(place: str) -> None:
    shown = words(letters.render("esac_advice", data(**{place: HOSTILE}), "nl"))
    assert HOSTILE.replace(" ", "") in shown.replace(" ", "")


def test_letters_of_other_languages_are_kept() -> None:
    assert "Łódź Çelik Ångström ïé" in words(letters.render("payment", data(subject="Łódź Çelik Ångström ïé"), "nl"))


@pytest.mark.parametrize("lacking", ["sender", "subject", "amount", "reasons", "objection"])
def test_a_letter_that_lacks_something_is_not_made(lacking: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        letters.render("award", data(**{lacking: None}), "nl")
    assert refused.value.where == f"award.{lacking}"


def test_an_unknown_letter_is_refused() -> None:
    with pytest.raises(InvalidInput):
        letters.render("../house", data(), "nl")


def test_a_long_letter_runs_over_pages_with_their_numbers() -> None:
    rows = [[f"Aspect {n}", "0", "Een motivering die een volle regel in de tabel beslaat en nog wat."] for n in range(60)]
    pdf = letters.render("esac_advice", data(aspects=rows), "nl")
    assert len(PdfReader(io.BytesIO(pdf)).pages) > 1
    assert "bladzijde 2 van" in words(pdf)
