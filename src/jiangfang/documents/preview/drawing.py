"""Draws one page or one picture anew: small, upright, without what a telephone writes into its photographs.

Only for a process of its own (apart.py): whoever made the file may have made it for the reader to break.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any, BinaryIO

from PIL import Image, ImageCms, ImageFile

PICTURES: Mapping[str, str] = {
    "jpeg": "JPEG",
    "png": "PNG",
    "gif": "GIF",
    "bmp": "BMP",
    "tiff": "TIFF",
    "webp": "WEBP",
    "heic": "HEIF",
}
"""Kinds of pictures by their ids in core/proofs, as Pillow calls them."""
MOST_PIXELS = 150_000_000  # as many as are taken in
# dots for a point of a PDF: a page as small as a stamp is not blown up to a poster
FINEST = 300 / 72
QUALITY = 82
_TURNS = {
    90: Image.Transpose.ROTATE_270,  # Pillow counts the other way round
    180: Image.Transpose.ROTATE_180,
    270: Image.Transpose.ROTATE_90,
}
# How the camera was held, as EXIF counts it.
_ORIENTATION = 0x0112
_HELD = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


class Undrawable(Exception):  # noqa: N818 - what the file is
    """Nothing can be shown. why: broken, large, page (there is none of that number), slow."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def draw(source: BinaryIO, kind: str, page: int, longest: int, turned: int) -> bytes:
    """A JPEG no longer and no wider than so many pixels. turned: degrees clockwise. Raises Undrawable."""
    image = _of_pdf(source, page, longest) if kind == "pdf" else _of_picture(source, kind, page, longest)
    if turned in _TURNS:
        image = image.transpose(_TURNS[turned])
    image.info, out = {}, io.BytesIO()  # a remark of somebody else's would be written along
    image.save(out, "JPEG", quality=QUALITY)
    return out.getvalue()


def count(source: BinaryIO) -> int:
    """How many pages a PDF has. Raises Undrawable."""
    import pypdfium2

    try:
        return len(pypdfium2.PdfDocument(source))
    except pypdfium2.PdfiumError as fault:
        raise Undrawable("broken") from fault


def _of_pdf(source: BinaryIO, page: int, longest: int) -> Image.Image:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(source)
        if not 0 < page <= len(document):
            raise Undrawable("page")
        document.init_forms()  # what was typed into the boxes of a form; no script of it is run
        found = document[page - 1]
        scale = min(longest / max(*found.get_size(), 1), FINEST)
        drawn: Image.Image = found.render(scale=scale).to_pil()
    except (pypdfium2.PdfiumError, ValueError) as fault:
        raise Undrawable("broken") from fault
    return drawn.convert("RGB")


def _of_picture(source: BinaryIO, kind: str, page: int, longest: int) -> Image.Image:
    Image.MAX_IMAGE_PIXELS = None  # looked at below, after a JPEG was told how small it is wanted
    ImageFile.LOAD_TRUNCATED_IMAGES = True
    if kind == "heic":
        import pillow_heif

        pillow_heif.register_heif_opener(thumbnails=False)
    if kind not in PICTURES:
        raise Undrawable("broken")
    with Image.open(source, formats=[PICTURES[kind]]) as found:
        _go_to(found, page)
        found.draft("RGB", (longest, longest))
        if found.width * found.height > MOST_PIXELS:
            raise Undrawable("large")
        upright = found.getexif().get(_ORIENTATION, 1)
        image = _in_usual_colours(_small(found, longest))
    return image.transpose(_HELD[upright]) if upright in _HELD else image


def _go_to(found: Image.Image, page: int) -> None:
    try:
        found.seek(page - 1)
    except EOFError as fault:
        raise Undrawable("page") from fault


def _small(found: Image.Image, longest: int) -> Image.Image:
    """The picture within its bounds, in a mode that can be made smaller without steps."""
    image: Image.Image = found
    if found.mode in ("P", "1", "PA", "LA") or "transparency" in found.info:
        image = found.convert("RGBA")
    elif found.mode.startswith("I;16"):
        image = found.point(lambda value: value / 256).convert("L")
    elif found.mode in ("I", "F"):
        image = found.convert("L")
    image.thumbnail((longest, longest), reducing_gap=2.0)
    return image


def _in_usual_colours(image: Image.Image) -> Image.Image:
    """On white, in the colours of a screen: a browser gets no profile that somebody else wrote."""
    if image.mode in ("RGBA", "RGBa"):
        ground = Image.new("RGB", image.size, "white")
        ground.paste(image, mask=image.convert("RGBA").getchannel("A"))
        return ground
    profile: Any = image.info.get("icc_profile")
    if profile and image.mode in ("RGB", "CMYK", "L"):
        try:
            given = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            made = ImageCms.profileToProfile(image, given, ImageCms.createProfile("sRGB"), outputMode="RGB")
        except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
            made = None
        if made is not None:
            return made
    return image.convert("RGB")
