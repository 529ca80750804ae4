"""The material of a whole round as one ZIP that is put together while it is fetched: nothing of it lies there twice.

What is made beforehand is a list: the name of every file in the ZIP, where it lies, how long it is.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import BinaryIO

from zipstream import ZipStream

from jiangfang.records.files import store
from jiangfang.records.files.kinds import Sent, Told
from jiangfang.records.files.models import Content
from jiangfang.stages.apply.models import Application
from jiangfang.stages.prove import binding
from jiangfang.stages.prove.queries.bound import Bundling, folders

Row = tuple[str, str, str, int]
"""The name of a file, what it is, where it lies (or what it says), how long it is."""
Read = Callable[[Application], Bundling]
_VOLUME, _CONTENT, _TEXT = "volume", "content", "text"
_CHUNK = 256 * 1024


def write_list(found: Sequence[Application], read: Read, out: BinaryIO, told: Told) -> None:
    """Bind every application and write down what goes into the ZIP. read: the material of one. Raises Refused."""
    rows: list[Row] = []
    for done, (one, folder) in enumerate(zip(found, folders(found), strict=True)):
        beat = partial(told, done, len(found))
        beat()
        rows += [(f"{folder}/{name}", kind, where, size) for name, kind, where, size in _rows(read(one), beat)]
    told(len(found), len(found))
    out.write(json.dumps(rows, ensure_ascii=False).encode())


def _rows(found: Bundling, beat: Callable[[], None]) -> Iterator[Row]:
    """What goes into the folder of one application."""
    path = binding.kept_volume(found, lambda done, total: beat())
    yield binding.bound_name(found), _VOLUME, path.name, path.stat().st_size
    lacking = []
    for piece in found.pieces:
        content = piece.file.content if piece.file else None
        if content is None or content.lost_at is not None:
            lacking.append(piece.name)
        else:
            yield piece.name, _CONTENT, content.sha256, content.size
    if lacking:
        said = binding.listed(lacking).decode()
        yield binding.LACKING, _TEXT, said, len(said.encode())


def sent(path: Path) -> Sent:
    """The ZIP of a list, its length known before. Raises FileNotFoundError where something of it is gone."""
    rows = json.loads(path.read_bytes())
    wanted = {where for _, kind, where, _ in rows if kind == _CONTENT}
    contents = {one.sha256: one for one in Content.objects.filter(sha256__in=wanted)}
    package = ZipStream(sized=True)
    for name, kind, where, size in rows:
        if kind == _VOLUME:
            lying = binding.volumes() / where
            if lying.stat().st_size != size:
                raise FileNotFoundError(where)
            package.add(_pieces(lying), name, size=size)
        elif kind == _TEXT:
            package.add(where, name)
        elif where in contents:
            package.add(_opened(contents[where]), name, size=size)
        else:
            raise FileNotFoundError(where)
    return Sent(len(package), iter(package))


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as content:
        yield from _read(content)


def _opened(content: Content) -> Iterator[bytes]:
    """A content when its turn comes. Raises Lost, by which the whole ends early: it is seen to be too short."""
    with store.open(content) as file:
        yield from _read(file)


def _read(content: BinaryIO) -> Iterator[bytes]:
    while piece := content.read(_CHUNK):
        yield piece
