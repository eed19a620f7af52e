from tests.office.calls.world import World, world
from tests.office.cases.people import applicant, approver, coordinator, grants, handler, organisation, person

__all__ = ["World", "applicant", "approver", "coordinator", "grants", "handler", "organisation", "person", "world"]
