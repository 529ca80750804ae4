"""Federations, organisations, persons, hats, slips, the tries of the sign-in, and what waits to be begun."""

from datetime import date

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q

from jiangfang.core.people import KIND_TITLES, ROLE_TITLES, Kind, Role
from jiangfang.core.slips import Purpose


class Federation(models.Model):
    """One 市总工会 with everything that is its own; nothing is shared with another of the same installation."""

    name = models.CharField(max_length=100, unique=True)

    def __str__(self) -> str:
        return self.name


class Organisation(models.Model):
    """A body of a federation's tree. path: the numbers from the top down to itself, ``/0000001/0000017/``."""

    federation = models.ForeignKey(Federation, on_delete=models.PROTECT, related_name="organisations")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")
    kind = models.CharField(max_length=20, choices=[(kind.value, title) for kind, title in KIND_TITLES.items()])
    name = models.CharField(max_length=100)
    path = models.CharField(max_length=255, db_index=True)
    closed_on = models.DateField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("parent", "name"), condition=Q(closed_on__isnull=True), name="one_open_name_below_a_parent"
            ),
            models.UniqueConstraint(fields=("federation",), condition=Q(parent__isnull=True), name="one_top"),
            models.CheckConstraint(
                condition=Q(kind=Kind.FEDERATION.value, parent__isnull=True)
                | (~Q(kind=Kind.FEDERATION.value) & Q(parent__isnull=False)),
                name="the_top_is_the_federation",
            ),
        )

    def __str__(self) -> str:
        return self.name


class PersonManager(BaseUserManager["Person"]):
    """Finds a person by the login name, however it is typed."""

    def get_by_natural_key(self, username: str | None) -> "Person":
        """The person of a login name. Raises Person.DoesNotExist."""
        return self.get(login=(username or "").strip().casefold())


class Person(AbstractBaseUser):
    """Somebody who signs in. login: as kept, without capitals."""

    federation = models.ForeignKey(Federation, on_delete=models.PROTECT, related_name="persons")
    login = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=60)
    phone = models.CharField(max_length=40, blank=True)
    email = models.CharField(max_length=254, blank=True)
    must_change_password = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)

    objects = PersonManager()

    USERNAME_FIELD = "login"

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        """The name, as Django asks for it."""
        return self.name


class Hat(models.Model):
    """What a person does for an organisation. until: the first day on which it is no longer worn."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="hats")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="hats")
    role = models.CharField(max_length=20, choices=[(role.value, title) for role, title in ROLE_TITLES.items()])
    since = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("person", "organisation", "role"), condition=Q(until__isnull=True), name="one_hat_of_a_kind"
            ),
            models.CheckConstraint(condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="since_until"),
        )

    def __str__(self) -> str:
        return f"{ROLE_TITLES[Role(self.role)]}·{self.organisation.name}"

    def worn_on(self, day: date) -> bool:
        """Whether it is worn on a day."""
        return self.since <= day and (self.until is None or day < self.until)


class Slip(models.Model):
    """A one-time code, of which only the digest is kept. For a new person of a unit, or for a known person."""

    purpose = models.CharField(max_length=10, choices=[(purpose.value, purpose.value) for purpose in Purpose])
    digest = models.CharField(max_length=64, unique=True)
    federation = models.ForeignKey(Federation, on_delete=models.PROTECT, related_name="slips")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="slips")
    role = models.CharField(max_length=20, blank=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="slips")
    issued_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="slips_issued")
    issuer = models.CharField(max_length=100)
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    used_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="slips_used")
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(purpose=Purpose.UNIT.value, organisation__isnull=False, person__isnull=True)
                | (~Q(purpose=Purpose.UNIT.value) & Q(organisation__isnull=True, person__isnull=False)),
                name="a_slip_is_for_a_unit_or_a_person",
            ),
        )

    def __str__(self) -> str:
        return f"{self.purpose} {self.pk}"

    @property
    def role_title(self) -> str:
        """What somebody becomes by it; "" where it is for a known person."""
        return ROLE_TITLES[Role(self.role)] if self.role else ""


class SignInTry(models.Model):
    """Wrong tries of one name or from one address, both kept as digests: what was typed may be a password."""

    kind = models.CharField(max_length=10)
    key = models.CharField(max_length=64)
    tries = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("kind", "key"), name="one_count_of_tries"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.tries}"


class Beginning(models.Model):
    """An empty installation that waits for its first administrator: the digest of the code shown at the start."""

    digest = models.CharField(max_length=64)
    offered_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"waits since {self.offered_at}"
