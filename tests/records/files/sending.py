"""Sending a file to a tray as a program of somebody else's would: tus over Django's client."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.test import Client

from jiangfang.records.files import queries
from jiangfang.records.files.models import File, Upload
from jiangfang.records.people.models import Hat
from tests import web
from tests.trays import named

PIECE = "application/offset+octet-stream"


def client_of(hat: Hat) -> Client:
    made = Client()
    web.sign_in(made, hat)
    return made


def metadata(name: str) -> str:
    return f"filename {base64.b64encode(name.encode()).decode()}"


@dataclass
class Sender:
    """One who sends to the tray of their unit."""

    hat: Hat
    client: Client

    @property
    def top(self) -> str:
        return f"/files/{named(self.hat.organisation)}/resumable/"

    def begin(self, name: str, size: int | str, **headers: str) -> Any:
        sent = {"Tus-Resumable": "1.0.0", "Upload-Length": str(size), "Upload-Metadata": metadata(name), **headers}
        return self.client.post(self.top, {"hat": self.hat.pk}, headers=sent)

    def begun(self, name: str, size: int) -> str:
        """Where its pieces go."""
        made = self.begin(name, size)
        assert made.status_code == 201, made.content.decode()
        there: str = made["Location"]
        return there

    def lay(self, there: str, offset: int, piece: bytes, **headers: str) -> Any:
        sent = {"Tus-Resumable": "1.0.0", "Upload-Offset": str(offset), **headers}
        return self.client.patch(there, piece, content_type=PIECE, headers=sent)

    def send(self, name: str, content: bytes, step: int = 1000) -> Any:
        """The whole of it; the answer to the last piece."""
        there, answer = self.begun(name, len(content)), None
        for offset in range(0, len(content), step):
            answer = self.lay(there, offset, content[offset : offset + step])
        return answer


def sender(hat: Hat) -> Sender:
    return Sender(hat, client_of(hat))


def upload_at(there: str) -> Upload:
    return Upload.objects.get(key=there.split("?")[0].rstrip("/").rpartition("/")[2])


def names() -> list[str]:
    return sorted(File.objects.values_list("name", flat=True))


def parts(data: Path) -> list[str]:
    spot = data / queries.ON_ITS_WAY
    return sorted(path.name for path in spot.iterdir()) if spot.exists() else []
