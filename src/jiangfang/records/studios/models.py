"""A studio: founded once, kept up for years, whatever round it takes part in."""

from django.db import models

from jiangfang.records.people.models import Federation, Organisation, Person


class Studio(models.Model):
    """One studio of a unit. founded_on: as far as it is known, ``2019``, ``2019-05`` or ``2019-05-01``; "" for not.

    version counts its changes. closed_at: it is not kept any more; nothing of it is lost.
    """

    federation = models.ForeignKey(Federation, on_delete=models.PROTECT, related_name="studios")
    unit = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="studios")
    name = models.CharField(max_length=200)
    leader_name = models.CharField(max_length=200, blank=True)
    founded_on = models.CharField(max_length=10, blank=True)
    version = models.PositiveIntegerField(default=1)
    begun_at = models.DateTimeField()
    begun_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("unit", "name"), name="one_studio_a_name"),)

    def __str__(self) -> str:
        return self.name
