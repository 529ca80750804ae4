"""One setting for the names of the pages, for where forms come from, and for links in mails."""

from __future__ import annotations

import pytest

from jiangfang.config.env import BadEnvironment
from jiangfang.config.hosts import HERE, Hosts, hosts_of


def test_without_a_word_it_is_this_machine() -> None:
    assert hosts_of([]) == Hosts(HERE)
    assert hosts_of([]).origin == ""


@pytest.mark.parametrize(
    ("word", "name", "origin"),
    [
        ("apply.example.cn", "apply.example.cn", ""),
        ("192.168.1.10", "192.168.1.10", ""),
        ("[fd00::1]", "[fd00::1]", ""),
        ("apply.example.cn:8000", "apply.example.cn", ""),
        ("https://Apply.Example.cn", "apply.example.cn", "https://apply.example.cn"),
        ("https://apply.example.cn/", "apply.example.cn", "https://apply.example.cn"),
        ("https://apply.example.cn:443", "apply.example.cn", "https://apply.example.cn"),
        ("https://apply.example.cn:8443", "apply.example.cn", "https://apply.example.cn:8443"),
        ("http://192.168.1.10:8000", "192.168.1.10", "http://192.168.1.10:8000"),
        ("https://[fd00::1]:8443", "[fd00::1]", "https://[fd00::1]:8443"),
        ("https://.example.cn", ".example.cn", "https://*.example.cn"),
        ("https://工会.example", "xn--6oq837a.example", "https://xn--6oq837a.example"),
        ("server_1", "server_1", ""),
    ],
)
def test_a_name_or_an_origin(word: str, name: str, origin: str) -> None:
    found = hosts_of([word])
    assert (found.names, found.origins) == ((name,), (origin,) if origin else ())


def test_links_lead_to_the_first_that_is_one_address() -> None:
    found = hosts_of(["a.example", "https://.b.example", "https://c.example", "http://d.example", "c.example"])
    assert found.names == ("a.example", ".b.example", "c.example", "d.example")
    assert found.origin == "https://c.example"


@pytest.mark.parametrize(
    "word",
    [
        *("https://", "ftp://a.example", "https://a.example/path", "https://u@a.example", "a b", "*", "*.example"),
        *("https://a.example?x", "a..example", "https://a.example:x", "https://a.example:99999", "[::1", "-a.example"),
    ],
)
def test_what_is_neither_is_refused(word: str) -> None:
    with pytest.raises(BadEnvironment, match="JIANGFANG_HOSTS"):
        hosts_of([word])
