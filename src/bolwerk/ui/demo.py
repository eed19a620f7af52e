"""What the sign-in page of a demonstration shows. In a service that is no demonstration nothing of it is shown."""

from __future__ import annotations

DEMO_PASSWORD = "bolwerk-voorbeeld"  # noqa: S105 of fictional accounts only; the command that makes them prints it too
