"""The tables of the registers. Amounts are whole cents; percentages have two decimals; every fact says why it is known."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from bolwerk.kernel import KboNumber, Text, local_day


def today() -> date:
    """The day in Brussels."""
    return local_day(timezone.now())


class Source(models.TextChoices):
    """Where a fact comes from."""

    REGISTER = "register", "Uit een officieel register"
    DECLARED = "declared", "Opgegeven door de organisatie"
    JUDGED = "judged", "Vastgesteld door een ambtenaar"

    @property
    def text(self) -> Text:
        english = {"register": "From an official register", "declared": "Declared by the organisation"}
        return Text(str(self.label), english.get(self.value, "Established by an official"))


class Known(models.Model):
    """Why we know this: the kind of source, its name, what it is kept for, since when."""

    source = models.CharField(max_length=10, choices=Source.choices, default=Source.DECLARED)
    source_name = models.CharField(max_length=120, blank=True)
    purpose = models.CharField(max_length=200, blank=True)
    known_on = models.DateField(default=today)

    class Meta:
        abstract = True


class OrganisationKind(models.TextChoices):
    ENTERPRISE = "enterprise", "Onderneming"
    RESEARCH = "research", "Onderzoeksorganisatie"
    PUBLIC_BODY = "public_body", "Overheid"
    ASSOCIATION = "association", "Vereniging"


class Organisation(Known):
    """An organisation, known by its KBO number."""

    kbo = models.CharField(max_length=10, unique=True)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=12, choices=OrganisationKind.choices, default=OrganisationKind.ENTERPRISE)
    legal_form = models.CharField(max_length=60, blank=True)
    street = models.CharField(max_length=160, blank=True)
    postcode = models.CharField(max_length=10, blank=True)
    municipality = models.CharField(max_length=80, blank=True)
    nis = models.CharField(max_length=5, blank=True)
    country = models.CharField(max_length=2, default="BE")
    started_on = models.DateField(null=True, blank=True)
    stopped_on = models.DateField(null=True, blank=True)
    is_fictional = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.name

    @property
    def kbo_dotted(self) -> str:
        return KboNumber(self.kbo).dotted


class Establishment(Known):
    """A place where an organisation works, with its own KBO number."""

    number = models.CharField(max_length=10, unique=True)
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="establishments")
    name = models.CharField(max_length=200, blank=True)
    street = models.CharField(max_length=160, blank=True)
    postcode = models.CharField(max_length=10, blank=True)
    municipality = models.CharField(max_length=80, blank=True)
    nis = models.CharField(max_length=5, blank=True)
    started_on = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.number} {self.name}".strip()


class SizeFact(Known):
    """Staff (annual work units), turnover and balance total of one closed year; `consolidated` when of the group."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="sizes")
    year = models.PositiveSmallIntegerField(validators=[MinValueValidator(1950), MaxValueValidator(2200)])
    headcount = models.DecimalField(max_digits=9, decimal_places=2, validators=[MinValueValidator(Decimal(0))])
    turnover_cents = models.BigIntegerField(null=True, blank=True)
    balance_cents = models.BigIntegerField(null=True, blank=True)
    consolidated = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "year", "consolidated"], name="one_size_a_year"),
            models.CheckConstraint(condition=Q(headcount__gte=0), name="headcount_not_negative"),
            models.CheckConstraint(
                condition=Q(turnover_cents__isnull=True) | Q(turnover_cents__gte=0), name="turnover_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(balance_cents__isnull=True) | Q(balance_cents__gte=0), name="balance_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.year}"


class Person(Known):
    """A natural person, with as little as the purpose needs. After `retain_until` the name is erased."""

    name = models.CharField(max_length=120)
    consented_on = models.DateField(null=True, blank=True)
    consent_withdrawn_on = models.DateField(null=True, blank=True)
    retain_until = models.DateField()
    erased_on = models.DateField(null=True, blank=True)
    is_fictional = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.name


class OwnerKind(models.TextChoices):
    """What an owner is in the eyes of the size rules. The exempt investors have a kind each."""

    ORGANISATION = "organisation", "Organisatie"
    PERSON = "person", "Natuurlijke persoon"
    PUBLIC_BODY = "public_body", "Overheid"
    PUBLIC_INVESTMENT = "public_investment", "Openbare participatiemaatschappij"
    VENTURE_CAPITAL = "venture_capital", "Durfkapitaal"
    BUSINESS_ANGEL = "business_angel", "Business angel"
    UNIVERSITY = "university", "Universiteit of onderzoekscentrum zonder winstoogmerk"
    INSTITUTIONAL = "institutional", "Institutionele belegger"
    SMALL_MUNICIPALITY = "small_municipality", "Kleine lokale overheid"


_PERCENT: dict[str, Any] = {"max_digits": 5, "decimal_places": 2, "default": Decimal(0)}


class OwnershipLink(Known):
    """What an owner holds in an organisation from a day up to and including another, and on which grounds it controls it.

    The owner is an organisation or a person of the register, or, when both are empty, the unnamed body in `owner_name`
    (a public authority, a fund) of kind `owner_kind`. `concert` names the group of persons that act together.
    """

    owner_kind = models.CharField(max_length=20, choices=OwnerKind.choices, default=OwnerKind.ORGANISATION)
    owner_organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="holdings")
    owner_person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="holdings")
    owner_name = models.CharField(max_length=200, blank=True)
    owned = models.ForeignKey(Organisation, models.CASCADE, related_name="owners")
    capital = models.DecimalField(**_PERCENT)
    votes = models.DecimalField(**_PERCENT)
    appoints_board = models.BooleanField(default=False)
    dominant_influence = models.BooleanField(default=False)
    shareholder_agreement = models.BooleanField(default=False)
    same_market = models.BooleanField(default=False)
    concert = models.CharField(max_length=80, blank=True)
    invested_cents = models.BigIntegerField(null=True, blank=True)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(capital__gte=0, capital__lte=100), name="capital_is_percent"),
            models.CheckConstraint(condition=Q(votes__gte=0, votes__lte=100), name="votes_is_percent"),
            models.CheckConstraint(
                condition=Q(owner_organisation__isnull=True) | ~Q(owner_organisation=F("owned")), name="no_self_ownership"
            ),
            models.CheckConstraint(
                condition=Q(owner_organisation__isnull=True) | Q(owner_person__isnull=True), name="one_owner_a_link"
            ),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")), name="link_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.owner_label} > {self.owned_id}"

    @property
    def owner_label(self) -> str:
        return str(self.owner_organisation or self.owner_person or self.owner_name)


class MemberRole(models.TextChoices):
    CONTACT = "contact", "Contactpersoon"
    DIRECTOR = "director", "Bestuurder"

    @property
    def text(self) -> Text:
        return Text(str(self.label), "Contact" if self == MemberRole.CONTACT else "Director")


class Membership(Known):
    """An account that may act for an organisation, from a day up to and including another."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=10, choices=MemberRole.choices, default=MemberRole.CONTACT)
    valid_from = models.DateField(default=today)
    valid_until = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")), name="membership_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role} {self.organisation_id}"


class Change(models.Model):
    """One change to a register: who, when, why, before and after. Of persons only the names of the fields are kept."""

    at = models.DateTimeField(default=timezone.now)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    register = models.CharField(max_length=40)
    subject = models.CharField(max_length=40)
    action = models.CharField(max_length=20)
    reason = models.CharField(max_length=300, blank=True)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["register", "subject"], name="change_of_subject")]

    def __str__(self) -> str:
        return f"{self.register} {self.subject} {self.action}"
