from tests.office.advice.chamber import Chamber, chamber
from tests.office.cases.people import applicant, approver, coordinator, grants, handler, organisation, person

__all__ = ["Chamber", "applicant", "approver", "chamber", "coordinator", "grants", "handler", "organisation", "person"]
