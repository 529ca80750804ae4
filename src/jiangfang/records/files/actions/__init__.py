"""Files that are made for somebody, and files that somebody brings."""

from jiangfang.records.files.actions.bringing import bring, remove, rename, turn
from jiangfang.records.files.actions.leaving import clear, let_go
from jiangfang.records.files.actions.making import (
    OPEN,
    Superseded,
    ask,
    begin,
    end,
    give_up,
    go_on,
    throw_away,
    throw_away_all,
)

__all__ = [
    "OPEN",
    "Superseded",
    "ask",
    "begin",
    "bring",
    "clear",
    "end",
    "give_up",
    "go_on",
    "let_go",
    "remove",
    "rename",
    "throw_away",
    "throw_away_all",
    "turn",
]
