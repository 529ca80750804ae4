"""What came to the city: copies as they were counted, and what was received."""

from django.db import models
from django.db.models import Q

from jiangfang.core.receiving import FORM_TITLES, WAY_TITLES
from jiangfang.records.people.models import Person
from jiangfang.stages.announce.models import Recommender, Round
from jiangfang.stages.apply.models import Application

_FORMS = [(form.value, title) for form, title in FORM_TITLES.items()]
_WAYS = [(way.value, title) for way, title in WAY_TITLES.items()]


class Arrival(models.Model):
    """So many copies of one thing came on a day: of an application, or once for all of a recommender.

    deliverable: its id in the programme. counted: how many of the copies count towards what is wanted. day: the one
    that counts, of the arrival or of the postmark. struck_at: it was written down by mistake and counts no more.
    """

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="arrivals")
    recommender = models.ForeignKey(Recommender, on_delete=models.PROTECT, null=True, related_name="arrivals")
    application = models.ForeignKey(Application, on_delete=models.PROTECT, null=True, related_name="arrivals")
    deliverable = models.CharField(max_length=40)
    kind = models.CharField(max_length=10, choices=_FORMS)
    copies = models.PositiveSmallIntegerField()
    counted = models.PositiveSmallIntegerField()
    way = models.CharField(max_length=10, choices=_WAYS)
    arrived_on = models.DateField()
    postmark = models.DateField(null=True)
    day = models.DateField()
    note = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField()
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    who = models.CharField(max_length=100)
    struck_at = models.DateTimeField(null=True)
    struck_by = models.CharField(max_length=100, blank=True)
    struck_why = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(recommender__isnull=False) | Q(application__isnull=False), name="an_arrival_is_of_something"
            ),
            models.CheckConstraint(condition=Q(counted__lte=models.F("copies")), name="counts_no_more_than_came"),
        )
        indexes = (
            # the inbox sums by recommender, the table of papers by application
            models.Index(
                fields=("round", "recommender", "deliverable", "kind", "counted", "day"),
                condition=Q(struck_at__isnull=True),
                name="arrival_by_recommender",
            ),
            models.Index(
                fields=("round", "application", "deliverable", "kind", "counted", "day"),
                condition=Q(struck_at__isnull=True),
                name="arrival_by_application",
            ),
            models.Index(fields=("round", "at"), name="arrival_by_entry"),
        )

    def __str__(self) -> str:
        return f"{self.deliverable} {self.copies}"


class Receiving(models.Model):
    """An application was received (受理)."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="receivings")
    at = models.DateTimeField()
    who = models.CharField(max_length=100)
    note = models.CharField(max_length=500, blank=True)

    def __str__(self) -> str:
        return f"{self.application_id} {self.at:%Y-%m-%d}"
