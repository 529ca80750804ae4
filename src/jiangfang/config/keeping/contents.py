"""What was uploaded, in a copy: inside it, or beside the copies of this machine, where they share what never changes.

Contents are taken from whichever store is set and put back into whichever store is set.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from jiangfang.config import folder
from jiangfang.config.keeping import bundle, manifest
from jiangfang.config.keeping.bundle import Reader, Writer
from jiangfang.config.keeping.manifest import Manifest, Part
from jiangfang.core.problems import Refused, error
from jiangfang.documents.files import unreadable
from jiangfang.records.files import store
from jiangfang.records.files.store import Folder, Store, digest_of, name_of
from jiangfang.records.files.store.folder import HALF

TOP = f"{manifest.FILES}{store.FILES}/"
_CONTENT = re.compile(rf"{TOP}([0-9a-f]{{2}})/(\1[0-9a-f]{{62}})", re.ASCII)


def of(data: Path) -> Store:
    """Where the contents of a data folder lie: the object store of the settings, else below it."""
    return store.chosen() if settings.FILES else Folder(data / store.FILES)


def spare(data: Path) -> Folder:
    """Where the copies of this machine keep the contents that they share."""
    return beside(data / folder.BACKUPS / "any.zip")


def beside(copy: Path) -> Folder:
    """Where the contents lie that a copy shares with those that lie in the same folder."""
    return Folder(copy.parent / store.FILES)


def sha256_of(part: Part) -> str:
    """The content that a part is; "" for any other file."""
    found = _CONTENT.fullmatch(part.name)
    return found[2] if found else ""


def written(kept: Store, writer: Writer) -> list[str]:
    """Every content into a copy; the names of what is not as it was, or is none. Raises Refused, OSError."""
    found, left_out = _all(kept)
    for sha256 in found:
        with _opened(kept, sha256) as content:
            if content:
                writer.add(TOP + name_of(sha256), bundle.chunks_of(content), packed=False)
                if writer.parts[-1].sha256 != sha256:
                    left_out.append(_damaged(sha256))
    return left_out


def shared(kept: Store, into: Folder) -> tuple[list[Part], list[str]]:
    """Every content beside a copy, where it is not there yet, and the names of what is not as it was, or is none.

    Where both are folders of one disk it costs no room: the same bytes get a second name. Raises Refused, OSError.
    """
    parts: list[Part] = []
    found, left_out = _all(kept)
    for sha256 in found:
        size = into.size(sha256)
        size = _put(kept, into, sha256) if size is None else size
        if size is None:
            left_out.append(_damaged(sha256))
        elif size >= 0:
            parts.append(Part(TOP + name_of(sha256), size, sha256))
    return parts, left_out


def _damaged(sha256: str) -> str:
    return f"{store.FILES}/{name_of(sha256)}（内容坏了）"


def _put(kept: Store, into: Folder, sha256: str) -> int | None:
    """How many bytes were put; None for a content that is not as it was, -1 for one that is gone meanwhile."""
    with _opened(kept, sha256) as content:
        if content is None:
            return -1
        found, size = digest_of(content)
        if found != sha256:
            return None
        into.top.mkdir(mode=0o700, exist_ok=True)
        if isinstance(kept, Folder):
            into.put(sha256, kept.top / name_of(sha256))
        else:
            content.seek(0)
            with bundle.half(into.top.parent) as spot:
                bundle.laid(spot / sha256, bundle.chunks_of(content))
                into.put(sha256, spot / sha256)
        return size


def thin_out(into: Folder, said: Iterable[Manifest]) -> None:
    """What none of these copies names goes. Raises OSError."""
    named = {sha256_of(part) for one in said for part in one.beside}
    for one in list(into.lying()):
        if one.sha256 not in named:
            into.drop(one.name)


def _all(kept: Store) -> tuple[list[str], list[str]]:
    """Every content, and the names of what else lies there; not of what is half written."""
    with _away():
        lying = list(kept.lying())
    strange = [one.name for one in lying if not one.sha256 and not one.name.rpartition("/")[2].startswith(HALF)]
    return sorted(one.sha256 for one in lying if one.sha256), sorted(f"{store.FILES}/{name}" for name in strange)


@contextmanager
def _opened(kept: Store, sha256: str) -> Iterator[BinaryIO | None]:
    """The bytes of one; None for one that was thrown away meanwhile."""
    content = None
    with _away(), suppress(FileNotFoundError):
        content = kept.open(sha256)
    try:
        yield content
    finally:
        if content:
            content.close()


@contextmanager
def _away() -> Iterator[None]:
    try:
        yield
    except store.Away as fault:
        said = "存放上传文件的地方（JIANGFANG_FILES）现在连不上，没有做成备份；请过一会儿再来一次"
        raise Refused([error("store_away", "JIANGFANG_FILES", said)]) from fault


def must_be_there(found: Reader) -> None:
    """Every content that a copy shares, looked at byte by byte where it lies beside it. Raises Refused, OSError."""
    near, lost = beside(found.path), []
    for part in found.manifest.beside:
        if sha256_of(part) != part.sha256:
            raise Refused([unreadable(found.path, "里面有不该有的文件名")])
        try:
            with near.open(part.sha256) as content:
                if digest_of(content) != (part.sha256, part.size):
                    lost.append(part)
        except FileNotFoundError:
            lost.append(part)
    if lost:
        said = (
            f"里面记的 {len(found.manifest.beside)} 份上传的内容放在它旁边的 {store.FILES} 文件夹里，那里缺了或坏了"
            f" {len(lost)} 份；请把当时的 {store.FILES} 文件夹也放到它旁边，或者加上 --without-files，只还原其余的"
        )
        raise Refused([unreadable(found.path, said)])


@contextmanager
def put_back(found: Reader, stage: Path, *, alone: bool) -> Iterator[None]:
    """Every content into the store, or below a folder that nobody looks at yet; gone again where the block fails.

    alone: without those that lie beside the copy. Raises Refused, OSError.
    """
    into, new = of(stage), []
    try:
        for part in found.manifest.parts:
            if sha256_of(part):
                new += _laid(into, part, found.chunks(part), stage)
        for part in () if alone else found.manifest.beside:
            with beside(found.path).open(part.sha256) as content:
                new += _laid(into, part, bundle.chunks_of(content), stage)
        yield
    except BaseException:
        for sha256 in new:
            with suppress(OSError):
                into.drop(name_of(sha256))
        raise


def _laid(into: Store, part: Part, chunks: Iterable[bytes], stage: Path) -> list[str]:
    """One content put; nothing where the store has it, and of one that was damaged when the copy was made."""
    sha256 = sha256_of(part)
    try:
        if sha256 != part.sha256 or into.size(sha256) == part.size:
            return []
        with bundle.half(stage.parent) as spot:
            bundle.laid(spot / sha256, chunks)
            into.put(sha256, spot / sha256)
    except store.Away as fault:
        said = "存放上传文件的地方（JIANGFANG_FILES）现在连不上，什么也没有还原；请过一会儿再来一次"
        raise Refused([error("store_away", "JIANGFANG_FILES", said)]) from fault
    return [sha256]
