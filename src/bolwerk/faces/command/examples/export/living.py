"""What a licence of the example meets: customs writes off, the holder reports and asks changes, the service takes measures."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from bolwerk.domains.export_control import live
from bolwerk.faces.command.examples.export import words
from bolwerk.faces.command.examples.house import after
from bolwerk.faces.command.examples.timeline import Clock, Story

if TYPE_CHECKING:
    from datetime import date

    from bolwerk.domains.export_control.live import Licence, WriteOff
    from bolwerk.faces.command.examples.export.data import Export
    from bolwerk.faces.command.examples.house import House
    from bolwerk.office.cases.models import Case

Life = Callable[["House", "Export", "Licence", Clock], Story]
_USABLE = ("in_force", "expired")


def live_on(house: House, example: Export, case: Case, day: date) -> Story:
    clock = Clock(f"{example.id}:life", day)
    licence = live.Licence.objects.select_related("case").get(granted_by=case)
    yield from _LIVES[example.life](house, example, licence, clock)


def _idle(house: House, example: Export, licence: Licence, clock: Clock) -> Story:
    return
    yield


def _used(house: House, example: Export, licence: Licence, clock: Clock) -> Story:
    """Deliveries of a fifth or so of what is left, up to four."""
    for _ in range(clock.random.randint(1, 4)):
        yield clock.wait(8, 45)
        _write_off(house, licence, clock, Decimal(clock.random.choice((2, 3, 4))) / 10)


def _exhausted(house: House, example: Export, licence: Licence, clock: Clock) -> Story:
    """In two deliveries all of it."""
    yield clock.wait(6, 25)
    _write_off(house, licence, clock, Decimal("0.6"))
    yield clock.wait(6, 30)
    _write_off(house, licence, clock, Decimal(1))


def _taken_back(house: House, example: Export, licence: Licence, clock: Clock) -> Story:
    """A delivery on the wrong licence, taken back the week after."""
    yield clock.wait(8, 30)
    for done in _write_off(house, licence, clock, Decimal("0.5")):
        yield clock.wait(3, 7)
        live.writing_off.take_back(
            done.pk,
            reason="Aangifte op de verkeerde vergunning (voorbeeld).",
            actor=house.who("customs"),
            key=f"example:export:{example.id}:back:{done.pk}",
            at=after(licence.case, clock.at),
        )
        return


def _returned(house: House, example: Export, licence: Licence, clock: Clock) -> Story:
    yield clock.wait(20, 60)
    yield from _change(house, example, licence, clock, "return", why=words.RETURNED)


def _amended(house: House, example: Export, licence: Licence, clock: Clock) -> Story:
    """A tenth more of the first line."""
    yield from _used(house, example, licence, clock)
    yield clock.wait(5, 20)
    line = licence.lines.order_by("number").first()
    if line is None or line.quantity_e4 is None or line.cents is None:
        return
    more = live.read_quantity(str((line.quantity_e4 // 10_000) * 11 // 10 + 1))
    values = {line.number: line.cents * 12 // 10}
    yield from _change(
        house, example, licence, clock, "amendment", why="De koper bestelde bij.", quantities={line.number: more}, values=values
    )


def _extended(house: House, example: Export, licence: Licence, clock: Clock) -> Story:
    yield from _longer(house, example, licence, clock, "extension")


def _renewed(house: House, example: Export, licence: Licence, clock: Clock) -> Story:
    yield from _longer(house, example, licence, clock, "renewal")


def _longer(house: House, example: Export, licence: Licence, clock: Clock, kind: str) -> Story:
    yield clock.wait(10, 40)
    _write_off(house, licence, clock, Decimal("0.4"))
    yield clock.wait(20, 40)
    end = licence.valid_until or clock.at.date()
    since = end - timedelta(days=1) if kind == "renewal" else None
    yield from _change(
        house,
        example,
        licence,
        clock,
        kind,
        why="De levering loopt uit.",
        until=end + timedelta(days=365),
        since=since,
    )


def _change_refused(house: House, example: Export, licence: Licence, clock: Clock) -> Story:
    """Refused, after the holder was heard."""
    yield clock.wait(20, 40)
    case = _ask(house, example, licence, clock, "extension", why="Wij wachten met leveren.", until=_later(licence))
    yield clock.wait(3, 8)
    house.act(case, "change_assessed", "handler", clock.at, reason="Er is geen reden om te verlengen.")
    yield clock.wait(1, 2)
    house.note(case, "hearing_invited", "handler", clock.at)
    yield clock.wait(5, 9)
    house.note(case, "heard", "handler", clock.at, reason=words.HEARING[1])
    yield clock.wait(2, 4)
    house.act(case, "change_refused", "approver", clock.at, reason="De vergunning loopt nog lang genoeg.")


def _amendment_open(house: House, example: Export, licence: Licence, clock: Clock) -> Story:
    """Asked these days: the service still has to look at it."""
    yield clock.wait_for(house.today - timedelta(days=4))
    _ask(house, example, licence, clock, "extension", why="De bouw loopt vertraging op.", until=_later(licence))


def _later(licence: Licence) -> date:
    if licence.valid_until is None:
        raise ValueError(f"{licence} has no last day")
    return licence.valid_until + timedelta(days=180)


def _suspended(house: House, example: Export, licence: Licence, clock: Clock) -> Story:
    """Used once, then suspended after a hearing; it stays so."""
    yield clock.wait(8, 30)
    _write_off(house, licence, clock, Decimal("0.3"))
    yield from _heard(house, licence, clock)
    house.act(licence.case, "suspended", "approver", clock.at, reason=words.SUSPENDED)


def _urgent(house: House, example: Export, licence: Licence, clock: Clock) -> Story:
    """Suspended at once, for thirty days of the last weeks: it ends by itself."""
    yield clock.wait(8, 30)
    _write_off(house, licence, clock, Decimal("0.2"))
    yield clock.wait_for(max(clock.at.date(), house.today - timedelta(days=20)))
    house.act(licence.case, "suspended_urgently", "approver", clock.at, reason=words.SUSPENDED, days=30)


def _revoked(house: House, example: Export, licence: Licence, clock: Clock) -> Story:
    yield clock.wait(10, 40)
    _write_off(house, licence, clock, Decimal("0.3"))
    yield from _heard(house, licence, clock)
    house.act(licence.case, "withdrawn", "approver2", clock.at, reason=words.REVOKED)


def _heard(house: House, licence: Licence, clock: Clock) -> Story:
    yield clock.wait(10, 30)
    house.note(licence.case, "hearing_invited", "handler2", clock.at, reason=words.SUSPENDED)
    yield clock.wait(6, 12)
    house.note(licence.case, "heard", "handler2", clock.at, reason=words.HEARD)
    yield clock.wait(2, 5)


def _embargoed(house: House, example: Export, licence: Licence, clock: Clock) -> Story:
    """A regional embargo of the last months falls on this country."""
    yield clock.wait_for(house.today - timedelta(days=70))
    country = example.buyers[0].country
    if not live.Embargo.objects.filter(country=country).exists():
        live.bans.declare(
            country,
            months=6,
            reason=words.EMBARGO,
            actor=house.who("coordinator"),
            key=f"example:embargo:{country}",
            at=clock.minute(),
        )


def _reported(house: House, example: Export, licence: Licence, clock: Clock) -> Story:
    yield from _exhausted(house, example, licence, clock)
    yield clock.wait(10, 30)
    _report(house, licence, clock)


def _reported_late(house: House, example: Export, licence: Licence, clock: Clock) -> Story:
    yield from _exhausted(house, example, licence, clock)
    yield clock.wait(80, 95)
    _report(house, licence, clock)


def _report_late(house: House, example: Export, licence: Licence, clock: Clock) -> Story:
    """Used up, and never reported."""
    yield from _exhausted(house, example, licence, clock)


def _yearly(house: House, example: Export, licence: Licence, clock: Clock) -> Story:
    yield from _used(house, example, licence, clock)


def _report(house: House, licence: Licence, clock: Clock) -> None:
    """Every report that is due, filled in from what was written off."""
    licence = live.Licence.objects.select_related("case", "holder").get(pk=licence.pk)
    for duty in live.duties.of(licence, clock.at.date()):
        if duty.reportable and duty.report is None and duty.period is not None:
            live.reporting.submit(
                licence,
                duty.id,
                live.reporting.prefill(licence, duty.period),
                actor=licence.granted_by.opened_by,
                key=f"example:report:{licence.pk}:{duty.id}",
                at=after(licence.case, clock.minute()),
            )


def _write_off(house: House, licence: Licence, clock: Clock, share: Decimal) -> list[WriteOff]:
    """Customs writes off a share of what is left of each line, to one of the parties; whole pieces, and the value with it."""
    licence = live.Licence.objects.select_related("case").get(pk=licence.pk)
    if licence.state not in _USABLE or clock.at.date() not in licence.valid:
        return []
    party = next(one for one in licence.parties.all() if one.role in ("consignee", "consignor"))
    document = f"26BEH{clock.random.randrange(10**9):09d}"
    made = []
    for line in licence.lines.all():
        left, cents = line.left_e4, line.left_cents
        whole = 8 if left is None else left // 10_000
        amount = min(whole, max(1, int(whole * share)))
        if amount < 1:
            continue
        value = 0 if not cents else (cents if amount == whole and share == 1 else cents * amount // whole)
        made.append(
            live.writing_off.write_off(
                licence,
                line=line.number,
                party=party.pk,
                quantity=Decimal(amount),
                cents=value,
                day=clock.at.date(),
                document=document,
                actor=house.who("customs"),
                key=f"example:write-off:{licence.pk}:{line.number}:{document}",
                at=after(licence.case, clock.minute()),
            )
        )
        licence.case.refresh_from_db()
    return made


def _ask(house: House, example: Export, licence: Licence, clock: Clock, kind: str, **given: object) -> Case:
    return live.changes.ask(
        licence,
        kind,
        actor=house.contacts[example.applicant],
        key=f"example:export:{example.id}:{kind}",
        at=after(licence.case, clock.at),
        **given,  # type: ignore[arg-type]
    )


def _change(house: House, example: Export, licence: Licence, clock: Clock, kind: str, **given: object) -> Story:
    """Asked, assessed, granted by another."""
    case = _ask(house, example, licence, clock, kind, **given)
    yield clock.wait(3, 9)
    house.act(case, "change_assessed", "handler", clock.at, reason="Past bij wat al vergund is (voorbeeld).")
    yield clock.wait(2, 6)
    house.act(case, "change_granted", "approver", clock.at, reason=words.VALIDITY)


_LIVES: Mapping[str, Life] = {
    "idle": _idle,
    "short": _used,
    "used": _used,
    "exhausted": _exhausted,
    "taken_back": _taken_back,
    "returned": _returned,
    "amended": _amended,
    "extended": _extended,
    "renewed": _renewed,
    "change_refused": _change_refused,
    "amendment_open": _amendment_open,
    "suspended": _suspended,
    "urgent": _urgent,
    "revoked": _revoked,
    "embargoed": _embargoed,
    "reported": _reported,
    "reported_late": _reported_late,
    "report_late": _report_late,
    "yearly": _yearly,
    "yearly_late": _yearly,
}
