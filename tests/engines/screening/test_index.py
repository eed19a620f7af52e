"""The index finds what a comparison of everything with everything finds, however the work is divided."""

from __future__ import annotations

import json
import random
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from multiprocessing import get_context
from pathlib import Path

import pytest

from bolwerk.engines.screening import PROFILES, Entity, Index, Profile, Rarity, Screened, compare
from tests.engines.screening.people import company, crowd, person, vessel

ENTRIES = crowd(400, 1, "e")
SUBJECTS = crowd(120, 2, "s")
RARITY = Rarity.of(ENTRIES)
LOW = Profile("low", 1, 0.06, 0.06, four_eyes=False, expiry_days=None)


@pytest.fixture(scope="module")
def index() -> Index:
    return Index.build(ENTRIES, RARITY)


@pytest.mark.parametrize("profile", [*PROFILES.values(), LOW], ids=lambda p: p.name)
def test_screening_finds_exactly_what_comparing_every_pair_finds(index: Index, profile: Profile) -> None:
    for screened, subject in zip(index.screen(SUBJECTS, profile), SUBJECTS, strict=True):
        every = [compare(subject, entry, profile, RARITY) for entry in ENTRIES]
        expected = {hit.entity: hit for hit in every if hit.score >= profile.review_floor}
        assert {hit.entity: hit for hit in screened.hits} == expected


def test_names_of_initials_alone_are_found_as_well() -> None:
    entries = [person("1", "A. B. Castellanos"), person("2", "Anselm Berta", birthDate="1950-01-02"), person("3", "A. B.")]
    subject = person("s", "A B", birthDate="1950-01-02")
    index = Index.build(entries, RARITY)
    (screened,) = index.screen([subject], LOW)
    expected = {e.id for e in entries if compare(subject, e, LOW, RARITY).score >= LOW.review_floor}
    assert {hit.entity for hit in screened.hits} == expected


def text(outcomes: list[Screened]) -> str:
    return json.dumps([asdict(one) for one in outcomes], sort_keys=True)


def test_the_same_bytes_come_out_however_the_subjects_are_divided(index: Index) -> None:
    whole = {s.subject: text([s]) for s in index.screen(SUBJECTS, LOW)}
    shuffled = random.Random(3).sample(SUBJECTS, len(SUBJECTS))
    parts = [shuffled[:1], shuffled[1:50], shuffled[50:]]
    divided = {s.subject: text([s]) for part in parts for s in index.screen(part, LOW)}
    assert divided == whole


def _in_process(folder: Path) -> list[str]:
    return [text([s]) for s in Index.open(folder).screen(SUBJECTS[:40], LOW)]


def test_a_saved_index_gives_the_same_in_several_processes(index: Index, tmp_path: Path) -> None:
    index.save(tmp_path / "index")
    here = [text([s]) for s in index.screen(SUBJECTS[:40], LOW)]
    with get_context("spawn").Pool(2) as pool:
        assert pool.map(_in_process, [tmp_path / "index"] * 2) == [here, here]
    assert Index.open(tmp_path / "index").digest == index.digest


def test_threads_share_an_index(index: Index) -> None:
    alone = [text([s]) for s in index.screen(SUBJECTS, LOW)]
    with ThreadPoolExecutor(4) as pool:
        for found in pool.map(lambda _: [text([s]) for s in index.screen(SUBJECTS, LOW)], range(4)):
            assert found == alone


def test_it_streams_and_keeps_the_order_of_the_subjects(index: Index) -> None:
    taken: list[str] = []

    def coming() -> object:
        for n in range(10_000):
            taken.append(str(n))
            yield person(str(n), "Wim Jaspers")

    outcomes = index.screen(coming(), LOW)  # type: ignore[arg-type]
    assert [next(outcomes).subject for _ in range(3)] == ["0", "1", "2"]
    assert len(taken) < 10_000


def test_the_score_of_a_pair_does_not_depend_on_what_else_is_listed(index: Index) -> None:
    entry = ENTRIES[7]
    subject = Entity("s", entry.schema, entry.properties)
    alone = Index.build([entry], RARITY)
    (few,), (many,) = alone.screen([subject], LOW), index.screen([subject], LOW)
    assert few.hits[0] in many.hits


def test_a_shared_identifier_is_found_under_any_name() -> None:
    index = Index.build(
        [vessel("1", "Amber Star", imoNumber="IMO 9000017"), company("2", "Lumen", leiCode="5493001KJTIIGC8Y1R12")], RARITY
    )
    subjects = [vessel("s", "Jade Spirit", imoNumber="9000017"), company("t", "Elsewhere", leiCode="5493001kjtiigc8y1r12")]
    found = [screened.hits[0] for screened in index.screen(subjects, PROFILES["export-licence"])]
    assert [hit.entity for hit in found] == ["1", "2"]
    assert all(hit.score > 0.5 and hit.evidence[-1].kind == "identifier" for hit in found)


def test_an_empty_index_and_subjects_without_a_readable_name_give_no_hits(index: Index) -> None:
    nameless = [Entity("a", "Person", {}), person("b", ""), person("c", "!?—…"), person("d", "\u200b\x00")]
    assert [s.hits for s in index.screen(nameless, LOW)] == [(), (), (), ()]
    assert [s.hits for s in Index.build([], RARITY).screen(SUBJECTS[:3], LOW)] == [(), (), ()]
    assert [s.hits for s in Index.build(nameless, RARITY).screen(SUBJECTS[:3], LOW)] == [(), (), ()]


@pytest.mark.parametrize(
    "name",
    [
        "Petrov " * 1500,
        "x" * 10_000,
        "é" * 10_000,
        "".join(chr(c) for c in range(0x370, 0x1100, 3)),
        "习" * 10_000,
        "김" * 10_000,
        "1 " * 5000,
    ],
    ids=["words", "one word", "accents", "forty scripts", "han", "hangul", "digits"],
)
def test_a_name_beyond_reason_is_answered_and_marked_as_cut(index: Index, name: str) -> None:
    (screened,) = index.screen([person("s", name)], LOW)
    assert screened.truncated is True or len(name) < 1000 or not screened.hits


def test_a_folder_without_an_index_is_refused_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="holds no saved index: build one"):
        Index.open(tmp_path)


def test_the_digest_names_what_decides_a_score(index: Index) -> None:
    assert Index.build(reversed(ENTRIES), RARITY).digest == index.digest
    assert Index.build(ENTRIES[1:], RARITY).digest != index.digest
    assert Index.build(ENTRIES, Rarity.of(ENTRIES[1:])).digest != index.digest
