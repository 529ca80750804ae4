"""Messages to a body under a role, who has seen them, the mails made of them, and what an office wrote itself."""

from django.db import models
from django.db.models import Q

from jiangfang.core.mailing import TITLES, State
from jiangfang.core.people import ROLE_TITLES
from jiangfang.records.people.models import Federation, Organisation, Person

# The database does not look whether the body and the federation of a message are there (they are never deleted). On
# PostgreSQL it would look at the end of the transaction, holding the journal, which whoever holds the tree waits for.
_ROLES = [(role.value, title) for role, title in ROLE_TITLES.items()]


class Message(models.Model):
    """Something that changed for whoever acts for a body under a role. key: what happened, told only once.

    link: a path of this house. about: what it is about, ``application`` and its id.
    """

    federation = models.ForeignKey(Federation, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="messages", db_constraint=False
    )
    role = models.CharField(max_length=20, choices=_ROLES)
    key = models.CharField(max_length=120)
    subject = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    link = models.CharField(max_length=200, blank=True)
    about_kind = models.CharField(max_length=20, blank=True)
    about_id = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("organisation", "role", "key"), name="told_once"),)
        indexes = (
            models.Index(fields=("organisation", "role", "id"), name="message_by_reader"),
            models.Index(fields=("federation", "key"), name="message_by_key"),
        )

    def __str__(self) -> str:
        return self.subject


class Seen(models.Model):
    """A person has seen a message."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="seen")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("message", "person"), name="seen_once"),)

    def __str__(self) -> str:
        return f"{self.message_id} {self.person_id}"


class SeenUpTo(models.Model):
    """A person has seen everything up to a message under a hat, so that no row is kept for each of them."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=20, choices=_ROLES)
    message = models.BigIntegerField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("person", "organisation", "role"), name="seen_up_to_one"),)

    def __str__(self) -> str:
        return f"{self.person_id} {self.message}"


class Announcement(models.Model):
    """What an office wrote to several bodies itself. token: made with its form, so that it goes out once."""

    federation = models.ForeignKey(Federation, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    token = models.CharField(max_length=40)
    subject = models.CharField(max_length=200)
    text = models.TextField()
    bodies = models.PositiveIntegerField()
    at = models.DateTimeField()
    who = models.CharField(max_length=100)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("federation", "token"), name="announced_once"),)

    def __str__(self) -> str:
        return self.subject


class Outbox(models.Model):
    """How the mails of a federation go out. looks_first: they are held until somebody lets them go."""

    federation = models.OneToOneField(Federation, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    looks_first = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"{self.federation_id} {self.looks_first}"


class Mail(models.Model):
    """One mail to one address. claimed_at: since when it is being sent; said: why it did not go out.

    person: whose address it was, who may have another by the time it is sent.
    """

    federation = models.ForeignKey(Federation, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+", db_constraint=False)
    address = models.CharField(max_length=254)
    key = models.CharField(max_length=120)
    subject = models.CharField(max_length=200)
    body = models.TextField()
    state = models.CharField(max_length=10, choices=[(state.value, title) for state, title in TITLES.items()])
    tries = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField()
    made_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    said = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("federation", "key", "address"), name="one_mail_an_address"),)
        indexes = (
            models.Index(fields=("federation", "state", "id"), name="mail_by_state"),
            models.Index(fields=("next_at",), condition=Q(state=State.WAITING.value), name="mail_that_waits"),
        )

    def __str__(self) -> str:
        return self.subject
