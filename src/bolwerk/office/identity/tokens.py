"""Keys with which a program acts for an account: made, found, revoked, and how often each was used."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import date, timedelta
from hashlib import sha256

from django.db import transaction
from django.db.models import F, QuerySet, Sum
from django.utils import timezone

from bolwerk.kernel import Conflict, InvalidInput, Text
from bolwerk.office.identity import policies
from bolwerk.office.identity.models import ApiToken, ApiUse, User, today

PREFIX = "bolwerk_"
"""So that a key that leaked is recognised by what looks for leaked keys."""
LONGEST = 366
"""Days that a key may live; then a new one is made."""


def issue(user: User, *, name: str, days: int, actor: User, key: str) -> tuple[ApiToken, str]:
    """A new key of `user` and its text, which is told this once. Raises `NotAllowed`, `InvalidInput`; `Conflict` when the same
    form is sent again, for the text cannot be told twice."""
    policies.require(actor, "token.issue", user)
    name = name.strip()
    if not name or len(name) > 80:
        raise InvalidInput(
            Text("Geef de sleutel een naam van hoogstens 80 tekens.", "Give the key a name of at most 80 characters."),
            where="name",
            mend=Text("Noem het programma dat hem gebruikt.", "Name the program that uses it."),
        )
    if not 1 <= days <= LONGEST:
        raise InvalidInput(
            Text(f"Een sleutel werkt 1 tot {LONGEST} dagen.", f"A key works for 1 to {LONGEST} days."),
            where="days",
            mend=Text("Kies een termijn binnen die grens.", "Choose a term within that limit."),
        )
    text = PREFIX + secrets.token_urlsafe(32)
    made, new = ApiToken.objects.get_or_create(
        key=f"{actor.pk}:{key}"[:160],
        defaults={
            "user": user,
            "name": name,
            "digest": digest_of(text),
            "hint": text[len(PREFIX) : len(PREFIX) + 6],
            "expires_on": today() + timedelta(days=days),
        },
    )
    if not new:
        raise Conflict(
            Text("Deze sleutel is al gemaakt.", "This key was made already."),
            where=made.name,
            mend=Text(
                "Hebt u hem niet genoteerd? Trek hem in en maak een nieuwe.", "Not noted down? Revoke it and make another."
            ),
        )
    return made, text


def digest_of(text: str) -> str:
    """A key has 256 random bits: a plain digest cannot be turned back by guessing."""
    return sha256(text.encode("utf-8", "replace")).hexdigest()


def found(text: str) -> ApiToken | None:
    """The key that this is, when it works today and its account is open."""
    one = ApiToken.objects.select_related("user").filter(digest=digest_of(text)).first()
    return one if one and one.works_on(today()) and one.user.is_active else None


def revoke(token: ApiToken, *, actor: User) -> ApiToken:
    """It stops working at once and stays in the record; revoking twice changes nothing."""
    policies.require(actor, "token.revoke", token)
    ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=timezone.now(), revoked_by=actor)
    token.refresh_from_db()
    return token


def of(user: User) -> QuerySet[ApiToken]:
    """The keys that this person may see, with how much each was used and when last."""
    rows = policies.visible(user, ApiToken.objects.all(), "token.view").select_related("user", "revoked_by")
    return rows.annotate(requests=Sum("uses__requests"), queries=Sum("uses__queries"))


@transaction.atomic
def add_uses(counts: Mapping[tuple[date, int | None, str], tuple[int, int]]) -> None:
    """Add requests and queries to the count of each day, key and operation."""
    for (day, token, operation), (requests, queries) in counts.items():
        ApiUse.objects.get_or_create(day=day, token_id=token, operation=operation)
        ApiUse.objects.filter(day=day, token_id=token, operation=operation).update(
            requests=F("requests") + requests, queries=F("queries") + queries
        )
