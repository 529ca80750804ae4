"""A round of a programme: its days, its recommenders with their quotas, and the notice's own file."""

from django.db import models
from django.db.models import F, Q

from jiangfang.core.quota import Passing
from jiangfang.records.people.models import Federation, Organisation
from jiangfang.records.programmes.models import Revision


class PaperDay(models.TextChoices):
    """Which day of a paper that comes by post counts."""

    ARRIVAL = "arrival", "以收到的日子为准"
    POSTMARK = "postmark", "以寄出的邮戳为准"


class Round(models.Model):
    """One year of a programme. answers: what the notice leaves open and the office answered, question → answer.

    direct_line, direct_box: what stands on the 推荐单位 line and in its opinion box where a unit applies directly.
    periods: number of the ledger → the period that was chosen for it; period_ends: the last day that counts.
    next_number: the running number that the next application gets.
    """

    federation = models.ForeignKey(Federation, on_delete=models.PROTECT, related_name="rounds")
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="rounds")
    name = models.CharField(max_length=200)
    year = models.PositiveSmallIntegerField()
    opened_at = models.DateTimeField()
    opened_by = models.CharField(max_length=100)
    published_at = models.DateTimeField(null=True)
    answers = models.JSONField(default=dict)
    paper_day = models.CharField(max_length=10, choices=PaperDay.choices, default=PaperDay.ARRIVAL)
    direct_line = models.CharField(max_length=100, blank=True)
    direct_box = models.CharField(max_length=200, blank=True)
    periods = models.JSONField(default=dict)
    period_ends = models.DateField(null=True)
    next_number = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("federation", "name"), name="one_round_a_name"),)

    def __str__(self) -> str:
        return self.name


class RoundDay(models.Model):
    """A window of the programme's calendar in this round; both days belong to it."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="days")
    window = models.CharField(max_length=40)
    opens = models.DateField(null=True)
    closes = models.DateField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("round", "window"), name="one_day_a_window"),
            models.CheckConstraint(
                condition=Q(opens__isnull=True) | Q(closes__isnull=True) | Q(opens__lte=F("closes")),
                name="opens_before_it_closes",
            ),
        )

    def __str__(self) -> str:
        return f"{self.window} {self.closes}"


class Recommender(models.Model):
    """A recommending body in a round. klass: its class in the programme, by which route and quota are found.

    at_least, at_most, passing: its quota, from the notice or changed with a reason (why). taken: places used; it goes
    up and down only by a conditional UPDATE. waived: places over the cap that somebody named allowed.
    extended_to: a later deadline for it alone; own_day: an earlier day that binds only its own units.
    """

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="recommenders")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="recommending")
    klass = models.CharField(max_length=40)
    at_least = models.PositiveIntegerField(null=True)
    at_most = models.PositiveIntegerField(null=True)
    passing = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Passing])
    why = models.CharField(max_length=500, blank=True)
    taken = models.PositiveIntegerField(default=0)
    waived = models.PositiveIntegerField(default=0)
    extended_to = models.DateField(null=True)
    extended_why = models.CharField(max_length=500, blank=True)
    own_day = models.DateField(null=True)
    contact_name = models.CharField(max_length=60, blank=True)
    contact_phone = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("round", "organisation"), name="one_recommender_a_round"),
            models.CheckConstraint(
                condition=Q(at_most__isnull=True)
                | Q(passing=Passing.WARN.value)
                | Q(taken__lte=F("at_most") + F("waived")),
                name="not_over_the_cap",
            ),
        )

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.klass}"


class NoticeFile(models.Model):
    """The notice's own file as the office attached it. clauses: its text by number; lost: clauses that it lacks."""

    round = models.OneToOneField(Round, on_delete=models.CASCADE, related_name="notice_file")
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField()
    clauses = models.JSONField(default=dict)
    lost = models.JSONField(default=list)
    attached_at = models.DateTimeField()
    attached_by = models.CharField(max_length=100)

    def __str__(self) -> str:
        return self.name
