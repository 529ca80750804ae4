"""What retention let go of is not left in the file of the database either."""

from pathlib import Path

import pytest
from django.db import connection
from pytest_django import Settings

from jiangfang.stages.apply.models import Application
from tests.engines import Engine
from tests.stages.apply.desk import fresh, submitted
from tests.stages.apply.retaining import SECRETS, forget, set_terms, told
from tests.stages.world import LANGFANG, world


def written(path: Path) -> bytes:
    """All that stands in the file, also where nothing stands any more: a copy of the file takes that along."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return path.read_bytes()


@pytest.mark.parametrize("text", ["", "长" * 280])
def test_nothing_is_left_in_the_file(own_database: Engine, settings: Settings, text: str) -> None:
    """Short as a cell, and so long that it stands on pages of its own."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    city, path = world(programme=LANGFANG), Path(own_database.settings["NAME"])
    kept = [submitted(city, **told(leader_phone=f"{SECRETS[0]}{text}")) for _ in range(2)]
    set_terms(city)
    assert SECRETS[0].encode() in written(path)
    forget(city, *Application.objects.all())
    left = written(path)
    assert SECRETS[0].encode() not in left
    assert fresh(kept[0]).number.encode() in left
