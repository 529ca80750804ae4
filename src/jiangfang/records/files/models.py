"""Files. Those that are made for somebody are thrown away after a day; those that somebody brought are kept.

What was brought is kept once by the SHA-256 of its content; who brought it where, and under which name, stands beside.
"""

from django.db import models

from jiangfang.records.people.models import Federation, Hat, Organisation, Person


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


class Content(models.Model):
    """Bytes that were brought, kept once. kind: what they are by their content, an id of core/proofs; type: for HTTP.

    pages: of a PDF or an OFD, of a picture how many are in it, None where nobody knows; width, height: of a picture in
    pixels as it is shown. look: the picture in 64 bits as 16 hex digits, alike where two pictures look alike, "" for
    none. script: something in it would run. lost_at: since when the store could not give it as it was. left_at: since
    when no file is of it; a day later it is thrown away.
    """

    sha256 = models.CharField(max_length=64, unique=True)
    size = models.PositiveBigIntegerField()
    kind = models.CharField(max_length=10)
    type = models.CharField(max_length=100)
    pages = models.PositiveIntegerField(null=True)
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    look = models.CharField(max_length=16, blank=True, db_index=True)
    script = models.BooleanField(default=False)
    at = models.DateTimeField()
    lost_at = models.DateTimeField(null=True)
    left_at = models.DateTimeField(null=True, db_index=True)

    def __str__(self) -> str:
        return self.sha256[:12]


class File(models.Model):
    """A content as somebody brought it. tray: what it was brought to, ``studio-12`` or ``application-7``.

    name: with its suffix, made safe to be a file's name. turned: degrees clockwise by which it is shown.
    """

    federation = models.ForeignKey(Federation, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="files")
    tray = models.CharField(max_length=40)
    content = models.ForeignKey(Content, on_delete=models.PROTECT, related_name="files")
    name = models.CharField(max_length=200)
    turned = models.PositiveSmallIntegerField(default=0)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    who = models.CharField(max_length=100)
    at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=("tray", "at"), name="file_by_tray"),)

    def __str__(self) -> str:
        return self.name


class Upload(models.Model):
    """A file on its way. received: bytes that are here, in the data folder; said: why it was not taken, "" for taken.

    taking_at: since when the whole of it is looked at; ended_at: that was done, and file is what became of it. One that
    stands still for a day is thrown away.
    """

    key = models.CharField(max_length=32, unique=True)
    tray = models.CharField(max_length=40)
    federation = models.ForeignKey(Federation, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    hat = models.ForeignKey(Hat, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    size = models.PositiveBigIntegerField()
    received = models.PositiveBigIntegerField(default=0)
    began_at = models.DateTimeField()
    beat_at = models.DateTimeField()
    taking_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    file = models.ForeignKey(File, on_delete=models.SET_NULL, null=True, related_name="uploads")
    said = models.CharField(max_length=500, blank=True)

    class Meta:
        indexes = (models.Index(fields=("tray", "began_at"), name="upload_by_tray"),)

    def __str__(self) -> str:
        return self.name
