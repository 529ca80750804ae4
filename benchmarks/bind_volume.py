"""Binding the proofs of an application into one PDF: half of the pages typeset, half of them scans, ten to a file."""

from __future__ import annotations

import io
import random
import re
from collections.abc import Iterator, Sequence
from functools import partial

from PIL import Image

from benchmarks.job import Bench, Contender, Job
from jiangfang.documents.pdf.bundle import Bundle, Chapter, Part, Source, Wanted, looked_at
from jiangfang.documents.pdf.fonts import fonts
from jiangfang.documents.pdf.joining import bind
from jiangfang.documents.pdf.objects import Writing, numbers

EACH, CHAPTERS = 10, 15
_A4 = (595, 842)
_SCAN = (1240, 1754)


def files(size: int) -> list[bytes]:
    """So many pages in files of ten, every other one a scan; each page has words that are nowhere else."""
    counts = [min(EACH, size - first) for first in range(0, size, EACH)]
    return [_file(number, count, scanned=number % 2 == 1) for number, count in enumerate(counts)]


def _file(number: int, count: int, *, scanned: bool) -> bytes:
    out, chance = io.BytesIO(), random.Random(number)
    into = Writing(out)
    tree, font = into.new(), into.add(b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>")
    leaves = []
    for place in range(count):
        image = _scan(into, number * EACH + place) if scanned else 0
        drawn = into.add_stream(b"", _drawing(f"f{number}p{place}", chance, scanned=scanned))
        held = b"/XObject<</I %d 0 R>>" % image if scanned else b""
        page = b"<</Type/Page/Parent %d 0 R/MediaBox[0 0 %d %d]/Resources<</Font<</F %d 0 R>>%b>>/Contents %d 0 R>>"
        leaves.append(into.add(page % (tree, *_A4, font, held, drawn)))
    kids = b" ".join(b"%d 0 R" % one for one in leaves)
    into.put(tree, b"<</Type/Pages/Count %d/Kids[%b]>>" % (count, kids))
    into.end(into.add(b"<</Type/Catalog/Pages %d 0 R>>" % tree), into.add(b"<<>>"), str(number))
    return out.getvalue()


def _scan(into: Writing, seed: int) -> int:
    """A grey picture like that of a scanner at 150 dpi, some 200 KB."""
    grain = random.Random(seed).randbytes(62 * 88)
    out = io.BytesIO()
    Image.frombytes("L", (62, 88), grain).resize(_SCAN).save(out, "JPEG", quality=80)
    entries = (
        b"/Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceGray/BitsPerComponent 8/Filter/DCTDecode"
    )
    return into.add_stream(entries % _SCAN, out.getvalue())


def _drawing(said: str, chance: random.Random, *, scanned: bool) -> bytes:
    lines = [f"<{said}>"] if scanned else [f"<{said}", *_lines(chance), ">"]
    picture = b"q %b cm /I Do Q\n" % numbers((_A4[0], 0, 0, _A4[1], 0, 0)) if scanned else b""
    shown = b"\n".join(b"(%b) Tj T*" % line.encode("ascii") for line in lines)
    return picture + b"BT /F 9 Tf 13 TL 60 780 Td\n" + shown + b"\nET"


def _lines(chance: random.Random) -> Iterator[str]:
    for _ in range(50):
        yield " ".join(f"{chance.randrange(10**6):06d}" for _ in range(11))


def ours(size: int) -> Job:
    """Cover, contents, a leaf before each chapter, bookmarks, every page on A4 with its running number."""
    given = files(size)
    _bound(files(EACH))
    return lambda: _bound(given)


def _bound(given: Sequence[bytes]) -> bytes:
    out = io.BytesIO()
    parts = [
        Part("证明材料", f"材料{place}.pdf", looked_at(Source(str(place), partial(io.BytesIO, content))))
        for place, content in enumerate(given)
    ]
    each = -(-len(parts) // CHAPTERS)
    chapters = [
        Chapter(
            str(place),
            f"指标{place}",
            "运行情况",
            (("提纲要求", "证明材料"),),
            (Wanted("证明材料", "单位盖章", (0,)),),
            parts=tuple(parts[first : first + each]),
        )
        for place, first in enumerate(range(0, len(parts), each), start=1)
    ]
    lines = (("申报编号", "SL-2024-001"), ("申报单位", "示例机械厂"))
    volume = Bundle(
        "支撑材料", "示例市创新工作室申报", "示例创新工作室", "示例机械厂", "SL-2024-001", lines, tuple(chapters)
    )
    bind(volume, out, fonts(), seed="1")
    return out.getvalue()


def appended(size: int) -> Job:
    """pypdf alone: one file behind the other as they are. No A4, no numbers, no leaf of its own."""
    from pypdf import PdfWriter

    given = files(size)

    def run() -> bytes:
        out, writer = io.BytesIO(), PdfWriter()
        for content in given:
            writer.append(io.BytesIO(content))
        writer.write(out)
        return out.getvalue()

    return run


def transformed(size: int) -> Job:
    """pypdf as its documentation scales pages: each merged into an A4 page of its own, with a bookmark a file."""
    from pypdf import PageObject, PdfReader, PdfWriter, Transformation

    given = files(size)

    def run() -> bytes:
        out, writer = io.BytesIO(), PdfWriter()
        for place, content in enumerate(given):
            first = len(writer.pages)
            for page in PdfReader(io.BytesIO(content)).pages:
                leaf = PageObject.create_blank_page(width=_A4[0], height=_A4[1])
                leaf.merge_transformed_page(page, Transformation().scale(0.9).translate(30, 40))
                writer.add_page(leaf)
            writer.add_outline_item(title=str(place), page_number=first)
        writer.write(out)
        return out.getvalue()

    return run


def words(content: bytes) -> list[str]:
    """What the proofs say, page by page, as another reader sees it; what is ours around them is left out."""
    import pypdfium2

    document = pypdfium2.PdfDocument(content)
    said = [re.findall(r"<(.*?)>", page.get_textpage().get_text_range(), re.DOTALL) for page in document]
    document.close()
    return [" ".join(one.split()) for found in said for one in found]


BENCH = Bench(
    "Proofs bound into one PDF: 300 pages in 30 files → cover, contents, leaves, bookmarks, A4, running numbers",
    "at most twice the time of pypdf that lays the files behind each other as they are",
    {
        "ours": Contender("匠坊 documents.pdf.joining", ours),
        "append": Contender("pypdf append, nothing added", appended),
        "merge": Contender("pypdf merge_transformed_page", transformed),
    },
    words,
    size=300,
    quick=30,
    piece="pages",
    unit="s a volume",
    whole=True,
)
