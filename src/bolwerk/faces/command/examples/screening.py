"""The fictional lists in force, and a few fictional parties under watch that resemble what stands on them."""

from __future__ import annotations

from datetime import datetime

from bolwerk.engines.screening import Entity
from bolwerk.faces.command.examples.data import FOLDER
from bolwerk.office.screening import services

LISTS = {"sancties-voorbeeld": "sancties-voorbeeld.ftm.json", "partnerrisico-voorbeeld": "partnerrisico-voorbeeld.csv"}

# reference, profile, schema, name, what else is known
_PARTIES: tuple[tuple[str, str, str, str, dict[str, str]], ...] = (
    ("1", "export-licence", "Company", "Baltvector Elektronika JSC", {"country": "ru"}),
    ("2", "export-licence", "Person", "Viktor Lozovoi", {"birthDate": "1968", "country": "ru"}),
    ("3", "export-licence", "Person", "Oleg Varnakov", {"birthDate": "1991-03-05", "country": "bg"}),
    ("4", "export-licence", "Company", "Al Nahrain Gulf Trading", {"country": "ae"}),
    ("5", "export-licence", "Vessel", "Noordster Pionier", {"imoNumber": "IMO9000379"}),
    ("6", "export-licence", "Company", "Hartmut & Weissgerber Feinmechanik", {"country": "de"}),
    ("7", "strict", "Person", "Farhad Mehrabani Nezam", {"country": "ir"}),
    ("8", "strict", "Company", "Windkracht Composieten Trading", {"country": "be"}),
    ("9", "knowledge-security", "Organization", "Harbin College of Underwater Guidance, Acoustics", {"country": "cn"}),
    ("10", "knowledge-security", "Person", "Li Wen Qiao", {"country": "cn"}),
    ("11", "export-licence", "Company", "Nordlys Havbruk AS", {"country": "no"}),
    ("12", "export-licence", "Person", "Peter Verschueren", {"country": "be", "birthDate": "1983-09-30"}),
    ("13", "export-licence", "Company", "Meridiaan Advies BV", {"country": "nl"}),
    ("14", "export-licence", "Person", "Анна Сергеевна Громова", {"country": "kz"}),
)  # fmt: skip


def put_lists(at: datetime | None = None) -> None:
    """The fictional lists in force: what is so already changes nothing."""
    for name, file in LISTS.items():
        services.put_list(FOLDER / "lists" / file, name=name, actor=None, key=f"example:list:{name}", at=at)


def load_lists() -> None:
    """Once: the lists, and the parties screened under the same keys."""
    put_lists()
    for number, profile, schema, name, more in _PARTIES:
        entity = Entity("", schema, {"name": (name,), "notes": ("Fictief (voorbeeld)",), **{k: (v,) for k, v in more.items()}})
        services.screen(
            [services.Subject(f"example:party:{number}", entity)],
            case=None,
            profile=profile,
            why="Voorbeeld: verzonnen partij / Example: fictional party",
            actor=None,
            key=f"example:party:{number}",
        )
