"""What a stream of somebody's PDF says, unpacked without more of it being held than is asked for."""

from __future__ import annotations

import zlib

from pypdf.filters import decode_stream_data
from pypdf.generic import ArrayObject, StreamObject

from jiangfang.documents.pdf.objects import at, packed, resolved

_FLATE, _AS_TEXT = "/FlateDecode", ("/ASCII85Decode", "/ASCIIHexDecode")
_PACKED = (_FLATE, "/LZWDecode", "/RunLengthDecode")


def unpacked(value: StreamObject, most: int) -> bytes:
    """What it says. Raises ValueError for more than so many bytes, and for one that is packed in itself."""
    names = _filters(value)
    inner = names[1:] if names and names[0] in _AS_TEXT else names
    if len(inner) > 1 or not all(one in _PACKED for one in inner):
        raise ValueError("a stream that is packed more than once")
    data = packed(value) if not names else _inflated(value, most + 1) if names == [_FLATE] else None
    if data is None:
        data = decode_stream_data(value)
    if len(data) > most:
        raise ValueError("a stream that is too long")
    return data


def _filters(value: StreamObject) -> list[str]:
    held = at(value, "/Filter")
    if isinstance(held, ArrayObject):
        return [str(one) for one in resolved(held)]
    return [] if held is None else [str(held)]


def _inflated(value: StreamObject, most: int) -> bytes | None:
    """The first so many bytes; None for what was changed before it was packed, and for what is torn."""
    if at(value, "/DecodeParms") is not None:
        return None
    try:
        return zlib.decompressobj().decompress(packed(value), most)
    except zlib.error:
        return None
