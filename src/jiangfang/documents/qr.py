"""An address as a QR code: SVG that stands in a page or on paper."""

from __future__ import annotations

import io

import segno

_BORDER = 2
_MASK = 3  # any of the eight is read; to try all of them takes five times as long, and a list has thousands


def qr(address: str) -> bytes:
    """The SVG of an address, as large as its box. Raises ValueError for one that is not plain ASCII."""
    if not address.isascii():
        raise ValueError("the address of a QR code is plain ASCII")
    out = io.BytesIO()
    made = segno.make_qr(address, error="m", mask=_MASK)
    made.save(out, kind="svg", xmldecl=False, svgns=False, omitsize=True, svgclass="qr", lineclass=None, border=_BORDER)
    return out.getvalue().strip()
