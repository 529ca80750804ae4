"""A large file uploaded to a real server over the loopback, beside the disk's own speed: the same bytes written."""

from __future__ import annotations

import atexit
import base64
import hashlib
import http.client
import io
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.job import Bench, Contender, Job

MIB = 1024 * 1024
PIECE = 4 * MIB
TOKEN = "t" * 32


def content_of(size: int) -> bytes:
    """A PDF of so many MiB: a page, and a picture of noise as scans have it."""
    from jiangfang.documents.pdf.objects import Writing

    out = io.BytesIO()
    into, chance = Writing(out), random.Random(size)
    tree = into.new()
    for _ in range(size):
        into.add_stream(b"/Type/XObject", chance.randbytes(MIB - 200))
    page = into.add(b"<</Type/Page/Parent %d 0 R/MediaBox[0 0 595 842]>>" % tree)
    into.put(tree, b"<</Type/Pages/Count 1/Kids[%d 0 R]>>" % page)
    into.end(into.add(b"<</Type/Catalog/Pages %d 0 R>>" % tree), into.add(b"<<>>"), "x")
    return out.getvalue()


def _folder() -> Path:
    """Beside the program, on a disk and not in memory; gone when the turn is over."""
    spot = Path(tempfile.mkdtemp(prefix="upload-", dir=os.environ.get("BENCH_DISK") or Path.cwd()))
    atexit.register(shutil.rmtree, spot, ignore_errors=True)
    return spot


@dataclass(frozen=True, slots=True)
class Office:
    """A server with somebody who may bring files to a tray."""

    data: Path
    port: int
    tray: str
    cookie: str


def _made(data: Path) -> tuple[str, str]:
    """A unit with a studio in an empty folder: its tray, and the cookie of who keeps it."""
    os.environ |= {"JIANGFANG_DATA": str(data), "DJANGO_SETTINGS_MODULE": "jiangfang.config.settings"}
    import django

    from jiangfang.config import folder

    folder.keep_key(data)
    django.setup()
    from django.core.management import call_command
    from django.db import connections

    call_command("migrate", verbosity=0)
    made = _studio()
    connections.close_all()
    return made


def _studio() -> tuple[str, str]:
    from django.conf import settings
    from django.test import Client
    from django.utils.timezone import now

    from jiangfang.core.journal import Actor
    from jiangfang.core.people import Kind, Role
    from jiangfang.records.ledger.queries import tray_of
    from jiangfang.records.people import actions
    from jiangfang.records.people.models import Hat, Person
    from jiangfang.records.people.queries import top_of
    from jiangfang.records.studios import actions as studios

    server: dict[str, Any] = {"actor": Actor(None, "服务器"), "at": now()}
    top = top_of(actions.add_federation(name="示例市总工会", **server))
    unit = actions.add_organisation(parent=top, kind=Kind.UNIT, name="示例机械厂", hat=None, **server)
    person: dict[str, Any] = {"login": "shili", "name": "示例甲", "phone": "0000-0000001", "password": None}
    actions.add_person(organisation=unit, role=Role.UNIT, hat=None, **person, **server)
    hat = Hat.objects.select_related("organisation", "person").get(organisation=unit)
    studio = studios.begin(name="示例工作室", leader_name="示例甲", founded_on="2019", hat=hat, at=now())
    Person.objects.update(must_change_password=False)
    client = Client()
    client.force_login(hat.person)
    return tray_of(studio.pk), client.cookies[settings.SESSION_COOKIE_NAME].value


def office() -> Office:
    """It runs as at an office, in a process of its own."""
    data = _folder()
    tray, cookie = _made(data)
    command = [sys.executable, "-m", "jiangfang.cli", "--data", str(data), "serve", "--json", "--port", "0"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    atexit.register(process.wait)
    atexit.register(process.terminate)
    said = ""
    for line in process.stdout or ():
        said += line
        if line == "}\n":
            break
    port = json.loads(said)["url"].rstrip("/").rpartition(":")[2]
    return Office(data, int(port), tray, cookie)


def send(line: http.client.HTTPConnection, at: Office, content: bytes) -> None:
    """As the script of the pages does: begun, then piece by piece."""
    headers = {"Cookie": f"sessionid={at.cookie}; csrftoken={TOKEN}", "X-CSRFToken": TOKEN, "Tus-Resumable": "1.0.0"}
    name = f"filename {base64.b64encode('示例.pdf'.encode()).decode()}"
    begun = {**headers, "Upload-Length": str(len(content)), "Upload-Metadata": name}
    there = _asked(line, "POST", f"/files/{at.tray}/resumable/", b"", begun, 201)["Location"]
    for offset in range(0, len(content), PIECE):
        laid = {**headers, "Upload-Offset": str(offset), "Content-Type": "application/offset+octet-stream"}
        _asked(line, "PATCH", there, content[offset : offset + PIECE], laid, 204)


def _asked(line: http.client.HTTPConnection, *call: Any) -> http.client.HTTPMessage:
    *asked, wanted = call
    line.request(*asked)
    answer = line.getresponse()
    said = answer.read()
    if answer.status != wanted:
        raise SystemExit(f"{asked[0]} {asked[1]}: {answer.status} {said[:500].decode(errors='replace')}")
    return answer.headers


def ours(size: int) -> Job:
    """Received, looked at by two readers, hashed, put into the store for good, written into the journal."""
    content, at = content_of(size), office()
    line = http.client.HTTPConnection("127.0.0.1", at.port, timeout=300)
    send(line, at, content_of(1))
    wanted = hashlib.sha256(content).hexdigest()

    def run() -> bytes:
        send(line, at, content)
        return str(at.data / "files" / wanted[:2] / wanted).encode()

    return run


def plain(size: int) -> Job:
    """The same bytes in the same pieces into one file, and told to the disk for good."""
    content, spot = content_of(size), _folder() / "plain"

    def run() -> bytes:
        with spot.open("wb") as out:
            for offset in range(0, len(content), PIECE):
                out.write(content[offset : offset + PIECE])
            out.flush()
            os.fsync(out.fileno())
        return str(spot).encode()

    return run


def words(made: bytes) -> list[str]:
    """What lies there in the end."""
    with Path(made.decode()).open("rb") as found:
        return [hashlib.file_digest(found, "sha256").hexdigest()]


BENCH = Bench(
    "A file uploaded piece by piece to a server on this machine, until it lies in the store and in the journal",
    "as quick as a line of 1 Gbit/s, which takes 1.7 s; the disk's own speed stands beside it",
    {
        "ours": Contender("匠坊 serve, tus, 4 MiB a piece", ours),
        "plain": Contender("written to one file, with fsync", plain),
    },
    words,
    size=199,
    quick=8,
    piece="MiB",
    unit="s a file",
    whole=True,
)
