"""An empty installation is begun: a code that the server shows, then the federation with its first administrator."""

from __future__ import annotations

import secrets
from datetime import datetime

from django.db import transaction

from jiangfang.core.journal import Actor
from jiangfang.core.people import Role
from jiangfang.core.slips import digest, spell
from jiangfang.records.people.actions.authority import refused, tidy_name
from jiangfang.records.people.actions.organisations import LONGEST, add_federation
from jiangfang.records.people.actions.persons import enter, put_on
from jiangfang.records.people.actions.sign_in import first_code_right, first_code_tried
from jiangfang.records.people.models import Beginning, Federation, Person
from jiangfang.records.people.queries import top_of

NOT_THE_CODE = "不是这个码。码印在服务器启动时的窗口里，每次重新启动都换一个，请照最后一次的输入"
BEGINNER = Actor(None, "第一次开办")
"""Who begins the federation, in the journal: nobody has an account yet."""


@transaction.atomic
def offer_beginning(*, at: datetime) -> str:
    """A new code by which this installation can be begun; an earlier one is void. "" where it has been.

    Not journalled: there is no federation yet whose journal it could stand in.
    """
    Beginning.objects.all().delete()
    if Federation.objects.exists():
        return ""
    code = spell(secrets.choice)
    Beginning.objects.create(digest=digest(code), offered_at=at)
    return code


def begin(
    *, code: str, federation: str, name: str, login: str, password: str, clerk: bool, address: str, at: datetime
) -> Person:
    """The federation and its first administrator, who is a clerk as well where ``clerk`` says so. The code is used up.

    address: where the form comes from; wrong codes slow it, counted before the transaction, which a refusal takes back.
    """
    first_code_tried(address, at)
    if not Beginning.objects.filter(digest=digest(code)).exists():
        raise refused("slip", NOT_THE_CODE, "code")
    first_code_right(address)
    called = tidy_name(federation, "市总工会的全称", LONGEST, "federation")
    with transaction.atomic():
        taken, _ = Beginning.objects.filter(digest=digest(code)).delete()
        if not taken or Federation.objects.exists():
            raise refused("already_there", "刚才已经有人开办好了，请直接登录", "code")
        top = top_of(add_federation(name=called, actor=BEGINNER, at=at))
        person = enter(top, Role.ADMIN, login, name, "", password, passing=False, actor=BEGINNER, hat=None, at=at)
        if clerk:
            put_on(person, top, Role.CITY, actor=BEGINNER, hat=None, at=at)
        return person
