"""What a copy says of itself: the version, the engine, the migrations, every table's rows, every file's digest."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Any

NAME, FORMAT = "manifest.json", 1
DATABASE = "database.sqlite3"
TABLES, FILES = "database/", "files/"
_DIGEST = re.compile(r"[0-9a-f]{64}", re.ASCII)
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Part:
    """One file inside."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Table:
    """One table. columns: in the order in which they stand in a copy of PostgreSQL."""

    name: str
    columns: tuple[str, ...]
    rows: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """sequences: the last number that PostgreSQL gave to a ``table.column``; SQLite keeps its own in its file."""

    version: str
    engine: str
    made_at: str
    migrations: tuple[tuple[str, str], ...]
    tables: tuple[Table, ...]
    parts: tuple[Part, ...]
    sequences: dict[str, int] = field(default_factory=dict)

    @property
    def rows(self) -> int:
        """How many rows there are in all tables."""
        return sum(table.rows for table in self.tables)

    @property
    def files(self) -> tuple[Part, ...]:
        """The files of the data folder."""
        return tuple(part for part in self.parts if part.name.startswith(FILES))

    def written(self) -> bytes:
        """As it stands in the file."""
        plain = {
            "jiangfang": FORMAT,
            "version": self.version,
            "engine": self.engine,
            "made_at": self.made_at,
            "migrations": [list(pair) for pair in self.migrations],
            "tables": [{"name": one.name, "columns": list(one.columns), "rows": one.rows} for one in self.tables],
            "sequences": self.sequences,
            "parts": [{"name": one.name, "size": one.size, "sha256": one.sha256} for one in self.parts],
        }
        return json.dumps(plain, ensure_ascii=False, indent=1).encode()


class NewerFormat(ValueError):  # noqa: N818 - it is not wrong, only not known here
    """Written by a version that knows more."""


def read(content: bytes) -> Manifest:
    """The manifest. Raises ValueError for what none of ours can be, NewerFormat for one of a later version."""
    plain = json.loads(content)
    if not isinstance(plain, dict) or not isinstance(plain.get("jiangfang"), int):
        raise ValueError("no manifest")
    if plain["jiangfang"] != FORMAT:
        raise NewerFormat(plain["jiangfang"])
    try:
        return Manifest(
            _text(plain["version"]),
            _text(plain["engine"]),
            _text(plain["made_at"]),
            tuple((_text(app), _text(name)) for app, name in plain["migrations"]),
            tuple(_table(one) for one in plain["tables"]),
            tuple(Part(_text(one["name"]), _count(one["size"]), _digest(one["sha256"])) for one in plain["parts"]),
            {_text(key): _count(value) for key, value in plain["sequences"].items()},
        )
    except (KeyError, TypeError, AttributeError) as fault:
        raise ValueError("no manifest") from fault


def _table(plain: Any) -> Table:
    names = (_text(plain["name"]), *map(_text, plain["columns"]))
    if not all(map(_WORD.fullmatch, names)):
        raise ValueError("no name of a table")
    return Table(names[0], names[1:], _count(plain["rows"]))


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError("no text")
    return value


def _count(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise ValueError("no count")
    return value


def _digest(value: Any) -> str:
    if not _DIGEST.fullmatch(_text(value)):
        raise ValueError("no digest")
    return str(value)
