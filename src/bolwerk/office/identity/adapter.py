"""Where people land after signing in: applicants at the desk, officials at their work."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account.adapter import DefaultAccountAdapter

from bolwerk.office.identity.models import Role

if TYPE_CHECKING:
    from django.http import HttpRequest

DESK, WORKBENCH, MONITOR = "/", "/werkbank/", "/plan/"


class HouseAdapter(DefaultAccountAdapter):
    """Allauth as it is, but for the first page."""

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        roles = request.user.roles if request.user.is_authenticated else frozenset()
        if roles <= {Role.APPLICANT.value}:
            return DESK
        return MONITOR if roles <= {Role.COORDINATOR.value, Role.AUDITOR.value} else WORKBENCH
