"""Keeping the index: one entry at a time when something changes, or all of it anew."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

from django.db import transaction

from bolwerk.kernel import local_day
from bolwerk.office.cases.models import Case
from bolwerk.office.registers.models import Organisation
from bolwerk.office.search.models import Entry, Token, Word
from bolwerk.office.search.words import SHORTEST_PART, parts, stem, words

if TYPE_CHECKING:
    from collections.abc import Set

BATCH = 1_000
_TITLE, _TEXT, _WHOLE = 4, 1, 3


class Found(NamedTuple):
    """What is to be found: the row of the index before it has words."""

    case_id: UUID | None
    organisation_id: int | None
    code: str
    title: str
    text: str
    on: date | None


@transaction.atomic
def index_case(case: Case) -> None:
    """Part of opening a case; also for when its subject or organisation changed."""
    _put(_of_case(case))


@transaction.atomic
def index_organisation(organisation: Organisation) -> None:
    """Part of writing an organisation to the register; its cases are found under its new name too."""
    _put(_of_organisation(organisation))
    called_otherwise = Entry.objects.filter(case__organisation=organisation).exclude(text=organisation.name).values("case")
    for case in list(Case.objects.filter(pk__in=called_otherwise).select_related("organisation")):
        _put(_of_case(case))


def reindex() -> int:
    """Make the whole index anew; gives how many things it holds. Words first, so that every compound comes apart."""
    with transaction.atomic():
        Token.objects.all().delete()
        Entry.objects.all().delete()
        Word.objects.all().delete()
        known = {word for found in _everything() for word in _lexicon(found)}
        Word.objects.bulk_create((Word(word=word) for word in sorted(known)), batch_size=BATCH)
        count, rest = 0, _everything()
        while batch := list(islice(rest, BATCH)):
            _write(batch, known)
            count += len(batch)
    return count


def _everything() -> Iterator[Found]:
    for organisation in Organisation.objects.order_by("pk").iterator(BATCH):
        yield _of_organisation(organisation)
    for case in Case.objects.select_related("organisation").order_by("pk").iterator(BATCH):
        yield _of_case(case)


def _of_case(case: Case) -> Found:
    name = case.organisation.name if case.organisation else ""
    return Found(case.pk, None, case.reference, case.subject, name, local_day(case.opened_at))


def _of_organisation(organisation: Organisation) -> Found:
    text = " ".join(part for part in (organisation.legal_form, organisation.municipality) if part)
    return Found(None, organisation.pk, organisation.kbo, organisation.name, text, None)


def _put(found: Found) -> None:
    same = {"case": found.case_id} if found.case_id else {"organisation": found.organisation_id}
    Entry.objects.filter(**same).delete()
    lexicon = _lexicon(found)
    Word.objects.bulk_create((Word(word=word) for word in sorted(lexicon)), ignore_conflicts=True)
    pieces = {
        word[start:end]
        for word in _all_words(found)
        for start in range(len(word))
        for end in range(start + SHORTEST_PART, len(word) + 1)
    }
    _write([found], set(Word.objects.filter(word__in=pieces).values_list("word", flat=True)))


def _write(batch: list[Found], known: Set[str]) -> None:
    entries = Entry.objects.bulk_create(Entry(**found._asdict()) for found in batch)
    Token.objects.bulk_create(
        (
            Token(entry=entry, word=word, weight=min(weight, 100))
            for entry, found in zip(entries, batch, strict=True)
            for word, weight in weigh(found.title, found.text, known).items()
        ),
        batch_size=5 * BATCH,
    )


def weigh(title: str, text: str, known: Set[str]) -> Counter[str]:
    """The stems of the words and of the parts of compounds: more for the title, more for a whole word than for a part."""
    weights: Counter[str] = Counter()
    for raw, weight in ((title, _TITLE), (text, _TEXT)):
        for word in words(raw):
            weights[stem(word)] += weight * _WHOLE
            for part in parts(word, known):
                weights[stem(part)] += weight
    return weights


def _all_words(found: Found) -> list[str]:
    return words(f"{found.title} {found.text}")


def _lexicon(found: Found) -> Iterable[str]:
    return {word for word in _all_words(found) if len(word) >= SHORTEST_PART and not word.isdigit()}
