"""What the browser of the journeys sends, over a real connection to a server of its own process."""

from __future__ import annotations

import urllib.error
import urllib.request
from dataclasses import dataclass, field
from email.message import Message
from http.cookiejar import CookieJar
from typing import Any
from urllib.parse import urljoin

from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

PATIENCE = 60


class _Stay(urllib.request.HTTPRedirectHandler):
    """A redirect is an answer: the browser follows it itself."""

    def redirect_request(self, *_: Any) -> None:
        return None


@dataclass
class Answer:
    """An answer with its status, its heads and what is in it."""

    status_code: int
    heads: Message
    content: bytes

    def __getitem__(self, name: str) -> str:
        return str(self.heads[name])


@dataclass
class Wire:
    """Stands where Django's test client stands. address: of the server; cookies: as a browser keeps them."""

    address: str
    cookies: CookieJar = field(default_factory=CookieJar)

    def get(self, path: str) -> Answer:
        """Open a page."""
        return self._send(urllib.request.Request(urljoin(self.address, path)))

    def post(self, path: str, data: Any, content_type: str = MULTIPART_CONTENT) -> Answer:
        """Send a form."""
        body = encode_multipart(BOUNDARY, data) if content_type == MULTIPART_CONTENT else data.encode()
        request = urllib.request.Request(urljoin(self.address, path), body, {"Content-Type": content_type})
        return self._send(request)

    def _send(self, request: urllib.request.Request) -> Answer:
        opener = urllib.request.build_opener(_Stay, urllib.request.HTTPCookieProcessor(self.cookies))
        try:
            with opener.open(request, timeout=PATIENCE) as came:
                return Answer(came.status, came.headers, came.read())
        except urllib.error.HTTPError as came:
            with came:
                return Answer(came.code, came.headers, came.read())
