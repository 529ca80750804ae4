"""A town, and a mail server that really listens."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import trustme
from pytest_django import Settings

from jiangfang.records.messages.server import server_of
from jiangfang.records.people import actions as people
from jiangfang.records.people.models import Hat
from tests.records.messages.smtp import Office, running
from tests.records.world import AT, City, city
from tests.web import at

SENDER = "示例市总工会 <gonghui@example.org>"


@pytest.fixture
def town(db: None, settings: Settings) -> City:
    at(settings, AT)
    return city()


@pytest.fixture
def office() -> Office:
    return Office()


@pytest.fixture
def server(office: Office, settings: Settings) -> Iterator[Office]:
    with running(office) as port:
        settings.MAIL = server_of(f"smtp://127.0.0.1:{port}", SENDER)
        settings.ORIGIN = "https://jiangfang.example.org"
        yield office


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> tuple[trustme.CA, Path]:
    """A certificate authority of the tests, and its file."""
    made = trustme.CA()
    file = tmp_path_factory.mktemp("ca") / "ca.pem"
    made.cert_pem.write_to_path(str(file))
    return made, file


def leaves(hat: Hat, email: str) -> None:
    """The person of a hat leaves an address."""
    people.set_email(person=hat.person, email=email, at=AT)
