"""The files that this room makes: the material of an application bound, the same with its files, that of a round.

What reads and writes PDF is imported when something is made: it is large, and every command reads this file.
"""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

from jiangfang.core.people import Role
from jiangfang.core.problems import Refused, error
from jiangfang.records.files import kinds
from jiangfang.records.files.kinds import Kind, Sent, Told, Wish
from jiangfang.records.journal import actions as journal
from jiangfang.records.people.actions.authority import actor_of, day_of
from jiangfang.stages.announce.queries import rounds_for
from jiangfang.stages.apply import access, lists
from jiangfang.stages.apply import queries as applications
from jiangfang.stages.apply.actions.holding import subject
from jiangfang.stages.apply.handed_in import as_handed_in
from jiangfang.stages.apply.models import Application
from jiangfang.stages.prove.queries.bound import Bundling, bundling

PDF, ZIP = "application/pdf", "application/zip"
COUNTED, DEED = "份", "file.bound"


def _bound(wish: Wish, out: BinaryIO, told: Told) -> None:
    """One PDF."""
    from jiangfang.stages.prove import binding

    binding.write_bound(_one(wish), out, told)


def _zip(wish: Wish, out: BinaryIO, told: Told) -> None:
    """The PDF and the files."""
    from jiangfang.stages.prove import binding

    binding.write_zip(_one(wish), out, told)


def _round(wish: Wish, out: BinaryIO, told: Told) -> None:
    """What goes into the ZIP of a round; the ZIP itself is put together while it is fetched."""
    from jiangfang.stages.prove import sending

    sending.write_list(_all(wish), lambda one: _read(one, wish), out, told)


def _sent(path: Path) -> Sent:
    from jiangfang.stages.prove import sending

    return sending.sent(path)


def _one(wish: Wish) -> Bundling:
    """The application that is meant, as far as the hat may open its files; a look, unless it is the unit's own."""
    found = applications.whole(Application.objects.filter(pk=int(wish.wanted["application"]))).first()
    if found is None or not _opens(found, wish):
        raise Refused([error("not_now", "", "这份申报现在不归您看，没有做；请回到申报的页面看看它到了哪里")])
    _look(wish, [found])
    return _read(found, wish)


def _opens(application: Application, wish: Wish) -> bool:
    return access.reads(application, wish.hat) and not access.masks(application, wish.hat)


def _read(application: Application, wish: Wish) -> Bundling:
    """As its unit has it now, as everybody else had it handed in."""
    own = wish.hat.role == Role.UNIT
    return bundling(application if own else as_handed_in(application), live=own)


def _look(wish: Wish, found: list[Application]) -> None:
    if wish.hat.role != Role.UNIT:
        journal.look_at_all(
            federation=wish.hat.organisation.federation_id,
            person=actor_of(wish.hat.person),
            subjects=[subject(one) for one in found],
            day=day_of(wish.at),
        )


def _all(wish: Wish) -> list[Application]:
    """Every application of the round that the hat may open, by recommender, number and studio."""
    concerned = [one for one in rounds_for(wish.hat, day_of(wish.at)) if str(one.pk) == wish.wanted["round"]]
    handed = lists.handed_in(wish.hat, concerned).filter(round__in=concerned)
    rows = applications.whole(handed).order_by("recommender__organisation__path", "number", "pk")
    found = [one for one in rows if _opens(one, wish)]
    if not found:
        raise Refused([error("not_now", "", "这一轮现在还没有可以下载的申报，没有做")])
    _look(wish, found)
    return found


BOUND = kinds.register(Kind("prove.bound", PDF, ".pdf", _bound, counted=COUNTED, deed=DEED))
ZIPPED = kinds.register(Kind("prove.zip", ZIP, ".zip", _zip, counted=COUNTED, deed=DEED))
ROUND = kinds.register(Kind("prove.round", ZIP, ".zip", _round, counted=COUNTED, deed=DEED, sent=_sent))
