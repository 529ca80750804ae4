"""What a check found is mended. Nothing of this is a deed of the journal: no file is another one than before."""

from __future__ import annotations

import os
import shutil
import tempfile
from datetime import datetime
from pathlib import Path

from jiangfang.records.files import store
from jiangfang.records.files.models import Content
from jiangfang.records.files.queries import on_its_way
from jiangfang.records.files.store import Store


def put_back(*, content: Content, spare: Store) -> None:
    """The bytes of a content from a copy that was found sound. Raises OSError."""
    on_its_way().mkdir(mode=0o700, parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=on_its_way()) as here, spare.open(content.sha256) as there:
        shutil.copyfileobj(there, here, store.CHUNK)
        here.flush()
        os.fsync(here.fileno())
        store.chosen().put(content.sha256, Path(here.name))
    mark_found(content=content)


def mark_lost(*, content: Content, at: datetime) -> None:
    """Who wants to read it hears so at once."""
    Content.objects.filter(pk=content.pk, lost_at=None).update(lost_at=at)


def mark_found(*, content: Content) -> None:
    """It can be read again."""
    Content.objects.filter(pk=content.pk).update(lost_at=None)
