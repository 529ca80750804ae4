"""An application: what was written into it, who may write, what was handed in and what was said of it."""

from django.db import models
from django.db.models import Q

from jiangfang.core.people import ROLE_TITLES
from jiangfang.records.people.models import Organisation, Person
from jiangfang.records.programmes.models import Revision
from jiangfang.records.studios.models import Studio
from jiangfang.stages.announce.models import Recommender, Round

_ROLES = [(role.value, title) for role, title in ROLE_TITLES.items()]


class Application(models.Model):
    """One studio's form in a round, pinned to the revision it was started under.

    answers: canonical JSON text, by field key. rough: what was typed and could not be used as it stands, by field key.
    version: counts every change; material_version: the last change that voids opinions given on an earlier one;
    filled_version: the last change by the unit itself, which whoever judges it has to have read.
    studio_name, leader_name: copies of two answers as they were handed in last, for lists. place: the order in the
    recommender's list, from 1. sent_from: the state it was sent back from, "" when it was not. holds_place: it takes
    one of its recommender's.
    """

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="applications")
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="applications")
    unit = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="applications")
    recommender = models.ForeignKey(Recommender, on_delete=models.PROTECT, null=True, related_name="applications")
    route = models.CharField(max_length=40)
    number = models.CharField(max_length=20, blank=True)
    state = models.CharField(max_length=40)
    sent_from = models.CharField(max_length=40, blank=True)
    holds_place = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=0)
    material_version = models.PositiveIntegerField(default=0)
    filled_version = models.PositiveIntegerField(default=0)
    studio_name = models.CharField(max_length=200, blank=True)
    leader_name = models.CharField(max_length=200, blank=True)
    place = models.PositiveIntegerField(null=True)
    started_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="applications_started")
    started_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField()
    # Last, also in the table: what stands before them is read without going through them.
    answers = models.TextField(default="{}")
    rough = models.TextField(default="{}")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("round", "number"), condition=~Q(number=""), name="one_application_a_number"
            ),
        )
        indexes = (
            models.Index(fields=("recommender", "state", "place"), name="application_by_recommender"),
            # the desks count by round, state and route
            models.Index(fields=("unit", "round", "state", "route"), name="application_by_unit"),
            models.Index(fields=("round", "state", "route", "recommender"), name="application_by_state"),
            models.Index(fields=("round", "submitted_at"), name="application_by_filing"),
        )

    def __str__(self) -> str:
        return self.studio_name or f"未命名的申报（{self.pk}）"


class Belonging(models.Model):
    """Which standing studio an application is of. prefilled: keys that were filled from earlier and not looked at yet.

    A table of its own: the applications' keeps its long columns last.
    """

    application = models.OneToOneField(Application, on_delete=models.CASCADE, related_name="belonging")
    studio = models.ForeignKey(Studio, on_delete=models.PROTECT, related_name="belongings")
    prefilled = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"{self.application_id} {self.studio_id}"


class Annexed(models.Model):
    """What the annexes of an application keep with it, so that a list reads it along: plain JSON by id of the annex."""

    application = models.OneToOneField(Application, on_delete=models.CASCADE, related_name="annexed")
    kept = models.JSONField(default=dict)

    def __str__(self) -> str:
        return str(self.application_id)


class Terms(models.Model):
    """How long the office of a city keeps the personal values of a round, where it said so itself: its last day, and
    years by group (core/retention.py). What is null stands as the programme says.
    """

    round = models.OneToOneField(Round, on_delete=models.PROTECT, related_name="terms")
    ends_on = models.DateField(null=True)
    not_named = models.PositiveSmallIntegerField(null=True)
    withdrawn = models.PositiveSmallIntegerField(null=True)
    drafts = models.PositiveSmallIntegerField(null=True)
    why = models.CharField(max_length=500)
    at = models.DateTimeField()
    who = models.CharField(max_length=100)

    def __str__(self) -> str:
        return f"{self.round_id} {self.ends_on}"


class Forgotten(models.Model):
    """The personal values of an application were emptied, its time being over. files: how many went with them."""

    application = models.OneToOneField(Application, on_delete=models.PROTECT, related_name="forgotten")
    at = models.DateTimeField()
    who = models.CharField(max_length=100)
    reason = models.CharField(max_length=500)
    values = models.PositiveIntegerField(default=0)
    files = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.application_id} {self.at:%Y-%m-%d}"


class Share(models.Model):
    """Somebody of the unit who may write, beside who started it."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="shares")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="shares")
    given_by = models.CharField(max_length=100)
    given_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("application", "person"), name="shared_once"),)

    def __str__(self) -> str:
        return f"{self.application_id} {self.person_id}"


class Change(models.Model):
    """One saving. delta: JSON text, field key → [answer before, after, typed before, after]; null for none.

    personal: the same of the fields that hold personal values, whose keys say only null in the delta. It may be
    emptied, by retention (guards.py).
    kind: fill by the unit, mend (a slip, by the clerk) which voids nothing. version: the one that it made.
    """

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="changes")
    version = models.PositiveIntegerField()
    at = models.DateTimeField()
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    who = models.CharField(max_length=100)
    kind = models.CharField(max_length=10)
    reason = models.CharField(max_length=500, blank=True)
    delta = models.TextField()
    personal = models.TextField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("application", "version"), name="one_change_a_version"),)

    def __str__(self) -> str:
        return f"{self.application_id} v{self.version}"


class Filing(models.Model):
    """A submission with its receipt. attested: the sentence that was ticked."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="filings")
    serial = models.PositiveIntegerField()
    version = models.PositiveIntegerField()
    at = models.DateTimeField()
    who = models.CharField(max_length=100)
    hat = models.CharField(max_length=200)
    attested = models.TextField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("application", "serial"), name="one_filing_a_serial"),)

    def __str__(self) -> str:
        return f"{self.application_id} 第{self.serial}次"


class Opinion(models.Model):
    """An opinion on a version of the answers. key: the field it answers; day: the day that stands on the paper.

    Whether it still holds is computed (core/opinions.py), never written. withdrawn_at: taken back by who gave it.
    """

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="opinions")
    role = models.CharField(max_length=20, choices=_ROLES)
    key = models.CharField(max_length=40)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField()
    text = models.TextField()
    signer = models.CharField(max_length=60, blank=True)
    day = models.DateField()
    given_at = models.DateTimeField()
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    who = models.CharField(max_length=100)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=("application", "role", "given_at"), name="opinion_by_role"),)

    def __str__(self) -> str:
        return f"{self.application_id} {self.role} v{self.version}"


class Return(models.Model):
    """Sent back. sections: ids of those to mend; reasons: coded ones; due: until when, for this answer alone."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="returns")
    role = models.CharField(max_length=20, choices=_ROLES)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField()
    sections = models.JSONField(default=list)
    reasons = models.JSONField(default=list)
    text = models.TextField(blank=True)
    due = models.DateField(null=True)
    at = models.DateTimeField()
    who = models.CharField(max_length=100)
    answered_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.application_id} {self.role}"


class Telling(models.Model):
    """Something about an application that one body has to be told, until somebody of it says that it was seen."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="tellings")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="tellings")
    role = models.CharField(max_length=20, choices=_ROLES)
    text = models.TextField()
    at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)
    seen_by = models.CharField(max_length=100, blank=True)

    class Meta:
        indexes = (models.Index(fields=("organisation", "role", "seen_at"), name="telling_by_reader"),)

    def __str__(self) -> str:
        return self.text[:40]
