"""How a recommender came to its list: what it opened and ticked, how it chose, whom it passed over, what went in."""

from django.db import models

from jiangfang.records.people.models import Organisation, Person
from jiangfang.stages.announce.models import Recommender
from jiangfang.stages.apply.models import Application


class Opened(models.Model):
    """Somebody of the recommender opened this version of an application."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="openings")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField()
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("application", "organisation", "version"), name="opened_once_a_version"),
        )

    def __str__(self) -> str:
        return f"{self.application_id} v{self.version}"


class Ticked(models.Model):
    """The check list of an application, ticked. items: ids of conditions; version: of the answers.

    complete: no line was left when it was ticked; for lists, an opinion looks again.
    """

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="ticks")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField()
    items = models.JSONField(default=list)
    complete = models.BooleanField(default=False)
    at = models.DateTimeField()
    who = models.CharField(max_length=100)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("application", "organisation"), name="one_check_list"),)

    def __str__(self) -> str:
        return f"{self.application_id} {len(self.items)}"


class Selection(models.Model):
    """How the recommender chose: the meeting, its day, what is to be said of it."""

    recommender = models.OneToOneField(Recommender, on_delete=models.CASCADE, related_name="selection")
    meeting = models.CharField(max_length=200)
    day = models.DateField()
    note = models.TextField(blank=True)
    at = models.DateTimeField()
    who = models.CharField(max_length=100)

    def __str__(self) -> str:
        return self.meeting


class PassedOver(models.Model):
    """An application that was not chosen, and why."""

    application = models.OneToOneField(Application, on_delete=models.CASCADE, related_name="passed_over")
    recommender = models.ForeignKey(Recommender, on_delete=models.CASCADE, related_name="passed_over")
    reason = models.TextField()
    at = models.DateTimeField()
    who = models.CharField(max_length=100)

    def __str__(self) -> str:
        return self.reason[:40]


class Waiver(models.Model):
    """One more than the cap, allowed by somebody named. allowed_by: the body or person that allowed it."""

    recommender = models.ForeignKey(Recommender, on_delete=models.CASCADE, related_name="waivers")
    application = models.OneToOneField(Application, on_delete=models.CASCADE, related_name="waiver")
    allowed_by = models.CharField(max_length=100)
    reason = models.TextField()
    at = models.DateTimeField()
    who = models.CharField(max_length=100)

    def __str__(self) -> str:
        return self.allowed_by


class HandIn(models.Model):
    """One handing in by a recommender, with its receipt."""

    recommender = models.ForeignKey(Recommender, on_delete=models.CASCADE, related_name="hand_ins")
    serial = models.PositiveIntegerField()
    at = models.DateTimeField()
    who = models.CharField(max_length=100)
    hat = models.CharField(max_length=200)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("recommender", "serial"), name="one_hand_in_a_serial"),)

    def __str__(self) -> str:
        return f"{self.recommender_id} 第{self.serial}次"


class HandedIn(models.Model):
    """An application of a handing in: which version, in which place of the 汇总表."""

    hand_in = models.ForeignKey(HandIn, on_delete=models.CASCADE, related_name="items")
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="handed_in")
    version = models.PositiveIntegerField()
    place = models.PositiveIntegerField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("hand_in", "application"), name="handed_in_once"),)

    def __str__(self) -> str:
        return f"{self.hand_in_id} {self.place}"


class HandBack(models.Model):
    """Given back by the city. reasons: coded ones; due: until when it may be handed in again, beside the deadline.

    serial: of the last handing in before it; what went in after that one came again. It is open until everything of
    it that still has its place did.
    """

    recommender = models.ForeignKey(Recommender, on_delete=models.CASCADE, related_name="hand_backs")
    reasons = models.JSONField(default=list)
    text = models.TextField(blank=True)
    due = models.DateField(null=True)
    at = models.DateTimeField()
    who = models.CharField(max_length=100)
    serial = models.PositiveIntegerField(default=0)
    answered_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.recommender_id} {self.at:%Y-%m-%d}"


class HandedBack(models.Model):
    """An application that was given back."""

    hand_back = models.ForeignKey(HandBack, on_delete=models.CASCADE, related_name="items")
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="handed_back")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("hand_back", "application"), name="handed_back_once"),)

    def __str__(self) -> str:
        return f"{self.hand_back_id} {self.application_id}"
