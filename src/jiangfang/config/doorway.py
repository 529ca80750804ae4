"""What every server hands a request through: who the visitor is behind a proxy, and what is too large to be read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from io import BytesIO
from ipaddress import ip_address
from typing import Any

Environ = dict[str, Any]
App = Callable[[Environ, Any], Iterable[bytes]]
LARGEST = 64 * 1024 * 1024
# So much is taken in and thrown away, so that a browser hears the answer instead of a broken connection.
DRAINED = 4 * LARGEST
TOO_LARGE = "jiangfang.too_large"
_FORWARDED = tuple(f"HTTP_X_FORWARDED_{name}" for name in ("FOR", "PROTO", "HOST", "PORT", "BY"))
_PIECE = 1024 * 1024


class Doorway:
    """The application behind it gets ``REMOTE_ADDR`` and the scheme of the visitor; nothing else of a proxy's words.

    proxies: the addresses whose word is believed.
    """

    def __init__(self, app: App, proxies: Iterable[str] = ()) -> None:
        self.app, self.proxies = app, frozenset(map(_plain, proxies))

    def __call__(self, environ: Environ, start_response: Any) -> Iterable[bytes]:
        """The answer of the application."""
        said = {name: str(environ.pop(name, "")) for name in (*_FORWARDED, "HTTP_FORWARDED")}
        environ["REMOTE_ADDR"] = _plain(environ.get("REMOTE_ADDR", ""))
        if environ["REMOTE_ADDR"] in self.proxies:
            self._as_told(environ, said)
        if _length(environ) > LARGEST:
            _drain(environ)
        return self.app(environ, start_response)

    def _as_told(self, environ: Environ, said: Mapping[str, str]) -> None:
        """The visitor is the last one in the row that is no proxy of ours: what stands before it anybody may write."""
        for word in reversed(said["HTTP_X_FORWARDED_FOR"].split(",")):
            address = _plain(word.strip())
            if not _is_address(address):
                break
            environ["REMOTE_ADDR"] = address
            if address not in self.proxies:
                break
        if said["HTTP_X_FORWARDED_PROTO"].strip() in ("http", "https"):
            environ["wsgi.url_scheme"] = said["HTTP_X_FORWARDED_PROTO"].strip()


def _plain(address: str) -> str:
    """An address in one spelling: an IPv4 one that came through an IPv6 socket is what it is."""
    try:
        found = ip_address(address.strip("[]"))
    except ValueError:
        return address
    return str(getattr(found, "ipv4_mapped", None) or found)


def _is_address(word: str) -> bool:
    try:
        return bool(ip_address(word))
    except ValueError:
        return False


def _length(environ: Environ) -> int:
    said = environ.get("CONTENT_LENGTH") or "0"
    return int(said) if said.isascii() and said.isdigit() else 0


def _drain(environ: Environ) -> None:
    """The application is asked for the page that says so, with nothing to read."""
    left, source = min(_length(environ), DRAINED), environ["wsgi.input"]
    while left and (piece := source.read(min(left, _PIECE))):
        left -= len(piece)
    environ.update({"wsgi.input": BytesIO(), "CONTENT_LENGTH": "0", TOO_LARGE: True})
