from tests.office.screening.conftest import (
    _nothing_held,
    approver,
    case,
    coordinator,
    handler,
    loaded,
    organisation,
    person,
    screener,
    second,
)

__all__ = [
    "_nothing_held",
    "approver",
    "case",
    "coordinator",
    "handler",
    "loaded",
    "organisation",
    "person",
    "screener",
    "second",
]
