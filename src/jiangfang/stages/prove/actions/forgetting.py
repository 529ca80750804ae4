"""The proofs of applications whose time is over are let go: files, their names, reasons; that there were so many stays.

Called inside the deed of retention, which journals it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from django.db import transaction
from django.db.models import F, Q, QuerySet

from jiangfang.core.journal import Subject
from jiangfang.core.proofs import KINDS
from jiangfang.records.files.models import Content, File
from jiangfang.records.files.queries import uses_of
from jiangfang.stages.apply.forgetting import Kept
from jiangfang.stages.apply.models import Annexed
from jiangfang.stages.prove.models import Excuse, Piece, Reckoning, Settled
from jiangfang.stages.prove.queries.numbers import NUMBERS
from jiangfang.stages.prove.queries.standing import APPLICATION, EVIDENCE

GONE = "（保存期已过，已清除）"


def found(ids: Sequence[int]) -> Mapping[int, Sequence[str]]:
    """The names of the files that would go, by application; those of a ledger stay with their studio."""
    names: dict[int, list[str]] = {}
    for tray, name in _files(ids).order_by("tray", "at", "pk").values_list("tray", "name"):
        names.setdefault(int(tray.partition("-")[2]), []).append(name)
    tied = Piece.objects.filter(application__in=ids).exclude(file__tray__in=_trays(ids))
    for application, name in tied.order_by("application", "pk").values_list("application", "file__name").distinct():
        names.setdefault(application, []).append(f"{name}（台账里的留着，只是不再作证明）")
    return names


def _trays(ids: Sequence[int]) -> list[str]:
    return [f"{APPLICATION}-{pk}" for pk in ids]


def _files(ids: Sequence[int]) -> QuerySet[File]:
    return File.objects.filter(tray__in=_trays(ids))


@transaction.atomic
def forget(ids: Sequence[int]) -> Mapping[int, int]:
    """Let them go; how many pieces and files, by application."""
    gone = Counter(Piece.objects.filter(application__in=ids).values_list("application", flat=True))
    Piece.objects.filter(application__in=ids).delete()
    for file in _files(ids).select_related("content"):
        if not uses_of(file):
            gone[int(file.tray.partition("-")[2])] += 1
            file.delete()
            if not File.objects.filter(content=file.content_id).exists():
                # long left: its bytes go when the keeper clears next
                Content.objects.filter(pk=file.content_id).update(left_at=F("at"))
    Excuse.objects.filter(application__in=ids).update(reason=GONE)
    Settled.objects.filter(Q(one__in=ids) | Q(other__in=ids)).delete()
    Reckoning.objects.filter(application__in=ids).update(used=[], left=[], reason="")
    for row in Annexed.objects.filter(application__in=ids):
        row.kept = {**row.kept, **_without(row.kept)}
        row.save(update_fields=("kept",))
    transaction.on_commit(lambda: _volumes(list(ids)))
    return {pk: count for pk, count in gone.items() if count}


def _without(kept: Mapping[str, Mapping[str, object]]) -> dict[str, dict[str, object]]:
    """What is kept for lists, without words of people."""
    made: dict[str, dict[str, object]] = {}
    if EVIDENCE in kept:
        made[EVIDENCE] = _plain(kept[EVIDENCE])
        filed = kept[EVIDENCE].get("filed")
        if isinstance(filed, dict):
            made[EVIDENCE]["filed"] = _plain(filed)
    if NUMBERS in kept:
        frozen = kept[NUMBERS].get("frozen")
        rest = {key: {**one, "reason": ""} for key, one in frozen.items()} if isinstance(frozen, dict) else {}
        made[NUMBERS] = {**kept[NUMBERS], "reasons": {}, "doubts": [], "frozen": rest}
    return made


def _plain(said: Mapping[str, object]) -> dict[str, object]:
    excused = said.get("excused")
    return {**said, "excused": dict.fromkeys(excused, GONE) if isinstance(excused, dict) else {}}


def things(ids: Sequence[int]) -> list[Subject]:
    """Their own files, whose names the journal keeps sealed."""
    rows = _files(ids).order_by("pk").values_list("pk", "content__kind")
    return [Subject("file", str(pk), KINDS[kind].title) for pk, kind in rows]


def _volumes(ids: Sequence[int]) -> None:
    """Bound volumes that lie in the data folder."""
    from jiangfang.stages.prove import binding

    for pk in ids:
        binding.forget(pk)


KEPT = Kept("支撑材料", found, forget, things)
