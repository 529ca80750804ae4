"""When the certificate of the pages runs out, and who hears of it in time."""

import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import trustme

from jiangfang.config import expiry, keeper
from jiangfang.core.people import Role
from jiangfang.records.messages.models import Message
from jiangfang.records.messages.queries import newest
from tests.records.world import city

END = datetime(2026, 3, 31, 12, tzinfo=UTC)


@pytest.mark.parametrize("end", [END, datetime(2049, 12, 31, tzinfo=UTC), datetime(2050, 1, 1, 1, 2, 3, tzinfo=UTC)])
@pytest.mark.parametrize("key", list(trustme.KeyType))
def test_it_is_read_out_of_the_file(tmp_path: Path, end: datetime, key: trustme.KeyType) -> None:
    """Behind a word about it, before the certificates of those who signed it; times of two and of four figures."""
    authority, path = trustme.CA(key_type=key), tmp_path / "示例.pem"
    mine = authority.issue_cert("localhost", not_after=end, key_type=key)
    path.write_text(
        "示例\n"
        + "".join(blob.bytes().decode() for blob in mine.cert_chain_pems)
        + "".join([authority.cert_pem.bytes().decode()]),
        "utf-8",
    )
    assert expiry.end_of(path) == end


@pytest.mark.parametrize(
    "text",
    ["", "示例", "-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----", "-----BEGIN CERTIFICATE-----\nMAA="],
)
def test_a_file_that_tells_nothing_is_an_error(tmp_path: Path, text: str) -> None:
    path = tmp_path / "x.pem"
    path.write_text(text, "utf-8")
    with pytest.raises(ValueError, match=r"."):
        expiry.end_of(path)


def test_one_that_was_cut_off_is_an_error_too(tmp_path: Path) -> None:
    pem = trustme.CA().issue_cert("localhost").cert_chain_pems[0].bytes().decode()
    path = tmp_path / "x.pem"
    for cut in range(1, 400, 13):
        path.write_text(ssl.DER_cert_to_PEM_cert(ssl.PEM_cert_to_DER_cert(pem)[:-cut]))
        with pytest.raises(ValueError, match=r"."):
            expiry.end_of(path)


def test_each_stage_is_told_once_to_every_administrator(db: None, caplog: pytest.LogCaptureFixture) -> None:
    town = city()
    told = {}
    for before in (31, 30, 29, 8, 7, 6, 1, 0, -1, -40):
        expiry.watch(END, END - timedelta(days=before))
        expiry.watch(END, END - timedelta(days=before) + timedelta(hours=1))
        told[before] = Message.objects.count()
    assert told == {31: 0, 30: 1, 29: 1, 8: 1, 7: 2, 6: 2, 1: 2, 0: 3, -1: 3, -40: 3}
    assert set(Message.objects.values_list("organisation", "role")) == {(town.top.pk, Role.ADMIN.value)}
    subjects = list(Message.objects.order_by("pk").values_list("subject", flat=True))
    assert subjects == ["HTTPS 证书 2026年3月31日 到期"] * 2 + ["HTTPS 证书已经过期（2026年3月31日）"]
    assert "runs out on 2026-03-31" in caplog.text and "ran out on 2026-03-31" in caplog.text


def test_it_stands_on_the_desk_of_the_administrator(db: None) -> None:
    town = city()
    expiry.watch(END, END)
    assert [one.subject for one in newest(town.admin)] == ["HTTPS 证书已经过期（2026年3月31日）"]
    assert newest(town.clerk) == []


def test_a_new_certificate_is_told_anew(db: None) -> None:
    city()
    later = END + timedelta(days=365)
    for end in (END, later):
        expiry.watch(end, end)
    assert Message.objects.count() == 2


def test_the_keeper_watches_where_there_is_one(tmp_path: Path) -> None:
    assert "the certificate" in [chore.name for chore in keeper.chores(tmp_path, END)]
    assert "the certificate" not in [chore.name for chore in keeper.chores(tmp_path)]
