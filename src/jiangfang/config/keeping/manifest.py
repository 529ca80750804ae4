"""What a copy says of itself: the version, the engine, the migrations, every table's rows, every file's digest."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Any

NAME = "manifest.json"
# The second form names contents that lie beside the copy; what has none is written in the first.
FORMAT, FORMATS = 2, (1, 2)
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
    """sequences: the last number that PostgreSQL gave to a ``table.column``; SQLite keeps its own in its file.

    beside: contents that lie in a folder beside the copy, which the copies there share.
    """

    version: str
    engine: str
    made_at: str
    migrations: tuple[tuple[str, str], ...]
    tables: tuple[Table, ...]
    parts: tuple[Part, ...]
    sequences: dict[str, int] = field(default_factory=dict)
    beside: tuple[Part, ...] = ()

    @property
    def rows(self) -> int:
        """How many rows there are in all tables."""
        return sum(table.rows for table in self.tables)

    @property
    def files(self) -> tuple[Part, ...]:
        """The files of the data folder, those beside the copy left out."""
        return tuple(part for part in self.parts if part.name.startswith(FILES))

    def written(self) -> bytes:
        """As it stands in the file."""
        plain = {
            "jiangfang": FORMAT if self.beside else FORMATS[0],
            "version": self.version,
            "engine": self.engine,
            "made_at": self.made_at,
            "migrations": [list(pair) for pair in self.migrations],
            "tables": [{"name": one.name, "columns": list(one.columns), "rows": one.rows} for one in self.tables],
            "sequences": self.sequences,
            "parts": [_plain(one) for one in self.parts],
            **({"beside": [_plain(one) for one in self.beside]} if self.beside else {}),
        }
        return json.dumps(plain, ensure_ascii=False, indent=1).encode()


class NewerFormat(ValueError):  # noqa: N818 - it is not wrong, only not known here
    """Written by a version that knows more."""


def read(content: bytes) -> Manifest:
    """The manifest. Raises ValueError for what none of ours can be, NewerFormat for one of a later version."""
    plain = json.loads(content)
    if not isinstance(plain, dict) or not isinstance(plain.get("jiangfang"), int):
        raise ValueError("no manifest")
    if plain["jiangfang"] not in FORMATS:
        raise NewerFormat(plain["jiangfang"])
    try:
        return Manifest(
            _text(plain["version"]),
            _text(plain["engine"]),
            _text(plain["made_at"]),
            tuple((_text(app), _text(name)) for app, name in plain["migrations"]),
            tuple(_table(one) for one in plain["tables"]),
            tuple(_part(one) for one in plain["parts"]),
            {_text(key): _count(value) for key, value in plain["sequences"].items()},
            tuple(_part(one) for one in plain.get("beside", [])),
        )
    except (KeyError, TypeError, AttributeError) as fault:
        raise ValueError("no manifest") from fault


def _plain(part: Part) -> dict[str, Any]:
    return {"name": part.name, "size": part.size, "sha256": part.sha256}


def _part(plain: Any) -> Part:
    return Part(_text(plain["name"]), _count(plain["size"]), _digest(plain["sha256"]))


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
