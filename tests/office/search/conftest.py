from tests.office.cases.people import applicant, grants, handler, organisation, person

__all__ = ["applicant", "grants", "handler", "organisation", "person"]
