"""What a database is found to hold while it is copied."""

from __future__ import annotations

from dataclasses import dataclass, field

from jiangfang.config.keeping.manifest import Table


@dataclass(frozen=True, slots=True)
class Stored:
    """The words of the manifest that an engine knows. strange: tables that are not ours, which are not copied."""

    engine: str
    migrations: tuple[tuple[str, str], ...]
    tables: tuple[Table, ...]
    sequences: dict[str, int] = field(default_factory=dict)
    strange: tuple[str, ...] = ()
