"""The accounts of the sample data, which whoever made it left in the data folder."""

from __future__ import annotations

import json
from pathlib import Path

FILE = "sample.json"
KEYS = ("city", "organisation", "role", "name", "login", "password")


def accounts(data: Path) -> list[dict[str, str]]:
    """Each account as a mapping with the keys above; nothing where there is no such file or it cannot be read."""
    try:
        found = json.loads((data / FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return []
    rows = found if isinstance(found, list) else []
    return [
        {key: str(row[key]) for key in KEYS}
        for row in rows
        if isinstance(row, dict) and all(key in row for key in KEYS)
    ]
