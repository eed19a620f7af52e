"""Certificates say exactly what is applied for, in both languages, and nothing typed is read as markup."""

from __future__ import annotations

import io
from typing import Any

import pytest
from pypdf import PdfReader

from bolwerk.domains.export_control.live import applications, applying, certificates
from bolwerk.kernel import LANGS, InvalidInput
from tests.domains.export_control.applying.world import LINE, TODAY, World

HOSTILE = "#panic() *vet* $x$ <script> {use} @bron"


def words(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())


def written(world: World, kind: str, lang: Any, **row: str) -> str:
    draft = world.full()
    rows = [{**LINE, **row, "mark": str(applications.rows(draft, "goods")[0]["mark"])}]
    applying.save_rows(draft.pk, "goods", rows, actor=world.person, version=applications.version(draft, "goods"))
    who = applications.draft_parties(draft)
    signer = next(one for one in who if one.role == "end_user")
    what, use = applications.draft_lines(draft), applications.draft_end_use(draft)
    return words(certificates.letter(draft, kind, signer, who, what, use, lang, TODAY))


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("kind", ["end_user_certificate", "import_certificate"])
def test_a_certificate_names_who_what_how_many_and_what_for(world: World, kind: str, lang: Any) -> None:
    said = written(world, kind, lang)
    for part in ("Nordlicht Optik GmbH", "Lichtveld NV", "ML15.d", "12", "reddingsvoertuigen"):
        assert part in said
    assert {"nl": "Duitsland", "en": "Germany"}[lang] in said


def test_what_is_typed_is_no_markup(world: World) -> None:
    assert "#panic()" in written(world, "end_user_certificate", "nl", description=HOSTILE)


def test_there_is_nothing_to_sign_before_there_are_goods(world: World) -> None:
    draft = world.start()
    with pytest.raises(InvalidInput):
        certificates.letter(draft, "end_user_certificate", applications.draft_parties(draft)[0], [], [], None, "nl", TODAY)
