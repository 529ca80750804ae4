"""The notice's own file, attached by the office that holds it; its clauses are cut out of it."""

from __future__ import annotations

import hashlib
from datetime import datetime
from pathlib import PurePath

from django.db import transaction

from jiangfang.core.people import Role
from jiangfang.documents.notice import LARGEST_NOTICE, LaidNotice, read_notice
from jiangfang.records.people.actions.authority import refused, tidy_name
from jiangfang.records.people.models import Hat
from jiangfang.stages.announce import queries
from jiangfang.stages.announce.actions.authority import must_wear, note, of_round
from jiangfang.stages.announce.models import NoticeFile, Round


def attach_notice(*, round: Round, name: str, content: bytes, hat: Hat, at: datetime) -> NoticeFile:
    """Lay the notice's file beside a round, in the place of one that lies there. Refused: another notice's file.

    Only .docx and .txt are cut into clauses; any other kind that offices use is kept to be downloaded. The file is
    read before anything is held: on SQLite nobody else writes while a transaction is open.
    """
    must_wear(hat, Role.CITY, round.federation_id, at)
    if len(content) > LARGEST_NOTICE:
        raise refused("too_long", f"文件超过 {LARGEST_NOTICE // 1024 // 1024} MB", "file")
    kept_name = tidy_name(PurePath(name.replace("\\", "/")).name, "文件名", 200, "file")
    read = read_notice(kept_name, content, queries.opened(round).programme)
    return _attach(round, kept_name, content, read, hat, at)


@transaction.atomic
def _attach(round: Round, name: str, content: bytes, read: LaidNotice, hat: Hat, at: datetime) -> NoticeFile:
    actor = must_wear(hat, Role.CITY, round.federation_id, at)
    Round.objects.select_for_update(no_key=True).get(pk=round.pk)
    old = NoticeFile.objects.filter(round=round).values("name", "sha256").first()
    values = {
        "name": name,
        "sha256": hashlib.sha256(content).hexdigest(),
        "content": content,
        "clauses": {number: clause.text.replace("\0", "") for number, clause in read.clauses.items()},
        "lost": list(read.lost),
        "attached_at": at,
        "attached_by": actor.name,
    }
    made, _ = NoticeFile.objects.update_or_create(round=round, defaults=values)
    after = {"name": made.name, "sha256": made.sha256, "clauses": len(made.clauses), "lost": made.lost}
    note("notice.attached", of_round(round), round, actor, hat, at, old, after)
    return made
