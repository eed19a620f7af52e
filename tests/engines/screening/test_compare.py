"""One pair: what matches, what speaks against, and that the weights shown are the score."""

from __future__ import annotations

from math import fsum, log

import pytest

from bolwerk.engines.screening import PROFILES, Entity, Hit, Pairing, Rarity, compare
from tests.engines.screening.people import company, crowd, person, vessel

STRICT = PROFILES["strict"]
RARITY = Rarity.of(crowd(400, 1, "e"))


def score(one: Entity, other: Entity) -> float:
    return compare(one, other, STRICT, RARITY).score


def pairings(hit: Hit) -> dict[str, Pairing]:
    return {pair.query or pair.entry: pair.pairing for pair in hit.alignment}


@pytest.mark.parametrize("n", range(40))
def test_the_weights_of_alignment_and_evidence_add_up_to_the_score(n: int) -> None:
    one, other = crowd(40, 5, "a")[n], crowd(40, 6, "b")[n]
    hit = compare(one, other, STRICT, RARITY)
    total = fsum([t.weight for t in hit.alignment] + [e.weight for e in hit.evidence])
    assert log(hit.score / (1 - hit.score)) == pytest.approx(total, abs=1e-9)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Vladimir Ivanov", "Владимир Иванов"),
        ("Yuri Tikhonov", "Юрий Тихонов"),
        ("Volodymyr Hryhorenko", "Володимир Григоренко"),
        ("Muhammad al-Masri", "محمد المصري"),
        ("Nikolaos Papadopoulos", "Νικόλαος Παπαδόπουλος"),
        ("Li Jinping", "李近平"),
        ("Kim Jong Su", "김정수"),
        ("Mohammed Haddad", "Muhamad Hadad"),
        ("Abdul Rahman Salih", "Abdulrahman Saleh"),
        ("Averbode, Anselm", "Anselm Averbode"),
        ("Wim van den Berghe", "Wim Vandenberghe"),
    ],
    ids=lambda name: name.encode("ascii", "backslashreplace").decode(),
)
def test_one_person_in_two_spellings_is_a_hit(one: str, other: str) -> None:
    assert score(person("a", one), person("b", other)) >= 0.5
    assert score(person("b", other), person("a", one)) == pytest.approx(score(person("a", one), person("b", other)), abs=0.12)


@pytest.mark.parametrize(
    ("one", "other"),
    [("SiemensAG", "Siemens AG"), ("AlQaida", "Al Qaida"), ("Borealis GmbH", "Borealis"), ("PetroLumen", "Petro Lumen")],
    ids=str,
)
def test_one_organisation_in_two_spellings_is_a_hit(one: str, other: str) -> None:
    assert score(company("a", one), company("b", other)) >= 0.5


@pytest.mark.parametrize(
    ("one", "other"),
    [("Anselm Averbode", "Anselm Brecknell"), ("Omar Haddad", "Petra Haddad"), ("Jon Smith", "Ulrike Sokolova")],
    ids=str,
)
def test_half_a_name_in_common_is_no_hit(one: str, other: str) -> None:
    assert score(person("a", one), person("b", other)) < 0.2


def test_a_contradiction_weighs_more_than_an_omission() -> None:
    whole = person("e", "Anselm Quirin Averbode")
    assert score(person("a", "Anselm Averbode"), whole) > score(person("b", "Anselm Gideon Averbode"), whole)


def test_more_agreement_never_lowers_a_score() -> None:
    entry = person("e", "Anselm Quirin Averbode", birthDate="1950-02-03", country="be")
    ladder = ["Averbode", "Quirin Averbode", "Anselm Quirin Averbode"]
    scores = [score(person("a", name), entry) for name in ladder]
    scores.append(score(person("a", ladder[-1], country="be"), entry))
    scores.append(score(person("a", ladder[-1], country="be", birthDate="1950"), entry))
    scores.append(score(person("a", ladder[-1], country="be", birthDate="1950-02-03"), entry))
    assert scores == sorted(scores)
    assert len(set(scores)) == len(scores)


