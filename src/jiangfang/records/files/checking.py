"""Whether what lies in the store and what the rows say agree; what is safe to mend is mended when that is asked for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from jiangfang.core.problems import Problem, error, note, warning
from jiangfang.core.proofs import size_of
from jiangfang.records.files import store
from jiangfang.records.files.actions import leaving, mending, uploading
from jiangfang.records.files.models import Content, Upload
from jiangfang.records.files.queries import on_its_way, unused
from jiangfang.records.files.store import Lying, Store
from jiangfang.records.files.store.folder import HALF

OLD = timedelta(days=1)
NAMED = 3
_MEND = "；加上 --mend 再来一次就清除"


@dataclass
class Checked:
    """What was found. contents, bytes: how much was read and is sound; mended: how many faults are mended now."""

    contents: int = 0
    bytes: int = 0
    mended: int = 0
    problems: list[Problem] = field(default_factory=list)


def check(*, at: datetime, mend: bool, spare: Store | None = None) -> Checked:
    """Read every content once. spare: where else contents may lie, in a copy, to be put back from there.

    Without ``mend`` nothing is written. Raises Refused where the store is away.
    """
    done = Checked()
    with store.told():
        _contents(done, at, mend, spare)
        _strangers(done, at, mend)
    _left(done, at, mend)
    _uploads(done, at, mend)
    done.problems += _unused()
    return done


def _contents(done: Checked, at: datetime, mend: bool, spare: Store | None) -> None:
    for content in Content.objects.order_by("sha256").iterator(chunk_size=500):
        why = fault_of(store.chosen(), content)
        if not why:
            done.contents += 1
            done.bytes += content.size
            if content.lost_at:
                _found_again(done, content, mend)
        elif Content.objects.filter(pk=content.pk).exists() and content.files.exists():
            _lost(done, content, why, at, mend, spare)


def fault_of(kept: Store, content: Content) -> str:
    """What is wrong with a content in a store, in words; "" for nothing. Raises OSError."""
    try:
        with kept.open(content.sha256) as found:
            return "" if store.digest_of(found) == (content.sha256, content.size) else "和上传时不一样，坏了"
    except FileNotFoundError:
        return "不见了"


def _lost(done: Checked, content: Content, why: str, at: datetime, mend: bool, spare: Store | None) -> None:
    who = _named(content)
    if mend and spare and not fault_of(spare, content):
        mending.put_back(content=content, spare=spare)
        done.mended += 1
        done.problems.append(note("content_restored", content.sha256, f"{who}：内容{why}；已从备份放回"))
        return
    if mend:
        mending.mark_lost(content=content, at=at)
    said = f"{who}：内容{why}；请从备份找回，或者请上传的人再传一次同一份文件"
    done.problems.append(error("content_lost", content.sha256, said))


def _found_again(done: Checked, content: Content, mend: bool) -> None:
    if mend:
        mending.mark_found(content=content)
        done.mended += 1
    said = f"{_named(content)}：曾经读不出来，现在是好的" + ("，已改回" if mend else "；加上 --mend 再来一次就改回")
    done.problems.append(note("content_found", content.sha256, said))


def _named(content: Content) -> str:
    """By which names and where people know it."""
    files = list(content.files.order_by("pk")[: NAMED + 1])
    said = "、".join(f"“{file.name}”（{file.tray}）" for file in files[:NAMED])
    return said + ("等" if len(files) > NAMED else "") if files else content.sha256[:12]


def _strangers(done: Checked, at: datetime, mend: bool) -> None:
    """What lies in the store and no row knows."""
    kept = store.chosen()
    for one in list(kept.lying()):
        if one.sha256:
            if not Content.objects.filter(sha256=one.sha256).exists():
                _orphan(done, one, mend)
        elif one.name.rpartition("/")[2].startswith(HALF):
            if one.at < at - OLD:
                _half(done, kept, one, mend)
        else:
            said = f"{one.name}：存放文件的地方有别的东西，不是本程序放的；请人来看"
            done.problems.append(warning("content_strange", one.name, said))


def _orphan(done: Checked, one: Lying, mend: bool) -> None:
    """Bytes without a row. A row may have come meanwhile; then they stay."""
    if mend and not leaving.let_go(one.sha256):
        return
    done.mended += mend
    said = f"{one.name}：没有记录的内容，{size_of(one.size)}" + ("，已清除" if mend else _MEND)
    done.problems.append((note if mend else warning)("content_orphan", one.name, said))


def _half(done: Checked, kept: Store, one: Lying, mend: bool) -> None:
    if mend:
        kept.drop(one.name)
        done.mended += 1
    said = f"{one.name}：写到一半的内容" + ("，已清除" if mend else _MEND)
    done.problems.append((note if mend else warning)("content_half", one.name, said))


def _left(done: Checked, at: datetime, mend: bool) -> None:
    """Contents of which no file is any more, and that nobody has thrown away."""
    left = Content.objects.filter(files=None).exclude(left_at__gte=at - OLD)
    count = left.count()
    if not count:
        return
    if mend:
        left.filter(left_at=None).update(left_at=at - 2 * OLD)
        done.mended += leaving.clear(at)
    said = f"{count} 份内容已经没有文件用它" + ("，已清除" if mend else _MEND)
    done.problems.append(note("content_left", "", said))


def _uploads(done: Checked, at: datetime, mend: bool) -> None:
    """Uploads that stood still for a day, and parts of none."""
    count = Upload.objects.filter(beat_at__lt=at - OLD).count() + sum(1 for _ in _parts(at))
    if not count:
        return
    if mend:
        uploading.sweep(at)
        done.mended += count
    said = f"{count} 份上传到一半、一天没有动静的文件" + ("，已清除" if mend else _MEND)
    done.problems.append(note("upload_stale", "", said))


def _parts(at: datetime) -> Iterator[str]:
    known = set(Upload.objects.values_list("key", flat=True))
    for path in on_its_way().glob("*"):
        if path.name not in known and path.lstat().st_mtime < (at - OLD).timestamp():
            yield path.name


def _unused() -> Iterator[Problem]:
    """Files to which nothing refers: somebody may still want to, so they are only told of."""
    found: Counter[str] = Counter(unused().values_list("tray", flat=True))
    names: dict[str, list[str]] = {}
    for file in unused().order_by("tray", "pk"):
        if len(names.setdefault(file.tray, [])) < NAMED:
            names[file.tray].append(f"“{file.name}”")
    for tray, count in sorted(found.items()):
        some = "、".join(names[tray]) + ("等" if count > NAMED else "")
        yield note("file_unused", tray, f"{tray}：{count} 份文件没有用在任何地方（{some}），只是告诉，没有动")
