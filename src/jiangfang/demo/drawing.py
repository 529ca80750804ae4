"""Small pictures and papers for the ledgers of the sample: plainly drawn, of a few kilobytes, no two alike."""

from __future__ import annotations

import io
import random
from typing import BinaryIO

from PIL import Image, ImageDraw

_NAMES = {"photo": "现场照片.jpg", "certificate": "证书.jpg", "paper": "扫描件.pdf"}
_PAPER, _INK, _SEAL, _FRAME = (252, 250, 244), (60, 66, 76), (179, 38, 30), (196, 164, 92)


def of(what: str, seed: int) -> tuple[str, BinaryIO]:
    """A ``photo``, a ``certificate`` or a ``paper``: its name and its content. seed: another one, another picture."""
    chance, out = random.Random(f"{what} {seed}"), io.BytesIO()  # nosec B311
    if what == "photo":
        _photo(chance).save(out, "JPEG", quality=70)
    elif what == "certificate":
        _sheet(chance, (640, 460), framed=True).save(out, "JPEG", quality=70)
    else:
        _sheet(chance, (620, 877), framed=False).save(out, "PDF", resolution=75)
    out.seek(0)
    return _NAMES[what], out


def _photo(chance: random.Random) -> Image.Image:
    """A workshop, of a wall, a floor and what stands in it."""
    wall = tuple(chance.randrange(150, 210) for _ in range(3))
    image = Image.new("RGB", (640, 480), wall)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 330, 640, 480), fill=tuple(part // 2 for part in wall))
    for place in range(5):
        left, high = 20 + place * 125 + chance.randrange(30), chance.randrange(90, 230)
        body = tuple(chance.randrange(40, 200) for _ in range(3))
        draw.rectangle((left, 370 - high, left + 80, 380), fill=body, outline=_INK)
        draw.ellipse((left + 25, 340 - high, left + 55, 370 - high), fill=tuple(part // 2 + 60 for part in body))
    return image


def _sheet(chance: random.Random, size: tuple[int, int], *, framed: bool) -> Image.Image:
    """A sheet with lines where words would be, and a seal."""
    image = Image.new("RGB", size, _PAPER)
    draw = ImageDraw.Draw(image)
    wide, high = size
    if framed:
        draw.rectangle((14, 14, wide - 14, high - 14), outline=_FRAME, width=6)
    draw.rectangle((wide // 3, 60, wide - wide // 3, 84), fill=_INK)
    for top in range(140, high - 150, 34):
        draw.rectangle((70, top, wide - 70 - chance.randrange(200), top + 8), fill=(170, 174, 180))
    draw.ellipse((wide - 210, high - 170, wide - 90, high - 50), outline=_SEAL, width=5)
    draw.regular_polygon((wide - 150, high - 110, 22), 5, fill=_SEAL, rotation=chance.randrange(6))
    return image
