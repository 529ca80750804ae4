"""Under which names the pages may be asked for, by one setting: names, or origins with ``https://``."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit

from jiangfang.config.env import BadEnvironment

HERE = ("localhost", "127.0.0.1", "[::1]")
_NAME = re.compile(r"\.?[^\W_]([\w-]*\w)?(\.[^\W_]([\w-]*\w)?)*")
_SHAPE = "写主机名或整个地址，逗号分开，例如 apply.example.cn,https://apply.example.cn:8443"


@dataclass(frozen=True, slots=True)
class Hosts:
    """names: what a request may name. origins: from which addresses a form may come; the first stands in mails."""

    names: tuple[str, ...]
    origins: tuple[str, ...] = ()

    @property
    def origin(self) -> str:
        """Where the pages are, for links outside of them; "" where nobody said."""
        return next((origin for origin in self.origins if "*" not in origin), "")


def hosts_of(words: Sequence[str]) -> Hosts:
    """What ``JIANGFANG_HOSTS`` means; without a word only this machine. Raises BadEnvironment."""
    names: dict[str, None] = {}
    origins: dict[str, None] = {}
    for word in words:
        host, origin = _taken_apart(word)
        names[host] = None
        if origin:
            origins[origin] = None
    return Hosts(tuple(names) or HERE, tuple(origins))


def _taken_apart(word: str) -> tuple[str, str]:
    """The name, and the origin where a scheme stands before it."""
    scheme, marked, rest = word.rpartition("://")
    try:
        parts = urlsplit(f"//{rest}")
        port, host = parts.port, _ascii((parts.hostname or "").lower())
    except ValueError as fault:
        raise _wrong(word) from fault
    if scheme not in ("", "http", "https") or parts.path not in ("", "/") or parts.query or parts.username:
        raise _wrong(word)
    if not _is_host(host):
        raise _wrong(word)
    host = f"[{host}]" if ":" in host else host
    if not marked:
        return host, ""
    usual = {"http": 80, "https": 443}[scheme]
    place = f"*{host}" if host.startswith(".") else host
    return host, f"{scheme}://{place}" + (f":{port}" if port and port != usual else "")


def _ascii(host: str) -> str:
    """A Chinese name as browsers send it."""
    return host if host.isascii() else host.encode("idna").decode("ascii")


def _is_host(host: str) -> bool:
    try:
        return bool(ip_address(host))
    except ValueError:
        return len(host) < 254 and _NAME.fullmatch(host) is not None


def _wrong(word: str) -> BadEnvironment:
    return BadEnvironment(f"环境变量 JIANGFANG_HOSTS 里的“{word[:100]}”不对：{_SHAPE}")
