"""Who is under watch, what each run compared with what, the alerts it raised, and what people decided of them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, ClassVar
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q

from bolwerk.engines.screening import Entity, Hit
from bolwerk.kernel import Text
from bolwerk.office.cases.records import Record
from bolwerk.office.screening import wire


class Run(Record):
    """One screening: which lists, engine, profiles and subjects, and what came out. Its payload is the receipt."""

    register: ClassVar[str] = "screening_runs"
    subject_name: ClassVar[str] = "scope"
    own_columns: ClassVar[tuple[str, ...]] = ("snapshot", "digest", "case")

    scope = models.CharField(max_length=20, default="screening")
    snapshot = models.CharField(max_length=64, blank=True, db_index=True)
    """Digest of the lists that were compared with."""
    digest = models.CharField(max_length=64)
    """Of the receipt: the same lists, engine, profiles and subjects give the same digest, whoever ran it and when."""
    case = models.ForeignKey("cases.Case", models.PROTECT, null=True, blank=True, related_name="screening_runs")

    class Meta(Record.Meta):
        abstract = False
        ordering = ["-journal_seq"]
        constraints = [models.UniqueConstraint(name="run_once_in_scope", fields=["scope", "seq"])]

    def told(self) -> tuple[str, str, datetime, dict[str, Any]]:
        return (
            self.digest,
            f"screening_{self.kind}",
            self.at,
            {**self.payload, "case": self.case.reference if self.case else None},
        )

    @property
    def receipt(self) -> dict[str, Any]:
        return dict(self.payload["receipt"])

    @property
    def effect(self) -> dict[str, Any]:
        """How many alerts it raised, carried over and closed."""
        return dict(self.payload["effect"])


class Watched(models.Model):
    """A subject under watch: screened against each change of the lists until it is released. `ref` is made by a domain."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    ref = models.CharField(max_length=200, unique=True)
    schema = models.CharField(max_length=40)
    properties = models.JSONField()
    caption = models.CharField(max_length=300)
    digest = models.CharField(max_length=64, db_index=True)
    case = models.ForeignKey("cases.Case", models.PROTECT, null=True, blank=True, related_name="watched")
    profile = models.CharField(max_length=60)
    screened_with = models.CharField(max_length=64, db_index=True)
    """Digest of the lists that the last run compared with."""
    engine = models.CharField(max_length=64)
    """Digest of engine, rarity and profile of that run."""
    run = models.ForeignKey(Run, models.PROTECT, related_name="+")
    since = models.DateTimeField()
    released_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["ref"]

    def __str__(self) -> str:
        return self.ref

    @property
    def entity(self) -> Entity:
        return wire.entity({"id": self.ref, "schema": self.schema, "properties": self.properties})


class State(models.TextChoices):
    """Where an alert stands."""

    OPEN = "open"
    PROPOSED = "proposed"
    """Decided once; the profile asks for a second hand."""
    ESCALATED = "escalated"
    FALSE_HIT = "false_hit"
    TRUE_HIT = "true_hit"
    CLOSED = "closed"
    """No longer a hit: `closed_why` says for what reason."""

    @property
    def text(self) -> Text:
        return _STATES[self.value]


_STATES = {
    "open": Text("te beslissen", "to decide"),
    "proposed": Text("wacht op een tweede hand", "waits for a second hand"),
    "escalated": Text("voorgelegd aan een andere hand", "put to another hand"),
    "false_hit": Text("vals alarm", "false hit"),
    "true_hit": Text("echte treffer", "true hit"),
    "closed": Text("gesloten", "closed"),
}
UNDECIDED = (State.OPEN.value, State.PROPOSED.value, State.ESCALATED.value)
SETTLED = (State.FALSE_HIT.value, State.TRUE_HIT.value)
CLOSED_WHY = {
    "removed": Text("De vermelding staat niet meer op de lijst.", "The entry is no longer on the list."),
    "entry_changed": Text("De vermelding is gewijzigd; er kwam een nieuwe melding.", "The entry changed; a new alert came."),
    "subject_changed": Text("De gegevens van de partij zijn gewijzigd.", "The data of the party changed."),
    "no_longer": Text("Na een wijziging is dit geen treffer meer.", "After a change this is no hit any more."),
    "released": Text("De partij wordt niet meer gevolgd.", "The party is no longer under watch."),
}


