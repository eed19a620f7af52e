import pytest

from bolwerk.kernel import BolwerkError, Citation, InvalidInput, Standing, Text


def test_a_text_without_one_of_its_languages_cannot_exist() -> None:
    with pytest.raises(ValueError, match="both languages"):
        Text("alleen Nederlands", "")
    with pytest.raises(ValueError, match="expected"):
        Text.read({"nl": "ja"})


def test_a_text_inside_a_text_speaks_the_same_language() -> None:
    whole = Text("steun voor {who}", "aid for {who}").format(who=Text("kleine ondernemingen", "small enterprises"))
    assert (whole.nl, whole.en) == ("steun voor kleine ondernemingen", "aid for small enterprises")


def test_any_language_but_english_reads_the_dutch() -> None:
    assert Text("ja", "yes").in_("fr") == "ja"


def test_an_error_says_what_where_and_how_to_mend() -> None:
    error = InvalidInput(Text("Fout.", "Wrong."), where="a.toml:3", mend=Text("Doe zo.", "Do so."))
    assert isinstance(error, BolwerkError)
    assert error.in_("nl") == "a.toml:3: Fout. Doe zo."
    assert error.as_json()["mend"] == {"nl": "Doe zo.", "en": "Do so."}


def test_a_citation_splits_its_source_from_its_place() -> None:
    citation = Citation.read("GBER art. 25(6)(b)", Standing.DERIVED)
    assert (citation.source, citation.place) == ("GBER", "art. 25(6)(b)")
    assert str(citation) == "GBER art. 25(6)(b)"
    with pytest.raises(ValueError, match="names its source"):
        Citation.read(" ")
