"""Reading a file within bounds, and writing one whole or not at all."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path

from jiangfang.core.problems import Problem, Refused, error

LARGEST = 64 * 1024 * 1024


def read_bytes(path: Path, largest: int = LARGEST) -> bytes:
    """A file's bytes. Raises Refused (``unreadable_file``) when it is not there, no file, too large or not readable."""
    try:
        if not path.is_file():
            word = "是一个文件夹，不是文件" if path.is_dir() else "没有这个文件"
            raise Refused([unreadable(path, word)])
        if path.stat().st_size > largest:
            raise Refused([unreadable(path, f"文件超过 {largest // 1024 // 1024} MB")])
        return path.read_bytes()
    except (OSError, ValueError) as fault:
        raise Refused([unreadable(path, reason(fault))]) from fault


def read_text(path: Path, largest: int = LARGEST) -> str:
    """A UTF-8 text (a byte order mark is fine). Raises Refused (``unreadable_file``)."""
    try:
        return read_bytes(path, largest).decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        said = f"不是 UTF-8 文字（第 {fault.start + 1} 个字节处），请另存为 UTF-8"
        raise Refused([unreadable(path, said)]) from fault


def unreadable(path: Path, why: str) -> Problem:
    """The problem of a file that cannot be used."""
    return error("unreadable_file", str(path), f"{path.name}：{why}")


def reason(fault: BaseException) -> str:
    """A system's reason in words people know."""
    words = {
        13: "没有权限",
        21: "是一个文件夹",
        27: "文件大小超过了这里允许的",
        28: "磁盘满了",
        30: "这个位置只能读，不能写",
        36: "文件名太长",
        122: "磁盘限额用完了",
        20: "路径中间有一段不是文件夹",
        2: "没有这个位置",
    }
    number = getattr(fault, "errno", None)
    return words.get(number or 0, f"系统不允许（{type(fault).__name__}）")


def write_whole(path: Path, content: bytes) -> None:
    """``content`` at ``path``, replacing what was there; on any failure what was there stays.

    Raises Refused (``unwritable_file``).
    """
    try:
        path = path.resolve() if path.is_symlink() else path
        handle, name = tempfile.mkstemp(prefix=".jiangfang-", suffix=path.suffix, dir=path.parent)
    except (OSError, ValueError) as fault:
        raise Refused([_unwritable(path, fault)]) from fault
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        Path(name).chmod(_mode(path))
        Path(name).replace(path)
    except OSError as fault:
        with contextlib.suppress(OSError):
            Path(name).unlink()
        raise Refused([_unwritable(path, fault)]) from fault


def _mode(path: Path) -> int:
    """The mode of the file that is replaced, else what the user's mask leaves of 0666."""
    if path.exists():
        return path.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def _unwritable(path: Path, fault: BaseException) -> Problem:
    return error(
        "unwritable_file", str(path), f"{path.name} 写不进去：{reason(fault)}；请换一个位置，或者关掉占用它的程序"
    )
