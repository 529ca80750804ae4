"""Loading a programme folder into the records."""

from __future__ import annotations

import hashlib
from datetime import datetime
from pathlib import Path

from django.db import transaction

from jiangfang.core.definition.keeping import digest, keep
from jiangfang.core.journal import Actor, Subject
from jiangfang.core.problems import Refused
from jiangfang.documents.folder import ProgrammeFolder, load_folder
from jiangfang.records.journal import actions as journal
from jiangfang.records.people.actions.authority import must_reach
from jiangfang.records.people.models import Federation, Hat
from jiangfang.records.people.queries import top_of
from jiangfang.records.programmes.models import Blank, Revision, RevisionBlank


def adopt(*, folder: Path, federation: Federation, actor: Actor, hat: Hat | None, at: datetime) -> Revision:
    """The revision of a programme folder: a new one, or the one that the same folder gave before.

    Only an administrator adopts. Raises Refused with every fault of the folder; then nothing is kept.
    """
    must_reach(actor, hat, top_of(federation), at)
    loaded, problems = load_folder(folder)
    if loaded is None:
        raise Refused(problems)
    contents = {paper.file: loaded.blank_bytes(paper) for paper in loaded.programme.papers}
    return _kept(loaded, contents, federation, actor, hat, at)


@transaction.atomic
def _kept(
    loaded: ProgrammeFolder,
    contents: dict[str, bytes],
    federation: Federation,
    actor: Actor,
    hat: Hat | None,
    at: datetime,
) -> Revision:
    Federation.objects.select_for_update(no_key=True).get(pk=federation.pk)
    plain, sums = keep(loaded.programme), {file: _sha256(content) for file, content in contents.items()}
    known = digest(plain, sums)
    found = Revision.objects.filter(federation=federation, digest=known).first()
    if found is not None:
        return found
    _keep_blanks(contents)
    revision = Revision.objects.create(
        federation=federation,
        programme=loaded.programme.id,
        title=loaded.programme.title,
        digest=known,
        plain=plain,
        loaded_at=at,
        loaded_by=actor.name,
    )
    RevisionBlank.objects.bulk_create(
        RevisionBlank(revision=revision, file=file, blank_id=sha256) for file, sha256 in sorted(sums.items())
    )
    journal.record(
        federation=federation.pk,
        actor=actor,
        hat=str(hat) if hat else "",
        deed="programme.adopted",
        subject=Subject("programme", loaded.programme.id, loaded.programme.title),
        after={"revision": revision.pk, "digest": known, "blanks": sums},
        at=at,
    )
    return revision


def _keep_blanks(contents: dict[str, bytes]) -> None:
    """Those bytes that are not there yet; another federation may be keeping the same at this moment."""
    wanted = {_sha256(content): content for content in contents.values()}
    there = set(Blank.objects.filter(pk__in=wanted).values_list("pk", flat=True))
    fresh = [Blank(sha256=sha256, content=content) for sha256, content in wanted.items() if sha256 not in there]
    Blank.objects.bulk_create(fresh, ignore_conflicts=True)


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
