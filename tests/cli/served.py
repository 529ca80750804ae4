"""A server in a process of its own, as it runs at an office, on any free port."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.engines import Engine

PATIENCE = 120


@dataclass
class Server:
    """A running server. document: what it said at its start."""

    process: subprocess.Popen[str]
    document: Any

    @property
    def port(self) -> int:
        return int(self.document["url"].rstrip("/").rpartition(":")[2])

    @property
    def codes(self) -> list[str]:
        """Its problems, what depends on the machine's SQLite left out."""
        return [found["code"] for found in self.document["problems"] if found["code"] != "old_sqlite"]

    def get(self, path: str) -> tuple[int, str]:
        """The status and the text of a page, after redirects."""
        try:
            with urllib.request.urlopen(self.document["url"].rstrip("/") + path, timeout=PATIENCE) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as fault:
            return fault.code, fault.read().decode()


def started(data: Path, *words: str, **environment: str) -> subprocess.Popen[str]:
    """A server that is starting; its options stand behind ``--json`` and a free port."""
    named = {"JIANGFANG_DATABASE": "", **environment, "PYTHONUTF8": "1"}
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("JIANGFANG_", "DJANGO_"))}
    command = [sys.executable, "-m", "jiangfang.cli", "--data", str(data), "serve", "--json", "--port", "0", *words]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, env={**kept, **named}, stdout=pipe, stderr=pipe, text=True)


def office(engine: Engine, folder: Path) -> tuple[Path, dict[str, Any]]:
    """The data folder of a database and what names it; on a server a folder of its own beside it."""
    data = Path(engine.environment.get("JIANGFANG_DATA", str(folder / "data")))
    return data, {"JIANGFANG_DATABASE": engine.environment["JIANGFANG_DATABASE"]}


@contextmanager
def serving(data: Path, *words: str, stop: int = signal.SIGINT, **environment: Any) -> Iterator[Server]:
    """A server for as long as the block lasts; it ends cleanly and says nothing more."""
    process = started(data, *words, **environment)
    try:
        yield Server(process, _document(process))
    finally:
        process.send_signal(stop)
        out, err = process.communicate(timeout=PATIENCE)
    assert (process.returncode, out) == (0, ""), err
    assert "Traceback" not in err, err


def _document(process: subprocess.Popen[str]) -> Any:
    """The one document on standard output, of which the last line is a brace alone."""
    assert process.stdout is not None
    said = ""
    for line in process.stdout:
        said += line
        if line == "}\n":
            return json.loads(said)
    assert process.stderr is not None
    raise AssertionError(said + process.stderr.read())


def refused(data: Path, *words: str, **environment: str) -> tuple[int, list[str], str]:
    """A server that does not start: its status, the codes of its problems, and their sentences."""
    process = started(data, *words, **environment)
    out, err = process.communicate(timeout=PATIENCE)
    assert "Traceback" not in err, err
    problems = json.loads(out)["problems"]
    assert "url" not in json.loads(out)
    return process.returncode, [one["code"] for one in problems], "".join(one["message"] for one in problems)
