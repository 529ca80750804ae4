"""The entries of the journal, the personal values beside them, the heads of the chains, and who looked at what.

No foreign key leads out of the room: an entry keeps ids and names as values, so that nothing that happens to a person
or a record afterwards changes what was written about it.
"""

from django.db import models


class Entry(models.Model):
    """One deed. before, after: canonical JSON texts, exactly as digested; a personal value is a digest there."""

    federation = models.PositiveBigIntegerField()
    number = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    actor_id = models.PositiveBigIntegerField(null=True)
    actor_name = models.CharField(max_length=100)
    hat = models.CharField(max_length=200, blank=True)
    deed = models.CharField(max_length=60)
    subject_kind = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=64)
    subject_name = models.CharField(max_length=200)
    before = models.TextField()
    after = models.TextField()
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("federation", "number"), name="one_entry_a_number"),)
        indexes = (
            models.Index(fields=("federation", "subject_kind", "subject_id", "number"), name="entry_by_subject"),
            models.Index(fields=("federation", "actor_id", "number"), name="entry_by_actor"),
            models.Index(fields=("federation", "deed", "number"), name="entry_by_deed"),
        )

    def __str__(self) -> str:
        return f"{self.federation}/{self.number} {self.deed}"


class Secret(models.Model):
    """A personal value of an entry (its canonical JSON text), salted; both are emptied by retention and only by it."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="secrets")
    path = models.CharField(max_length=120)
    salt = models.CharField(max_length=64, null=True)
    value = models.TextField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("entry", "path"), name="one_secret_a_path"),)

    def __str__(self) -> str:
        return f"{self.entry_id} {self.path}"


class Head(models.Model):
    """Where the chain of a federation ends. It moves on by one, and only from where it is believed to stand."""

    federation = models.PositiveBigIntegerField(primary_key=True)
    number = models.PositiveBigIntegerField(default=0)
    digest = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.federation}/{self.number}"


class Look(models.Model):
    """Somebody looked at somebody's personal details: one row a person, thing and day; not chained."""

    federation = models.PositiveBigIntegerField()
    person_id = models.PositiveBigIntegerField()
    person_name = models.CharField(max_length=100)
    subject_kind = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=64)
    day = models.DateField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("federation", "subject_kind", "subject_id", "day", "person_id"), name="one_look_a_day"
            ),
        )

    def __str__(self) -> str:
        return f"{self.person_name} {self.subject_kind}/{self.subject_id} {self.day}"
