"""The sweep that hands mails to the server, called again and again by whatever keeps the installation."""

from __future__ import annotations

import logging
import time
from datetime import datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Exists, F, OuterRef, QuerySet

from jiangfang.core.mailing import GIVEN_UP, State, message_id, next_try
from jiangfang.records.messages.handing import Handing, Later, Never, Unknown
from jiangfang.records.messages.models import Announcement, Mail, Message, Seen, SeenUpTo
from jiangfang.records.messages.queries import ANNOUNCED
from jiangfang.records.people.models import Person

log = logging.getLogger(__name__)
AT_ONCE = 50
KEPT = timedelta(days=730)
"""How long what was read and what is done stays."""
LONGEST = GIVEN_UP.total_seconds() / 4
"""How long one sweep goes on with a slow server, so that nothing it holds is taken for lost."""
_STOPPED = "发到一半程序停了，不知道发出去没有；请问一下收件人，没收到再发一次"


def send_waiting(now: datetime, at_once: int = AT_ONCE) -> int:
    """Send what is due, some at a time; how many went out. Each is claimed before the server hears of it.

    Of two who sweep at the same moment only one gets a mail. What was being sent when its sender was stopped is shown
    as unsure and never sent by itself.
    """
    reap(now)
    if settings.MAIL is None:
        return 0
    due = Mail.objects.filter(state=State.WAITING, next_at__lte=now).order_by("next_at", "pk")
    waiting = list(due.values_list("pk", flat=True)[:at_once])
    sent = 0
    end = time.monotonic() + LONGEST
    with Handing(settings.MAIL) as handing:
        for pk in waiting:
            if time.monotonic() > end:
                break
            mail = _claimed(pk, now)
            if mail is None:
                continue
            state = _send(handing, mail, now)
            sent += state is State.SENT
            if handing.is_away:
                break
    return sent


def reap(now: datetime) -> int:
    """Mails whose sender was stopped in the middle are unsure from now on; how many."""
    lost = Mail.objects.filter(state=State.SENDING, claimed_at__lte=now - GIVEN_UP)
    return lost.update(state=State.UNSURE, said=_STOPPED)


def _claimed(pk: int, now: datetime) -> Mail | None:
    """The mail, where nobody else took it and nobody holds it meanwhile."""
    waits = Mail.objects.filter(pk=pk, state=State.WAITING)
    if not waits.update(state=State.SENDING, claimed_at=now, tries=F("tries") + 1):
        return None
    return Mail.objects.get(pk=pk)


def _followed(mail: Mail) -> str:
    """Send it to the address that its reader has now; why it need not go out any more, "" where it does."""
    if mail.person_id is None:
        return ""
    email, active = Person.objects.values_list("email", "is_active").get(pk=mail.person_id)
    if not active or not email:
        return "收件人去掉了邮箱" if active else "收件人的账号停用了"
    if email != mail.address:
        try:
            with transaction.atomic():
                Mail.objects.filter(pk=mail.pk).update(address=email)
        except IntegrityError:
            return "收件人换了邮箱，同一封信已经发到新的邮箱"
        mail.address = email
    return ""


def _send(handing: Handing, mail: Mail, now: datetime) -> State:
    """Hand one over, and keep what came of it."""
    if gone := _followed(mail):
        return _keep(mail, State.DROPPED, said=gone)
    number = message_id(mail.federation_id, mail.key, mail.address, handing.server.domain)
    try:
        handing.hand_over(mail.address, mail.subject, mail.body, number, now)
    except Never as fault:
        return _keep(mail, State.FAILED, said=str(fault))
    except Unknown as fault:
        return _keep(mail, State.UNSURE, said=str(fault))
    except Later as fault:
        again = next_try(mail.tries, now)
        if again is None:
            return _keep(mail, State.FAILED, said=f"试了 {mail.tries} 次没有发成：{fault}"[:300])
        return _keep(mail, State.WAITING, said=str(fault), next_at=again)
    return _keep(mail, State.SENT, said="", sent_at=now)


def tidy(now: datetime) -> int:
    """What is old is thrown away: messages that somebody read, announcements, mails that are done; how many.

    What an office announced goes with all its messages, or it would look unread. The journal keeps what was done.
    """
    old = now - KEPT
    upto = SeenUpTo.objects.filter(
        organisation=OuterRef("organisation"), role=OuterRef("role"), message__gte=OuterRef("pk")
    )
    told = Message.objects.filter(at__lt=old).exclude(key__startswith=ANNOUNCED)
    read = told.filter(Exists(Seen.objects.filter(message=OuterRef("pk"))) | Exists(upto))
    count = _thrown_away(read)
    for one in Announcement.objects.filter(at__lt=old):
        count += _thrown_away(Message.objects.filter(federation=one.federation_id, key=f"{ANNOUNCED}{one.token}"))
        one.delete()
    done = (State.SENT, State.FAILED, State.UNSURE, State.DROPPED)
    return count + _thrown_away(Mail.objects.filter(made_at__lt=old, state__in=done))


def _thrown_away(found: QuerySet[Message] | QuerySet[Mail]) -> int:
    """Some hundreds at a time, so that nobody waits long; how many."""
    count = 0
    while some := list(found.order_by("pk").values_list("pk", flat=True)[:500]):
        found.model._default_manager.filter(pk__in=some).delete()
        count += len(some)
    return count


def _keep(mail: Mail, state: State, **values: object) -> State:
    """Keep where it stands now, unless somebody else found it lost meanwhile."""
    mine = Mail.objects.filter(pk=mail.pk, state=State.SENDING, claimed_at=mail.claimed_at)
    if not mine.update(state=state, **values):
        log.warning("mail %s was taken for lost while it was being sent", mail.pk)
    return state
