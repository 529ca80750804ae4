"""``jiangfang user link``."""

from __future__ import annotations

from argparse import Namespace

from jiangfang.cli.report import Report, shown
from jiangfang.cli.stored import opened
from jiangfang.core.journal import Actor
from jiangfang.core.problems import Refused, error

# In the journal this is who did it: whoever may run commands on the server.
AT_THE_SERVER = Actor(None, "服务器命令行")


def link(call: Namespace) -> Report:
    """A one-time sign-in link of a person, printed once."""
    problems = opened(call)
    from django.utils import timezone

    from jiangfang.records.people import actions, queries

    person = queries.person_called(call.user)
    if person is None:
        raise Refused([error("unknown_person", "", f"没有登录名是“{call.user}”的人")])
    issued = actions.issue_link(person=person, actor=AT_THE_SERVER, at=timezone.now())
    path, until = f"/in/{issued.code}", timezone.localtime(issued.slip.expires_at)
    lines = [path, f"{person.name}用它登录一次，{until:%H:%M} 以前有效；前面加上网页的地址"]
    document = {"problems": shown(problems), "link": path, "until": until.isoformat(timespec="seconds")}
    return Report(problems, document, lines)