class Alert(models.Model):
    """One version of a subject against one version of an entry of a list. `state` and `verdict` follow from its decisions."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    subject = models.ForeignKey(Watched, models.PROTECT, related_name="alerts")
    case = models.ForeignKey("cases.Case", models.PROTECT, null=True, blank=True, related_name="screening_alerts")
    profile = models.CharField(max_length=60)
    dataset = models.CharField(max_length=80)
    entity_id = models.CharField(max_length=200)
    subject_digest = models.CharField(max_length=64)
    entry_digest = models.CharField(max_length=64)
    subject_data = models.JSONField()
    entry_data = models.JSONField()
    hit = models.JSONField()
    caption = models.CharField(max_length=300)
    score = models.FloatField()
    rarity = models.FloatField()
    run = models.ForeignKey(Run, models.PROTECT, related_name="alerts")
    raised_at = models.DateTimeField()
    previous = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    """The alert before it of the same subject and entry, when either changed since."""
    carried_from = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="carried_to")
    """The alert of the same two versions, raised for another reference, whose decision holds here too."""
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    verdict = models.CharField(max_length=10, blank=True)
    verdict_until = models.DateField(null=True, blank=True)
    proposal = models.CharField(max_length=10, blank=True)
    proposal_until = models.DateField(null=True, blank=True)
    hand = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    """Who proposed or escalated: somebody else goes on."""
    version = models.PositiveIntegerField(default=0)
    closed_why = models.CharField(max_length=20, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-score", "-rarity", "raised_at", "pk"]
        indexes = [
            models.Index(fields=["state", "-score"], name="alert_state"),
            models.Index(fields=["case", "state"], name="alert_case"),
            models.Index(fields=["subject_digest", "entry_digest"], name="alert_pair"),
            models.Index(fields=["subject", "dataset", "entity_id"], name="alert_subject_entry"),
        ]
        constraints = [
            models.UniqueConstraint(
                name="alert_once_alive",
                fields=["subject", "dataset", "entity_id", "subject_digest", "entry_digest"],
                condition=~Q(state="closed"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject_id} {self.dataset} {self.entity_id}"

    @property
    def entry(self) -> Entity:
        return wire.entity(self.entry_data)

    @property
    def found(self) -> Hit:
        return wire.hit(self.hit)

    @property
    def status(self) -> State:
        return State(self.state)

    @property
    def undecided(self) -> bool:
        return self.state in UNDECIDED

    def lapsed(self, on: date) -> bool:
        """Its decision has run out, whether or not the clock recorded it yet."""
        return self.state in SETTLED and self.verdict_until is not None and self.verdict_until < on


class Decision(Record):
    """What somebody decided of an alert. Kinds: `true_hit`, `false_hit`, `escalated`, `reopened`, and `expired` by time."""

    register: ClassVar[str] = "screening"
    subject_name: ClassVar[str] = "alert"
    own_columns: ClassVar[tuple[str, ...]] = ("stage", "expires_on")

    alert = models.ForeignKey(Alert, models.PROTECT, related_name="decisions")
    stage = models.CharField(max_length=10)
    """`first` waits for a second hand; `final` settles; `none` changes nothing but the state."""
    expires_on = models.DateField(null=True, blank=True)

    class Meta(Record.Meta):
        abstract = False
        ordering = ["alert", "seq"]
        constraints = [models.UniqueConstraint(name="decision_once_in_alert", fields=["alert", "seq"])]

    def told(self) -> tuple[str, str, datetime, dict[str, Any]]:
        return str(self.alert_id), f"screening_{self.kind}", self.at, {**self.payload, "stage": self.stage}
