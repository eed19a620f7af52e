"""Indicators and records to test with; fictional."""

from datetime import date
from decimal import Decimal

from bolwerk.engines.progress import Aggregate, Condition, Indicators, Match, Milestone, Promise, Record, Target
from bolwerk.kernel import Text

EURO = Text("cent", "cent")
DAYS = Text("dagen", "days")
PERCENT = Text("%", "%")
CASES = Text("zaken", "cases")


def t(word: str) -> Text:
    return Text(word, word + " (en)")


def cases(kind: str, *where: Condition) -> Match:
    return Match("cases", (kind,), where)


OPEN = Milestone("open", "2.1-a", t("open"), Match("calls", ("call_opened",)))
THREE = Milestone("three", "2.1-b", t("three"), cases("award_signed", Condition("kind", one_of=("research",))), count=3)
AWARDED = Target(
    "awarded",
    "2.1-c",
    t("awarded"),
    Aggregate.SUM,
    cases("award_signed"),
    EURO,
    "cents",
    cases("award_revoked"),
    goal=Decimal(1000),
)
SHARE = Target(
    "share", "2.1-d", t("share"), Aggregate.SHARE, cases("award_signed"), PERCENT, other=cases("submitted"), goal=Decimal(50)
)
SPEED = Target(
    "speed",
    "2.1-e",
    t("speed"),
    Aggregate.MEDIAN_DAYS,
    cases("submitted"),
    DAYS,
    other=cases("award_signed"),
    goal=Decimal(60),
    at_most=True,
)
MANY = Target("many", "2.1-f", t("many"), Aggregate.COUNT, cases("submitted"), CASES)
INDICATORS = Indicators((OPEN, THREE), (AWARDED, SHARE, SPEED, MANY))
DEADLINE = date(2025, 6, 30)
PROMISES = (
    *(Promise(f"2.1-{letter}", "2.1", DEADLINE) for letter in "abcde"),
    Promise("2.1-f", "2.1", None),
    Promise("9.9-a", "9.9", DEADLINE),
)


def case(subject: str, kind: str, day: date, key: str = "", /, **payload: object) -> Record:
    return Record("cases", subject, kind, day, payload, key)


def ledger(kind: str, cents: object, day: date, key: str = "", measure: str = "2.1", envelope: str = "call") -> Record:
    return Record("ledger", envelope, kind, day, {"measure": measure, "envelope": envelope, "cents": cents}, key)


def only(*indicators: Milestone | Target) -> Indicators:
    return Indicators(
        tuple(i for i in indicators if isinstance(i, Milestone)), tuple(i for i in indicators if isinstance(i, Target))
    )