@pytest.mark.parametrize(
    ("given", "listed", "sign"),
    [
        ("1950-02-03", "1950-02-03", 1),
        ("1950-02-03", "1950-03-02", 1),
        ("1950", "1950-02-03", 1),
        ("1950-02-03", "1951", -1),
        ("1950", "1972", -1),
    ],
    ids=str,
)
def test_a_birth_date_speaks_for_or_against(given: str, listed: str, sign: int) -> None:
    hit = compare(person("a", "Wim Novak", birthDate=given), person("b", "Wim Novak", birthDate=listed), STRICT, RARITY)
    (evidence,) = [e for e in hit.evidence if e.kind == "birth_date"]
    assert evidence.weight * sign > 0
    assert (evidence.query, evidence.entry) == (given, listed)


def test_only_the_evidence_of_the_profile_counts() -> None:
    one, other = person("a", "Wim Novak", birthDate="1950"), person("b", "Wim Novak", birthDate="1972")
    lenient = compare(one, other, PROFILES["knowledge-security"], RARITY)
    assert [e.kind for e in lenient.evidence] == ["prior"]
    assert lenient.score > compare(one, other, PROFILES["export-licence"], RARITY).score


def test_the_same_common_name_scores_below_the_same_rare_name_and_neither_is_certain() -> None:
    common, rare = (
        score(person("a", "John Smith"), person("b", "John Smith")),
        score(person("a", "Quirin Esterhazy"), person("b", "Quirin Esterhazy")),
    )
    assert 0.5 < common < rare < 1


def test_vessels_go_by_number_first_and_their_numbers_must_match() -> None:
    assert score(vessel("a", "Amber 3"), vessel("b", "Amber 3")) > 0.5 > score(vessel("a", "Amber 3"), vessel("b", "Amber 7"))
    renamed = score(vessel("a", "Jade", imoNumber="9000017"), vessel("b", "Amber 3", imoNumber="IMO9000017"))
    namesake = score(vessel("a", "Amber 3", imoNumber="9000018"), vessel("b", "Amber 3", imoNumber="9000017"))
    assert renamed > 0.5 > namesake


def test_a_faculty_is_its_university_in_an_affiliation() -> None:
    entry = company("u", "Meridian Polytechnic University")
    subject = Entity("a", "Organization", {"name": ("Faculty of Law, Meridian Polytechnic University, Fonteyne",)})
    hit = compare(subject, entry, STRICT, RARITY)
    assert hit.score > 0.5
    assert pairings(hit)["meridian"] == Pairing.SAME


def test_a_person_is_never_a_ship() -> None:
    hit = compare(person("a", "Amber Star"), vessel("b", "Amber Star"), STRICT, RARITY)
    assert hit.score < 1e-6
    assert [e.kind for e in hit.evidence] == ["schema"]


def test_the_alignment_says_how_each_word_stands_to_the_other() -> None:
    hit = compare(person("a", "Jon Q. Petrow Extra"), person("b", "John Quirin Petrov"), STRICT, RARITY)
    assert pairings(hit) == {
        "jon": Pairing.SOUND,
        "q": Pairing.INITIAL,
        "petrow": Pairing.SPELLING,
        "extra": Pairing.QUERY_ONLY,
    }
    formed = compare(company("a", "Cobalt Bank GmbH"), company("b", "Cobalt Bank NV"), STRICT, RARITY)
    assert formed.alignment[-1].pairing == Pairing.FORM
    assert formed.alignment[-1].weight < 0
    bridged = compare(person("a", "Иван Соколов"), person("b", "Ivan Sokolow"), STRICT, RARITY)
    assert pairings(bridged)["sokolov"] == Pairing.SCRIPT
    joined = compare(company("a", "Petrolumen"), company("b", "Petro Lumen"), STRICT, RARITY)
    assert [(t.query, t.entry, t.pairing) for t in joined.alignment] == [("petrolumen", "petro lumen", Pairing.JOINED)]


def test_a_hit_names_list_version_and_both_names_as_written() -> None:
    entry = Entity("e", "Person", {"name": ("Wim Novak",), "alias": ("NOVÁK, Vilém",)}, "made-up")
    hit = compare(person("s", "Vilem Novak"), entry, STRICT, RARITY)
    assert (hit.subject, hit.entity, hit.dataset, hit.caption) == ("s", "e", "made-up", "Wim Novak")
    assert (hit.query_name, hit.entry_name, hit.entity_digest) == ("Vilem Novak", "NOVÁK, Vilém", entry.digest)
