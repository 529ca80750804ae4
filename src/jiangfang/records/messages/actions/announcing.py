"""What an office writes itself to bodies below it: to recommenders and units, once."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction

from jiangfang.core.journal import Subject
from jiangfang.core.people import Role, has_unseen
from jiangfang.core.problems import Problem, Refused, error
from jiangfang.records.messages import queries
from jiangfang.records.messages.actions.authority import must_wear
from jiangfang.records.messages.actions.posting import Letter, post_all
from jiangfang.records.messages.models import Announcement
from jiangfang.records.people.actions.authority import refused, tell
from jiangfang.records.people.models import Hat, Organisation

LONGEST_SUBJECT, LONGEST_TEXT = 100, 5000
_TOKEN = re.compile(r"[A-Za-z0-9_-]{16,40}", re.ASCII)
_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\U000e0000-\U000e007f]")


@transaction.atomic
def announce(
    *, token: str, subject: str, text: str, to: Sequence[Organisation], hat: Hat, at: datetime
) -> Announcement:
    """Write to bodies below one's own. token: of the form; sent twice it is the first announcement again.

    Raises Refused without a subject, a text or anybody to write to, and for a body that is not below.
    """
    actor, federation = must_wear(hat, Role.CITY, Role.RECOMMENDER, at=at), hat.organisation.federation_id
    if not _TOKEN.fullmatch(token):
        raise refused("not_now", "这一页放得太久了，请回到上一步再发")
    known = Announcement.objects.filter(federation=federation, token=token).first()
    if known is not None:
        return _the_same(known, subject, text, to, hat)
    if wrong := problems_of(subject, text, to):
        raise Refused(wrong)
    may = {*queries.bodies_of(hat).values_list("pk", flat=True), *queries.units_of(hat).values_list("pk", flat=True)}
    if any(one.pk not in may for one in to):
        raise refused("not_allowed", "选的单位里有不归本单位管的，请重新选", "to")
    made = Announcement(
        federation_id=federation,
        organisation_id=hat.organisation_id,
        token=token,
        subject=subject.strip(),
        text=_kept(text),
        bodies=len({one.pk for one in to}),
        at=at,
        who=hat.person.name,
    )
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError:  # the same form, a moment ago
        return _the_same(Announcement.objects.get(federation=federation, token=token), subject, text, to, hat)
    said = f"{made.text}\n\n{hat.organisation.name}"
    key = queries.key_of(token)
    about = ("announcement", str(made.pk))
    letters = [Letter(one.pk, (queries.reader_of(one),), key, made.subject, said, "/messages/", about) for one in to]
    post_all(federation=federation, letters=letters, at=at)
    told = {"subject": made.subject, "text": made.text, "bodies": [one.name for one in to]}
    spot = Subject("message", str(made.pk), made.subject)
    tell("message.announced", spot, federation=federation, actor=actor, hat=hat, at=at, after=told)
    return made


def _the_same(known: Announcement, subject: str, text: str, to: Sequence[Organisation], hat: Hat) -> Announcement:
    """What this form sent before. Raises Refused where something else stands in it by now: it is another one."""
    now = (hat.organisation_id, subject.strip(), _kept(text), len({one.pk for one in to}))
    if (known.organisation_id, known.subject, known.text, known.bodies) != now:
        raise refused("not_now", "这一页的通知已经发过了；改过的要另发，请复制下来，重新打开“发通知”再发")
    return known


def _kept(text: str) -> str:
    """A text as it is kept."""
    return text.replace("\r\n", "\n").strip()


def problems_of(subject: str, text: str, to: Sequence[Organisation]) -> list[Problem]:
    """What is missing or too much in what somebody wrote."""
    wrong = []
    for name, title, said, longest in (
        ("subject", "标题", subject, LONGEST_SUBJECT),
        ("text", "正文", text, LONGEST_TEXT),
    ):
        if not said.strip():
            wrong.append(error("missing", name, f"请写{title}"))
        elif len(said) > longest:
            wrong.append(error("too_long", name, f"{title}有 {len(said)} 个字，最多 {longest} 个"))
        elif _is_strange(said) or (name == "subject" and len(said.splitlines()) > 1):
            wrong.append(error("bad_character", name, f"{title}里有看不见的字符或换行，请删去"))
    if not to:
        wrong.append(error("missing", "to", "请选发给谁"))
    return wrong


def _is_strange(said: str) -> bool:
    """Whether something stands in it that nobody sees; lines and tabs are seen."""
    return _UNSEEN.search(said) is not None or has_unseen(re.sub(r"[\r\n\t]", "", said))
