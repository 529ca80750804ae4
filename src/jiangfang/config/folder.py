"""The data folder of a server: made with its key, and held by one server at a time."""

from __future__ import annotations

import os
import re
import secrets
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from jiangfang.core.problems import Problem, Refused, error
from jiangfang.documents.files import write_whole

KEY, LOCK, BACKUPS = "secret.key", "serve.lock", "backups"
MOUNTS = Path("/proc/mounts")
# fuseblk is a local disk; what stands behind another fuse is told by its name.
_NETWORK = re.compile(
    r"nfs\d?|cifs|smb\d?|smbfs|smbnetfs|9p|afs|ncpfs|ceph|lustre|glusterfs|davfs|gpfs|beegfs|ocfs2|gfs2|vboxsf|prl_fs|virtiofs"
    r"|fuse\.(?!(?:gvfsd-fuse|portal|ntfs-3g|ntfs|exfat|ext4)$).*"
)


def make(data: Path) -> None:
    """The folder, for its owner alone, and whatever this process writes from now on likewise. Raises OSError."""
    os.umask(0o077)
    data.mkdir(mode=0o700, parents=True, exist_ok=True)


def keep_key(data: Path) -> None:
    """A secret key in the folder, for its owner alone, where none is kept yet. Raises Refused."""
    kept = data / KEY
    if not kept.is_file() or not kept.read_text(encoding="ascii", errors="replace").strip():
        kept.unlink(missing_ok=True)
        write_whole(kept, secrets.token_urlsafe(48).encode("ascii"))


def hold(data: Path) -> IO[str]:
    """The folder for this process alone, until the file is closed or the process ends. Raises Refused."""
    file = locked(data / LOCK)
    if file is None:
        raise Refused([_in_use(data)])
    return file


def locked(path: Path) -> IO[str] | None:
    """A file for this process alone, until it is closed or the process ends; None while another holds it."""
    file = path.open("a", encoding="ascii")
    try:
        _lock(file)
    except OSError:
        file.close()
        return None
    return file


def refuse_network(data: Path) -> None:
    """SQLite keeps its order among several writers by the memory and the locks of one machine. Raises Refused."""
    kind = network_of(data)
    if kind:
        said = (
            f"数据文件夹 {data} 在网络盘上（{kind}），SQLite 在那里会损坏数据；请放到本机的硬盘上，或者改用 PostgreSQL"
        )
        raise Refused([error("network_folder", str(data), said)])


def network_of(data: Path) -> str:
    """What kind of network a folder lies on; "" for a disk of this machine, or where nobody knows."""
    spot = data.resolve()
    if str(spot).startswith("\\\\"):
        return "smb"
    kind, longest = "", -1
    for point, found in _mounts():
        if (spot == point or point in spot.parents) and len(point.parts) >= longest:
            kind, longest = found, len(point.parts)
    return kind if _NETWORK.fullmatch(kind) else ""


def _mounts() -> Iterator[tuple[Path, str]]:
    """What is mounted where, and of which kind, in the order of mounting; nothing where no table of it is found."""
    try:
        lines = MOUNTS.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return
    for line in lines:
        words = line.split(" ")
        if len(words) > 2:
            yield Path(re.sub(r"\\([0-7]{3})", lambda found: chr(int(found[1], 8)), words[1])), words[2]


def _in_use(data: Path) -> Problem:
    said = f"数据文件夹 {data} 已经有一个匠坊开着，一个文件夹只能开一个；请用已经开着的那个，或者先停掉它"
    return error("folder_in_use", str(data), said)


if sys.platform == "win32":

    def _lock(file: IO[str]) -> None:
        import msvcrt

        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)

else:

    def _lock(file: IO[str]) -> None:
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
