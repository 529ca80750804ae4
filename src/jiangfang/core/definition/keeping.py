"""A programme as JSON text that can be kept, digested, and made into the same programme again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from jiangfang.core.definition.programme import Programme, load
from jiangfang.core.definition.structure import dump
from jiangfang.core.problems import Refused, error

_DAY = "$date"


def keep(programme: Programme) -> str:
    """The programme as JSON text, the same for the same programme: sorted keys, defaults left out, days marked."""
    return json.dumps(dump(programme), ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_marked)


def kept(text: str) -> Programme:
    """The programme of a kept text. Raises Refused where this version of the program no longer understands it."""
    programme, faults = load(json.loads(text, object_hook=_unmarked))
    if programme is None:
        said = "；".join(f"{fault.path}：{fault.message}" for fault in faults[:3])
        raise Refused([error("bad_programme", "", f"这个版本的程序读不懂当时存下的方案：{said}")])
    return programme


def digest(text: str, blanks: Mapping[str, str]) -> str:
    """What a revision is known by: SHA-256 over the kept text and over the name and the SHA-256 of every blank."""
    return hashlib.sha256(json.dumps([1, text, sorted(blanks.items())]).encode()).hexdigest()


def _marked(value: object) -> Any:
    if isinstance(value, date):
        return {_DAY: value.isoformat()}
    raise TypeError(f"{type(value).__name__} has no place in a programme")


def _unmarked(table: dict[str, Any]) -> Any:
    return date.fromisoformat(table[_DAY]) if set(table) == {_DAY} else table
