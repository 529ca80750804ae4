"""How the settings name the mail server."""

from __future__ import annotations

from pathlib import Path

import pytest

from jiangfang.config import env
from jiangfang.records.messages.server import server_of

SENDER = "示例市总工会 <gonghui@example.org>"


def test_nothing_is_no_server() -> None:
    assert server_of("", "") is None


def test_everything_is_read() -> None:
    found = server_of("smtp://a%40b:p%3Aq%2F@mail.example.org:2525?tls=no", SENDER)
    assert found is not None
    assert (found.host, found.port, found.user, found.password) == ("mail.example.org", 2525, "a@b", "p:q/")
    assert (found.sender, found.name, found.domain) == ("gonghui@example.org", "示例市总工会", "example.org")
    assert (found.wrapped, found.plain) == (False, True)
    assert "p:q/" not in repr(found)


@pytest.mark.parametrize(
    ("url", "port", "wrapped"), [("smtp://mail.example.org", 25, False), ("smtps://mail.example.org", 465, True)]
)
def test_the_usual_ports(url: str, port: int, wrapped: bool) -> None:
    found = server_of(url, "gonghui@example.org")
    assert found is not None
    assert (found.port, found.wrapped, found.plain, found.name) == (port, wrapped, False, "")


@pytest.mark.parametrize(
    ("url", "sender", "says"),
    [
        ("http://mail.example.org", SENDER, "smtp://"),
        ("smtp://", SENDER, "smtp://"),
        ("smtp://mail.example.org:x", SENDER, "端口"),
        ("smtp://mail.example.org/path", SENDER, "smtp://"),
        ("smtp://mail.example.org?tls=maybe", SENDER, "tls=no"),
        ("smtp://mail.example.org?other=1", SENDER, "tls=no"),
        ("smtp://mail.example.org?ca=/no/such/file", SENDER, "证书文件不存在"),
        ("smtp://mail.example.org", "", "JIANGFANG_MAIL_FROM"),
        ("smtp://mail.example.org", "示例", "JIANGFANG_MAIL_FROM"),
        ("smtp://mail.example.org", "示例@example.org", "JIANGFANG_MAIL_FROM"),
    ],
)
def test_what_cannot_be_meant_is_said_before_the_start(
    url: str, sender: str, says: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JIANGFANG_MAIL", url)
    monkeypatch.setenv("JIANGFANG_MAIL_FROM", sender)
    with pytest.raises(env.BadEnvironment, match=says):
        env.mail_server()


def test_a_password_is_in_no_sentence(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("JIANGFANG_MAIL", f"smtp://a:geheim@mail.example.org?ca={tmp_path}/none.pem")
    monkeypatch.setenv("JIANGFANG_MAIL_FROM", SENDER)
    with pytest.raises(env.BadEnvironment) as refused:
        env.mail_server()
    assert "geheim" not in str(refused.value)
