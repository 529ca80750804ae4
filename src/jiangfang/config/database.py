"""Which database: a file in the data folder, or the PostgreSQL that ``JIANGFANG_DATABASE`` names."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from jiangfang.config.env import BadEnvironment

FILE = "jiangfang.sqlite3"
_SCHEMES = ("postgresql", "postgres")
_OPTIONS = frozenset({"sslmode", "sslrootcert", "sslcert", "sslkey", "connect_timeout", "application_name"})
_SHAPE = "postgresql://用户:密码@主机:5432/数据库"


def settings_of(data: Path, url: str) -> dict[str, Any]:
    """Django's settings of the one database. Raises BadEnvironment for a URL that cannot be used."""
    return postgresql(url) if url else sqlite(data / FILE)


def sqlite(path: Path) -> dict[str, Any]:
    """A file. Several people save at once: a writer takes its place in the queue at once and waits its turn.

    A thread keeps its connection for a minute: opening the file for each page costs as much as the page's questions,
    and whoever closes it last writes everything back to the disk.
    """
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "CONN_MAX_AGE": 60,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA secure_delete=ON;",
        },
    }


def postgresql(url: str) -> dict[str, Any]:
    """A server, from ``postgresql://…``. A host in the query (``?host=/run/postgresql``) is a folder of a socket.

    Raises BadEnvironment; its sentence never holds the URL, in which a password may stand.
    """
    try:
        parts = urlsplit(url)
        port, query = parts.port, dict(parse_qsl(parts.query, strict_parsing=bool(parts.query)))
    except ValueError as fault:
        raise _wrong("写法不对，密码里的 @ : / ? # 要写成 %40 %3A %2F %3F %23") from fault
    name = unquote(parts.path.removeprefix("/"))
    if parts.scheme not in _SCHEMES:
        raise _wrong("只认 postgresql:// 开头的地址；用 SQLite 时不要设它")
    if not name or "/" in name:
        raise _wrong("要写明一个数据库的名字")
    socket = query.pop("host", "")
    if strange := sorted(set(query) - _OPTIONS):
        raise _wrong(f"问号后面不认识 {'、'.join(strange)}")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": socket or unquote(parts.hostname or ""),
        "PORT": str(port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": query,
    }


def _wrong(says: str) -> BadEnvironment:
    return BadEnvironment(f"环境变量 JIANGFANG_DATABASE {says}。样子是 {_SHAPE}")
