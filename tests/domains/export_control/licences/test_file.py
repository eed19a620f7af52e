"""A file of customs is written off whole or not at all, and each wrong line is told."""

from __future__ import annotations

import pytest

from bolwerk.domains.export_control.app.licences.file import COLUMNS, FileRefused, take_in
from bolwerk.domains.export_control.app.licences.models import Licence, WriteOff
from bolwerk.kernel import InvalidInput
from tests.domains.export_control.licences.world import PARTIES, TODAY, World

HEAD = ";".join(COLUMNS)


def row(of: Licence, number: int, **given: str) -> str:
    cells = {
        "licence": of.reference,
        "line": "1",
        "party": PARTIES[0].name,
        "quantity": "0,5",
        "value": "12,34",
        "day": TODAY.isoformat(),
        "document": f"26BE{number}",
    }
    return ";".join({**cells, **given}.values())


def give(world: World, text: str | bytes, key: str = "bestand") -> tuple[WriteOff, ...]:
    return take_in(text.encode() if isinstance(text, str) else text, actor=world["customs"], key=key)


def test_every_line_is_written_off_and_the_same_file_works_once(world: World) -> None:
    licence = world.licence()
    text = "\r\n".join((HEAD, row(licence, 1), "", row(licence, 2, line="2", quantity="1.25")))
    first = give(world, text)
    assert [one.quantity_e4 for one in first] == [5_000, 12_500]
    assert give(world, text) == first
    assert WriteOff.objects.count() == 2


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_odd_encodings_and_dutch_headings_are_read(world: World, encoding: str) -> None:
    licence = world.licence(parties=[PARTIES[0].__class__("consignee", "Société Électrique", "FR")])
    head = "vergunning,lijn,partij,hoeveelheid,waarde,dag,document"
    line = row(licence, 1, party="société électrique", quantity="1", value="2").replace(";", ",")
    assert len(give(world, f"{head}\n{line}".encode(encoding))) == 1


def test_each_wrong_line_is_told_and_nothing_is_written(world: World) -> None:
    licence = world.licence()
    wrong = [
        row(licence, 2, licence="VRG-1999-0001"),
        row(licence, 3, line="x"),
        row(licence, 4, quantity="1.000,5"),
        row(licence, 5, quantity="99"),
        row(licence, 6, party="Iemand"),
        row(licence, 7, day="31/02/2026"),
        row(licence, 8, document=""),
        row(licence, 9, value="-1"),
        "te kort",
        row(licence, 1),
    ]
    with pytest.raises(FileRefused) as error:
        give(world, "\n".join([HEAD, row(licence, 1), *wrong]))
    assert [fault.line for fault in error.value.lines] == list(range(3, 13))
    assert all(fault.error.what.nl and fault.error.mend.en for fault in error.value.lines)
    assert not WriteOff.objects.exists()
    assert licence.lines.get(number=1).used_e4 == 0


@pytest.mark.parametrize(
    "content",
    [b"", b"\x00\x01\x02", b"a;b\n1;2", HEAD.encode(), b"\xff\xfe\x00", b"\x81\x8d" * 9, b'"' + b"x" * 200_000],
    ids=range(7),
)
def test_what_is_no_such_file_is_refused(world: World, content: bytes) -> None:
    with pytest.raises(InvalidInput) as error:
        give(world, content)
    assert error.value.where == "file"
