"""The door to what runs: licences and what comes of them, on the office. Needs Django; the law alone is in `public`."""

from __future__ import annotations

from bolwerk.domains.export_control.app.licences.services import LineTerms, PartyTerms
from bolwerk.domains.export_control.app.licences.services import issue as issue_licence

__all__ = ["LineTerms", "PartyTerms", "issue_licence"]
