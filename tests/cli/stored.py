"""The command in a process of its own, as it runs at a clerk's: on a database that the environment names."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from typing import Any

from tests.engines import Engine


@dataclass(frozen=True)
class Said:
    status: int
    out: str
    err: str

    def json(self) -> Any:
        """The one document, what is said of an old SQLite left out: it depends on the machine."""
        document = json.loads(self.out)
        document["problems"] = [found for found in document["problems"] if found["code"] != "old_sqlite"]
        return document


def jiangfang(*words: str, on: Engine | None = None, **environment: str) -> Said:
    named = {"JIANGFANG_DATABASE": "", **(on.environment if on else {}), **environment, "PYTHONUTF8": "1"}
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("JIANGFANG_", "DJANGO_"))}
    command = [sys.executable, "-m", "jiangfang.cli", *words]
    done = subprocess.run(command, env={**kept, **named}, capture_output=True, text=True, check=False)
    assert "Traceback" not in done.stderr, done.stderr
    return Said(done.returncode, done.stdout, done.stderr)
