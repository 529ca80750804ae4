"""The object store as the settings name it: ``s3://bucket/prefix?endpoint=…``. Knows no Django."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from importlib.util import find_spec
from urllib.parse import parse_qsl, unquote, urlsplit

_BUCKET = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]", re.ASCII)
_PREFIX = re.compile(r"\w[\w.-]*(/\w[\w.-]*)*", re.ASCII)
_OPTIONS = frozenset({"endpoint", "region", "key", "secret", "style"})
_STYLES = ("", "path", "virtual")
_SHAPE = "s3://桶/前缀?endpoint=https://主机&key=…&secret=…"


@dataclass(frozen=True, slots=True)
class Address:
    """A bucket and what every name in it begins with. key, secret: "" where the usual variables of AWS say them.

    style: ``path`` or ``virtual``, how the bucket stands in an address; "" as the library sees fit.
    """

    bucket: str
    prefix: str = ""
    endpoint: str = ""
    region: str = ""
    key: str = ""
    secret: str = field(default="", repr=False)
    style: str = ""


def address_of(url: str) -> Address | None:
    """The store that is named; None for "", which is the data folder. Raises ValueError with a sentence.

    The sentence never holds the address, in which a secret may stand.
    """
    if not url:
        return None
    try:
        parts = urlsplit(url)
        asked = dict(parse_qsl(parts.query, strict_parsing=bool(parts.query), keep_blank_values=True))
    except ValueError as fault:
        raise ValueError(f"JIANGFANG_FILES 写法不对，样子是 {_SHAPE}") from fault
    bucket, prefix = parts.netloc, unquote(parts.path).strip("/")
    if parts.scheme != "s3" or not _BUCKET.fullmatch(bucket) or (prefix and not _PREFIX.fullmatch(prefix)):
        raise ValueError(f"JIANGFANG_FILES 要写成 {_SHAPE}；文件放在数据文件夹里的不要设它")
    if strange := sorted(set(asked) - _OPTIONS):
        raise ValueError(f"JIANGFANG_FILES 问号后面不认识 {'、'.join(strange)}；可以写 {'、'.join(sorted(_OPTIONS))}")
    found = Address(bucket, prefix, **asked)
    _must_agree(found)
    if find_spec("storages") is None or find_spec("boto3") is None:
        raise ValueError("设了 JIANGFANG_FILES，要先安装：pip install 'jiangfang[s3]'")
    return found


def _must_agree(found: Address) -> None:
    if found.endpoint and urlsplit(found.endpoint).scheme not in ("http", "https"):
        raise ValueError("JIANGFANG_FILES 里的 endpoint 要以 https:// 或 http:// 开头")
    if bool(found.key) != bool(found.secret):
        raise ValueError("JIANGFANG_FILES 里的 key 和 secret 要么都写，要么都不写（用 AWS_ACCESS_KEY_ID 那几个变量）")
    if found.style not in _STYLES:
        raise ValueError("JIANGFANG_FILES 里的 style 只能是 path 或 virtual")
