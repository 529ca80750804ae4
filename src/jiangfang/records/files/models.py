"""A file that is being made for somebody. Its content lies in the data folder and is thrown away after a day."""

from django.db import models

from jiangfang.records.people.models import Federation, Hat, Person


class State(models.TextChoices):
    """How far it is."""

    WAITING = "waiting", "排队"
    MAKING = "making", "正在做"
    DONE = "done", "做好了"
    FAILED = "failed", "没有做成"
    GONE = "gone", "已经删除"


class Making(models.Model):
    """One file for one person. kind: by which it is made; wanted: what the address asked for.

    attempt: counts who makes it, so that one that was given up ends by itself; beat_at: its last sign of life.
    """

    federation = models.ForeignKey(Federation, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="makings")
    hat = models.ForeignKey(Hat, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=60)
    wanted = models.JSONField(default=dict)
    name = models.CharField(max_length=200)
    type = models.CharField(max_length=100)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    size = models.PositiveBigIntegerField(default=0)
    attempt = models.PositiveIntegerField(default=0)
    asked_at = models.DateTimeField()
    beat_at = models.DateTimeField()
    made_at = models.DateTimeField(null=True)
    said = models.CharField(max_length=500, blank=True)

    class Meta:
        indexes = (
            models.Index(fields=("person", "asked_at"), name="making_by_person"),
            models.Index(fields=("state", "asked_at"), name="making_by_state"),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def open(self) -> bool:
        """Whether something still comes of it."""
        return self.state in (State.WAITING, State.MAKING)
