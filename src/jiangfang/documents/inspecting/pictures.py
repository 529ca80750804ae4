"""Pictures: whole or torn, how large, what they look like in 64 bits."""

from __future__ import annotations

import struct
from pathlib import Path

import pillow_heif
from PIL import Image

from jiangfang.documents.inspecting.found import Found, Unfit

PIXELS, FRAMES = 150_000_000, 2_000
FORMATS = {"jpeg": "JPEG", "png": "PNG", "gif": "GIF", "bmp": "BMP", "tiff": "TIFF", "webp": "WEBP", "heic": "HEIF"}
FLAT = 8
_ORIENTATION = 0x0112
_UPRIGHT = {
    2: [Image.Transpose.FLIP_LEFT_RIGHT],
    3: [Image.Transpose.ROTATE_180],
    4: [Image.Transpose.FLIP_TOP_BOTTOM],
    5: [Image.Transpose.TRANSPOSE],
    6: [Image.Transpose.ROTATE_270],
    7: [Image.Transpose.TRANSVERSE],
    8: [Image.Transpose.ROTATE_90],
}


def picture(path: Path, kind: str) -> Found:
    """A picture, every pixel of which can be had. Raises Unfit."""
    Image.MAX_IMAGE_PIXELS = None  # what is declared is looked at here, before anything is unpacked
    pillow_heif.register_heif_opener()
    try:
        with Image.open(path, formats=[FORMATS[kind]]) as opened:
            return _looked_at(opened, kind)
    except MemoryError as fault:
        raise Unfit("pixels") from fault
    except (OSError, ValueError, SyntaxError, EOFError, IndexError, KeyError, TypeError, struct.error) as fault:
        raise Unfit("torn" if "truncated" in str(fault) else "broken") from fault


def _looked_at(opened: Image.Image, kind: str) -> Found:
    _must_have_room(opened)
    turned = _turned(opened)
    width, height = opened.size[::-1] if turned >= 5 else opened.size
    if kind == "jpeg":
        opened.draft("L", (256, 256))
    opened.load()
    look = _look(opened, turned)
    return Found(kind, pages=_frames(opened) if kind == "tiff" else 1, width=width, height=height, look=look)


def _must_have_room(opened: Image.Image) -> None:
    width, height = opened.size
    if width * height > PIXELS:
        raise Unfit("pixels")


def _turned(opened: Image.Image) -> int:
    """How the camera was held, 1 to 8; a mark that cannot be read is none."""
    try:
        found = opened.getexif().get(_ORIENTATION, 1)
    except (OSError, ValueError, SyntaxError, TypeError, KeyError, struct.error):
        return 1
    return found if isinstance(found, int) and 1 <= found <= 8 else 1


def _frames(opened: Image.Image) -> int:
    """How many pictures a TIFF holds, each of which can be had."""
    count = getattr(opened, "n_frames", 1)
    for place in range(1, min(count, FRAMES)):
        opened.seek(place)
        _must_have_room(opened)
        opened.load()
    return int(count)


def _look(opened: Image.Image, turned: int) -> str:
    """Where it grows brighter from left to right, in 8 rows of 8: alike after scaling and after saving again.

    "" for one without contrast, which would be alike to every other blank.
    """
    if opened.mode.startswith(("I", "F")):
        return ""
    small = opened.convert("RGBA") if opened.mode in ("P", "PA", "LA") else opened
    small = (small.convert("L") if small.mode == "1" else small).resize((72, 72), Image.Resampling.BOX)
    if small.mode == "RGBA":
        small = Image.alpha_composite(Image.new("RGBA", small.size, "white"), small)
    grey = small.convert("L")
    for way in _UPRIGHT.get(turned, []):
        grey = grey.transpose(way)
    points = list(grey.resize((9, 8), Image.Resampling.BOX).tobytes())
    if max(points) - min(points) < FLAT:
        return ""
    bits = [points[row * 9 + place] < points[row * 9 + place + 1] for row in range(8) for place in range(8)]
    return f"{sum(bit << place for place, bit in enumerate(reversed(bits))):016x}"
