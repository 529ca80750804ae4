"""Entries of a studio's ledger and the papers that lie with them."""

from django.db import models
from django.db.models import Q

from jiangfang.records.files.models import File
from jiangfang.records.people.models import Person
from jiangfang.records.studios.models import Studio


class Entry(models.Model):
    """One entry. kind: id of its kind (core/ledger); values: answers by column key; people: names as typed.

    first, last: the days it stands for. version counts its changes; changed_by: who made the last one. struck_at:
    taken out of every number; nothing of it is lost. token: of the form or the list that it came with, so that one
    sent twice adds it once. words: all that it can be found by.
    """

    studio = models.ForeignKey(Studio, on_delete=models.PROTECT, related_name="entries")
    kind = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    first = models.DateField(null=True)
    last = models.DateField(null=True)
    values = models.JSONField(default=dict)
    people = models.JSONField(default=list)
    version = models.PositiveIntegerField(default=1)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    who = models.CharField(max_length=100)
    at = models.DateTimeField()
    changed_at = models.DateTimeField()
    changed_by = models.CharField(max_length=100)
    struck_at = models.DateTimeField(null=True)
    struck_why = models.CharField(max_length=200, blank=True)
    token = models.CharField(max_length=60, blank=True)
    words = models.TextField(blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("studio", "token"),
                condition=~Q(token=""),  # nosec B106
                name="one_entry_a_token",
            ),
        )
        indexes = (
            models.Index(fields=("studio", "kind", "first"), name="entry_by_kind"),
            models.Index(fields=("studio", "first"), name="entry_by_day"),
        )

    def __str__(self) -> str:
        return self.title


class EntryFile(models.Model):
    """A paper of an entry. slot: id of its place in the kind; place: its order there, from 1."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="files")
    slot = models.CharField(max_length=40)
    file = models.ForeignKey(File, on_delete=models.PROTECT, related_name="entries")
    place = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("entry", "slot", "file"), name="one_paper_a_slot"),)

    def __str__(self) -> str:
        return f"{self.entry_id} {self.slot}"
