"""A sound SQLite: a newer one is put in the place of Python's own before Django loads, where it is installed."""

import sqlite3
import sys
from importlib import import_module

# Up to 3.51.2 two connections that write and checkpoint at the same moment can damage a WAL database; the repair was
# also given to two older series.
_SOUND_SINCE = (3, 51, 3)
_MENDED = {(3, 50): 7, (3, 44): 6}


def swap_in() -> None:
    """Let ``import sqlite3`` give the newer SQLite of the package pysqlite3 to whoever imports it from now on."""
    try:
        newer = import_module("pysqlite3")
    except ImportError:
        return
    if newer.sqlite_version_info > sqlite3.sqlite_version_info:
        sys.modules["sqlite3"] = newer
        sys.modules["sqlite3.dbapi2"] = import_module("pysqlite3.dbapi2")


def version_in_use() -> tuple[int, int, int]:
    """The version of the SQLite that Django gets."""
    found: tuple[int, int, int] = sys.modules["sqlite3"].sqlite_version_info
    return found


def fault_of(version: tuple[int, int, int]) -> str:
    """The sentence for a version with the fault of the WAL; "" for a sound one."""
    if version >= _SOUND_SINCE or version[2] >= _MENDED.get(version[:2], version[2] + 1):
        return ""
    said = ".".join(map(str, version))
    return (
        f"这里的 SQLite 是 {said}：3.51.2 以前的版本在几个人同时保存时，极少数情况下会损坏数据库。"
        "请勤做备份，并安装较新的 SQLite（x86-64 的 Linux：pip install 'jiangfang[sqlite]'）"
    )
