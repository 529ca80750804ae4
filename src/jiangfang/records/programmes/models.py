"""Revisions of programmes and the official blanks that belong to them; neither is ever changed."""

from django.db import models

from jiangfang.records.people.models import Federation


class Blank(models.Model):
    """The bytes of an official blank, kept once however many revisions have it."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    content = models.BinaryField()

    def __str__(self) -> str:
        return self.sha256


class Revision(models.Model):
    """A programme as a federation loaded it. plain: its data as JSON text (core/definition/keeping.py)."""

    federation = models.ForeignKey(Federation, on_delete=models.PROTECT, related_name="revisions")
    programme = models.CharField(max_length=80)
    title = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    plain = models.TextField()
    loaded_at = models.DateTimeField()
    loaded_by = models.CharField(max_length=100)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("federation", "digest"), name="one_revision_a_digest"),)
        indexes = (models.Index(fields=("federation", "programme", "loaded_at"), name="revision_by_programme"),)

    def __str__(self) -> str:
        return f"{self.programme} {self.digest[:8]}"


class RevisionBlank(models.Model):
    """Which blank stands for which file of a revision."""

    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="blanks")
    file = models.CharField(max_length=255)
    blank = models.ForeignKey(Blank, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("revision", "file"), name="one_blank_a_file"),)

    def __str__(self) -> str:
        return self.file
