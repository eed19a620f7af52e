from tests.office.cases.people import applicant, approver, coordinator, grants, handler, organisation, person

__all__ = ["applicant", "approver", "coordinator", "grants", "handler", "organisation", "person"]
