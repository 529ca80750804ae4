"""The one file: a ZIP written whole or not at all, and read only after every digest in it was computed again."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import IO

from jiangfang.config.keeping import files, manifest
from jiangfang.config.keeping.manifest import Manifest, Part
from jiangfang.core.problems import Refused, error
from jiangfang.documents.files import reason, unreadable

HALF = ".jiangfang-"
CHUNK = 1024 * 1024
_LARGEST_MANIFEST = 32 * 1024 * 1024
_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError)


@contextmanager
def half(spot: Path) -> Iterator[Path]:
    """A folder beside what is being made, for its owner alone; gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix=HALF, dir=spot))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def writing(path: Path, at: datetime) -> Iterator[Writer]:
    """A new ZIP; closed also where writing it failed, and then of no use. Raises OSError."""
    package = zipfile.ZipFile(path, "x", zipfile.ZIP_DEFLATED, compresslevel=6)
    try:
        yield Writer(package, at)
        package.close()
    finally:
        with suppress(OSError, ValueError):
            package.close()


class Writer:
    """A ZIP in which each part's size and digest are counted while it is written."""

    def __init__(self, package: zipfile.ZipFile, at: datetime) -> None:
        self.zip = package
        self.day = (max(at.year, 1980), at.month, at.day, at.hour, at.minute, at.second)
        self.parts: list[Part] = []

    def add(self, name: str, chunks: Iterable[bytes | memoryview], *, packed: bool = True) -> None:
        """One part, as it comes. packed: whether it gets smaller by that, as pictures do not."""
        size, digest = 0, hashlib.sha256()
        with self.zip.open(self._info(name, packed=packed), "w", force_zip64=True) as out:
            for chunk in chunks:
                size += len(chunk)
                digest.update(chunk)
                out.write(chunk)
        self.parts.append(Part(name, size, digest.hexdigest()))

    def describe(self, said: Manifest) -> None:
        """The manifest, as the last part."""
        self.zip.writestr(self._info(manifest.NAME), said.written())

    def _info(self, name: str, *, packed: bool = True) -> zipfile.ZipInfo:
        info = zipfile.ZipInfo(name, self.day)
        info.compress_type = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
        info.external_attr = 0o600 << 16
        return info


def chunks_of(file: IO[bytes]) -> Iterator[bytes]:
    """A file piece by piece."""
    while chunk := file.read(CHUNK):
        yield chunk


def laid(spot: Path, chunks: Iterable[bytes]) -> None:
    """A new file, for sure on the disk and for its owner alone. Raises OSError."""
    with spot.open("xb") as out:
        for chunk in chunks:
            out.write(chunk)
        out.flush()
        os.fsync(out.fileno())
    spot.chmod(0o600)


def put_in_place(made: Path, path: Path) -> None:
    """The finished file under its name, in the place of what was there. Raises OSError."""
    with made.open("rb+") as out:
        os.fsync(out.fileno())
    made.chmod(0o600)
    made.replace(path)


class Reader:
    """A copy whose names and sizes were looked at; ``prove`` computes every digest."""

    def __init__(self, package: zipfile.ZipFile, path: Path) -> None:
        self.zip, self.path = package, path
        self.manifest = self._manifest()
        self._must_agree()

    def prove(self) -> None:
        """Every part read once. Raises Refused for a damaged one."""
        for part in self.manifest.parts:
            for _ in self.chunks(part):
                pass

    def part(self, name: str) -> Part:
        """The part of that name. Raises Refused."""
        found = next((part for part in self.manifest.parts if part.name == name), None)
        if found is None:
            raise self._damaged(f"缺少 {name}")
        return found

    def chunks(self, part: Part) -> Iterator[bytes]:
        """A part piece by piece. Raises Refused at its end when it is not what was written down of it."""
        digest, size = hashlib.sha256(), 0
        try:
            with self.zip.open(part.name) as out:
                for chunk in chunks_of(out):
                    digest.update(chunk)
                    size += len(chunk)
                    yield chunk
        except _DAMAGED as fault:
            raise self._damaged(f"{part.name} 读不出来") from fault
        if (size, digest.hexdigest()) != (part.size, part.sha256):
            raise self._damaged(f"{part.name} 和当时写下的摘要不一样")

    def unpack(self, part: Part, spot: Path) -> None:
        """A part as a file. Raises Refused, OSError when it cannot be written."""
        spot.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        laid(spot, self.chunks(part))

    def _manifest(self) -> Manifest:
        try:
            info = self.zip.getinfo(manifest.NAME)
            if info.file_size > _LARGEST_MANIFEST or info.compress_type not in _METHODS:
                raise ValueError("too large")
            return manifest.read(self.zip.read(info))
        except manifest.NewerFormat as fault:
            said = "这份备份是更新的版本做的，现在的版本不认识；请换成那个版本再还原"
            raise Refused([error("newer_backup", str(self.path), said)]) from fault
        except (KeyError, RecursionError, *_DAMAGED) as fault:
            raise Refused([unreadable(self.path, "不是匠坊的备份")]) from fault

    def _must_agree(self) -> None:
        """Raises Refused unless the parts are those of the manifest, each once, with names that lead nowhere else."""
        infos = [info for info in self.zip.infolist() if info.filename != manifest.NAME]
        if sorted((info.filename, info.file_size) for info in infos) != sorted(
            (part.name, part.size) for part in self.manifest.parts
        ):
            raise self._damaged("里面的文件和清单对不上")
        names = [part.name for part in self.manifest.parts]
        if len(set(names)) != len(names) or any(info.compress_type not in _METHODS for info in infos):
            raise self._damaged("里面的文件和清单对不上")
        for name in names:
            if not _may_stand(name):
                raise self._damaged("里面有不该有的文件名")

    def _damaged(self, why: str) -> Refused:
        return Refused([unreadable(self.path, f"备份损坏或被改动，什么也没有还原：{why}。请换一份备份")])


def _may_stand(name: str) -> bool:
    if name.startswith(manifest.FILES):
        return files.sound(name.removeprefix(manifest.FILES))
    return name == manifest.DATABASE or (name.startswith(manifest.TABLES) and name.count("/") == 1)


@contextmanager
def opened(path: Path) -> Iterator[Reader]:
    """A copy, proved. Raises Refused when there is none, it is no copy of ours, or it is damaged."""
    try:
        if not path.is_file():
            raise Refused([unreadable(path, "是一个文件夹，不是文件" if path.is_dir() else "没有这个文件")])
        file = path.open("rb")
    except (OSError, ValueError) as fault:
        raise Refused([unreadable(path, reason(fault))]) from fault
    with file:
        try:
            package = zipfile.ZipFile(file)
        except _DAMAGED as fault:
            raise Refused([unreadable(path, "不是备份，或者没有复制完整；请换一份备份")]) from fault
        with package:
            found = Reader(package, path)
            found.prove()
            yield found


def described(path: Path) -> Manifest | None:
    """What a copy says of itself, nothing of it proved; None for what is none of ours. Raises OSError."""
    try:
        with zipfile.ZipFile(path) as package:
            return manifest.read(package.read(manifest.NAME))
    except manifest.NewerFormat as fault:
        raise OSError("of a later version") from fault
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, KeyError):
        return None
