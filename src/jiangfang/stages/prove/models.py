"""What proves an application: files at the indicators, attested reasons, numbers beside the ledger's."""

from django.db import models

from jiangfang.records.files.models import File
from jiangfang.records.ledger.models import Entry
from jiangfang.records.people.models import Federation, Person
from jiangfang.stages.apply.models import Application


class Piece(models.Model):
    """A file that proves something of an application. indicator, proof: ids of the outline; place: the order there.

    A paper of its own beside the outline (近一年工作总结) has no indicator, its proof is the id of the deliverable.
    entry: the entry of the ledger that it came with. stamped: the unit says that the seal which is asked stands on it;
    reckoned_by: who reckoned, where the outline asks for it. listed: a list that was made out of the ledger here, on
    which no seal can stand.
    """

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="pieces")
    indicator = models.CharField(max_length=40, blank=True)
    proof = models.CharField(max_length=40)
    file = models.ForeignKey(File, on_delete=models.PROTECT, related_name="pieces")
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, null=True, related_name="pieces")
    place = models.PositiveIntegerField(default=1)
    stamped = models.BooleanField(default=False)
    reckoned_by = models.CharField(max_length=60, blank=True)
    listed = models.BooleanField(default=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    who = models.CharField(max_length=100)
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("application", "indicator", "proof", "file"), name="one_piece_a_place"),
        )
        indexes = (models.Index(fields=("application", "indicator", "place"), name="piece_by_indicator"),)

    def __str__(self) -> str:
        return f"{self.application_id} {self.indicator} {self.proof}"


class Excuse(models.Model):
    """Attested by the unit: this indicator does not apply, with the reason."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="excuses")
    indicator = models.CharField(max_length=40)
    reason = models.CharField(max_length=500)
    who = models.CharField(max_length=100)
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("application", "indicator"), name="one_excuse_an_indicator"),)

    def __str__(self) -> str:
        return f"{self.application_id} {self.indicator}"


class Settled(models.Model):
    """Something that was used twice, looked into by the office: it is in order, with the reason.

    key: of the double (queries/doubles.py), so that it is known again in whatever round it shows.
    """

    federation = models.ForeignKey(Federation, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=64)
    one = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="+")
    reason = models.CharField(max_length=500)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    who = models.CharField(max_length=100)
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("federation", "key"), name="one_word_a_double"),)

    def __str__(self) -> str:
        return f"{self.one_id} {self.other_id}"


class Reckoning(models.Model):
    """A number of the form as the ledger gave it when it was handed in, for later readers.

    filed: the version that was handed in. value: JSON text of the answer; used: [[entry id, title, share, when], …],
    when as it was written down; left: [[entry id, title, why], …], what did not count.
    reason: why the unit wrote another number, "" where it wrote none or wrote the same.
    """

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="reckonings")
    key = models.CharField(max_length=40)
    filed = models.PositiveIntegerField()
    first = models.DateField(null=True)
    last = models.DateField(null=True)
    value = models.TextField(blank=True)
    used = models.JSONField(default=list)
    left = models.JSONField(default=list)
    reason = models.CharField(max_length=500, blank=True)
    who = models.CharField(max_length=100)
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("application", "key", "filed"), name="one_reckoning_a_key"),)

    def __str__(self) -> str:
        return f"{self.application_id} {self.key}"
