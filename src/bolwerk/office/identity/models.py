"""Accounts, the roles they hold and for how long, the interests people declare, and the log of what was refused."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils import timezone

from bolwerk.kernel import Text, local_day


def today() -> date:
    """The day in Brussels."""
    return local_day(timezone.now())


class Role(models.TextChoices):
    """What a person does in the house. `Role.HANDLER.text` is the label in both languages."""

    APPLICANT = "applicant", "Aanvrager"
    HANDLER = "handler", "Dossierbehandelaar"
    COMMITTEE_MEMBER = "committee_member", "Commissielid"
    REVIEWER = "reviewer", "Beoordelaar"
    APPROVER = "approver", "Beslisser"
    COORDINATOR = "coordinator", "Coördinator"
    AUDITOR = "auditor", "Auditor"
    ANALYST = "analyst", "Beleidsanalist"
    SCREENER = "screener", "Screener"
    CUSTOMS = "customs", "Douanebeambte"
    ADVISER = "adviser", "Adviesgever"

    @property
    def text(self) -> Text:
        return Text(str(self.label), _ENGLISH[self.value])


_ENGLISH = {
    "applicant": "Applicant",
    "handler": "Case handler",
    "committee_member": "Committee member",
    "reviewer": "Reviewer",
    "approver": "Approver",
    "coordinator": "Coordinator",
    "auditor": "Auditor",
    "analyst": "Policy analyst",
    "screener": "Screener",
    "customs": "Customs officer",
    "adviser": "Adviser",
}


class UserManager(BaseUserManager["User"]):
    """Makes accounts; the e-mail address, in lower case, is the name to sign in with."""

    def create_user(self, email: str, password: str | None = None, **extra: Any) -> User:
        if not email:
            raise ValueError("an account needs an e-mail address")
        user = self.model(email=email.strip().lower(), **extra)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email=(username or "").strip().lower())


class User(AbstractBaseUser):
    """An account. There is no superuser: what a person may do comes from roles alone."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120, blank=True)
    language = models.CharField(max_length=2, choices=[("nl", "Nederlands"), ("en", "English")], default="nl")
    is_active = models.BooleanField(default=True)
    is_fictional = models.BooleanField(default=False)
    joined_at = models.DateTimeField(default=timezone.now)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects: ClassVar[UserManager] = UserManager()

    def __str__(self) -> str:
        return self.name or self.email

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.email = self.email.strip().lower()
        super().save(*args, **kwargs)

    def get_full_name(self) -> str:
        return self.name or self.email

    def get_short_name(self) -> str:
        return self.name.split(" ")[0] or self.email

    @property
    def roles(self) -> frozenset[str]:
        """The roles held today. An account that was never given one today acts as an applicant."""
        return self.roles_on(today())

    def roles_on(self, day: date) -> frozenset[str]:
        if not self.is_active:
            return frozenset()
        return frozenset(grant.role for grant in self.grants_on(day)) or frozenset({Role.APPLICANT.value})

    def grants_on(self, day: date) -> tuple[RoleGrant, ...]:
        """The grants in force on `day`. Read once per object: `services.grant_role` and `end_role` make it read anew."""
        if not hasattr(self, "_grants"):
            self._grants = tuple(self.role_grants.all())
        return tuple(grant for grant in self._grants if grant.holds_on(day))

    def has_role(self, *roles: str) -> bool:
        return bool(self.roles & set(roles))

    def forget_roles(self) -> None:
        """Read the grants anew next time."""
        self.__dict__.pop("_grants", None)


class RoleGrant(models.Model):
    """A role, given by somebody, from a day up to and including another; `team` narrows it to procedures that begin so."""

    user = models.ForeignKey(User, models.CASCADE, related_name="role_grants")
    role = models.CharField(max_length=20, choices=Role.choices)
    team = models.CharField(max_length=60, blank=True)
    valid_from = models.DateField(default=today)
    valid_until = models.DateField(null=True, blank=True)
    granted_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=models.F("valid_from")), name="role_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role}"

    def holds_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_until is None or day <= self.valid_until)


class Interest(models.Model):
    """What ties a person to an organisation or a case. It is ended or withdrawn, never removed."""

    user = models.ForeignKey(User, models.CASCADE, related_name="interests")
    organisation = models.ForeignKey("registers.Organisation", models.PROTECT, null=True, blank=True, related_name="+")
    case_id = models.UUIDField(null=True, blank=True, db_index=True)
    reason = models.CharField(max_length=300)
    valid_from = models.DateField(default=today)
    valid_until = models.DateField(null=True, blank=True)
    declared_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(organisation__isnull=False) | Q(case_id__isnull=False), name="interest_names_its_object"
            ),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=models.F("valid_from")),
                name="interest_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.organisation_id or self.case_id}"

    def holds_on(self, day: date) -> bool:
        return self.withdrawn_at is None and self.valid_from <= day and (self.valid_until is None or day <= self.valid_until)


class AccessLog(models.Model):
    """One refusal: when, who, what, on which object, by which rule. No name, no address, no content."""

    at = models.DateTimeField(default=timezone.now)
    user = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    operation = models.CharField(max_length=40)
    object = models.CharField(max_length=80, blank=True)
    reason_nl = models.CharField(max_length=300)
    reason_en = models.CharField(max_length=300)

    class Meta:
        indexes = [models.Index(fields=["at"], name="access_log_at")]

    def __str__(self) -> str:
        return f"{self.operation} {self.object}"


class ApiToken(models.Model):
    """A key with which a program acts for an account. Only the digest is kept: the key itself is shown once, to who made it."""

    user = models.ForeignKey(User, models.PROTECT, related_name="api_tokens")
    name = models.CharField(max_length=80)
    digest = models.CharField(max_length=64, unique=True)
    hint = models.CharField(max_length=12)
    """The first signs, to tell keys apart."""
    key = models.CharField(max_length=160, unique=True)
    made_at = models.DateTimeField(default=timezone.now)
    expires_on = models.DateField()
    """The last day on which it works."""
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.name} {self.hint}…"

    def works_on(self, day: date) -> bool:
        return self.revoked_at is None and day <= self.expires_on


class ApiUse(models.Model):
    """How often an interface was used, by day and key: counts alone, never what was asked. Without a key: anonymous."""

    day = models.DateField()
    token = models.ForeignKey(ApiToken, models.PROTECT, null=True, blank=True, related_name="uses")
    operation = models.CharField(max_length=40)
    requests = models.PositiveBigIntegerField(default=0)
    queries = models.PositiveBigIntegerField(default=0)

    class Meta:
        ordering = ["-day", "operation"]
        constraints = [
            models.UniqueConstraint(
                name="api_use_once_a_day", fields=["day", "token", "operation"], condition=Q(token__isnull=False)
            ),
            models.UniqueConstraint(
                name="api_use_anonymous_once_a_day", fields=["day", "operation"], condition=Q(token__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.operation}"
