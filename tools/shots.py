"""The pictures of the README from real output: ``make shots``.

The papers are filled and printed through LibreOffice; the pages are those of the sample server, seen in Chromium.
"""

from __future__ import annotations

import os
import shutil
import subprocess  # nosec B404
import sys
import tempfile
from collections.abc import Sequence
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

import pypdfium2
from PIL import Image, ImageChops, ImageOps

from jiangfang.cli.main import main as jiangfang
from jiangfang.cli.samples import jobs
from tools import screens

PICTURES = Path(__file__).resolve().parent.parent / "docs" / "pictures"
FORM, SHEET, SUMMARY = "廊坊-审批表-示例", "开封-推荐表-示例", "开封-汇总表-示例"
LARGEST = 400 * 1024
GREYS = (16, 12, 8, 6, 4)
PAPER, EDGE, GROUND = 255, 150, 236
LONGEST_WAIT = 180
FACES = {
    "仿宋": ("FangSong", "STFangsong", "FandolFang R", "Noto Serif CJK SC"),
    "黑体": ("SimHei", "Noto Sans CJK SC"),
    "宋体": ("SimSun", "Noto Serif CJK SC"),
    "方正小标宋简体": ("FZXiaoBiaoSong-B05S", "Noto Serif CJK SC"),
    "Segoe UI Symbol": ("DejaVu Sans",),
    "Arial": ("Liberation Sans",),
}


def main() -> int:
    """Makes every picture; 1 with a sentence when a program is missing or a paper could not be made."""
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        return _missing("LibreOffice", "libreoffice")
    if screens.chromium() is None:
        return _missing("Chromium", "chromium")
    with tempfile.TemporaryDirectory(prefix="jiangfang-shots-") as folder:
        papers = _filled(Path(folder))
        if papers is None:
            print("样张没有全部做成，图片没有更新", file=sys.stderr)
            return 1
        pages = _printed(office, Path(folder), papers)
        PICTURES.mkdir(parents=True, exist_ok=True)
        _save(_sheets([_page(pages[FORM], number, 1000) for number in range(4)], across=2), "langfang-form.png")
        _save(_sheets([_page(pages[SHEET], 0, 1240)], across=1), "kaifeng-form.png")
        _save(_sheets([_filled_part(_page(pages[SUMMARY], 0, 2400))], across=1), "kaifeng-summary.png")
        screens.screens(Path(folder) / "data", _save_screen)
    return 0


def _missing(label: str, package: str) -> int:
    print(f"没有找到 {label}：装好以后再运行 make shots（Debian、Ubuntu：apt install {package}）", file=sys.stderr)
    return 1


def _filled(folder: Path) -> list[Path] | None:
    """The sample papers that are shown, made by the demonstration's own commands; None when one was refused."""
    made: list[Path] = []
    for _, command in jobs(folder):
        if (paper := Path(command[-1])).stem in (FORM, SHEET, SUMMARY):
            with redirect_stdout(StringIO()):
                refused = jiangfang(command)
            if refused:
                return None
            made.append(paper)
    return made


def _printed(office: str, folder: Path, files: Sequence[Path]) -> dict[str, Path]:
    """Each paper as a PDF, by its name; in a profile of its own, so that nobody's settings show."""
    fonts = folder / "fonts.conf"
    fonts.write_text(_fonts(folder), encoding="utf-8")
    call = [office, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to", "pdf"]
    call += ["--outdir", str(folder), *map(str, files)]
    given = {**os.environ, "FONTCONFIG_FILE": str(fonts), "SOURCE_DATE_EPOCH": "0"}
    subprocess.run(call, env=given, check=True, capture_output=True, timeout=LONGEST_WAIT)  # nosec B603
    made = {file.stem: folder / f"{file.stem}.pdf" for file in files}
    for pdf in made.values():
        if not pdf.is_file():
            raise SystemExit(f"LibreOffice 没有把 {pdf.stem} 转成 PDF")
    return made


def _fonts(folder: Path) -> str:
    """Fonts of the papers by name, else the simplified Chinese face of what the machine has."""
    aliases = "".join(
        f'<match target="pattern"><test name="family"><string>{name}</string></test>'
        f'<edit name="family" mode="append" binding="same">{"".join(f"<string>{face}</string>" for face in faces)}'
        "</edit></match>"
        for name, faces in FACES.items()
    )
    return (
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        f"{aliases}"
        '<include ignore_missing="yes">/etc/fonts/fonts.conf</include>'
        f"<cachedir>{folder / 'fontcache'}</cachedir></fontconfig>"
    )


def _page(pdf: Path, number: int, width: int) -> Image.Image:
    """A page in greys, so many pixels wide."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        page = document[number]
        shown: Image.Image = page.render(scale=2 * width / page.get_width(), grayscale=True).to_pil()
        return shown.convert("L").resize((width, round(width * shown.height / shown.width)), Image.Resampling.LANCZOS)
    finally:
        document.close()


def _filled_part(page: Image.Image) -> Image.Image:
    """A page down to its last line, without the empty rest and the page number."""
    body = page.crop((0, 0, page.width, round(page.height * 0.94)))
    box = ImageChops.invert(body).getbbox()
    bottom = box[3] if box else body.height
    return page.crop((0, 0, page.width, min(bottom + page.width // 60, page.height)))


def _sheets(pages: Sequence[Image.Image], across: int) -> Image.Image:
    """Pages with a thin edge on a light ground, row by row."""
    framed = [ImageOps.expand(page, border=1, fill=EDGE) for page in pages]
    gap = framed[0].width // 40
    wide, high = (max(page.size[side] for page in framed) for side in (0, 1))
    rows = -(-len(framed) // across)
    made = Image.new("L", (across * (wide + gap) + gap, rows * (high + gap) + gap), GROUND)
    for place, page in enumerate(framed):
        made.paste(page, (gap + place % across * (wide + gap), gap + place // across * (high + gap)))
    return made


def _save(picture: Image.Image, name: str) -> None:
    """A PNG under ``LARGEST``: with as many greys as fit."""
    path = PICTURES / name
    for greys in GREYS:
        step = 255 / (greys - 1)
        held = picture.point([round(value / step) for value in range(256)])
        held = held.convert("P")
        held.putpalette([round(level * step) for level in range(greys) for _ in range(3)])
        held.save(path, optimize=True, bits=4)
        if path.stat().st_size < LARGEST:
            break
    _tell(path, picture)


def _save_screen(taken: bytes, name: str) -> None:
    """A picture of a page, in colours."""
    path = PICTURES / name
    path.write_bytes(screens.small(taken))
    with Image.open(path) as picture:
        _tell(path, picture)


def _tell(path: Path, picture: Image.Image) -> None:
    print(f"{path.relative_to(PICTURES.parent.parent)}  {picture.width}×{picture.height}  {path.stat().st_size:,} B")


if __name__ == "__main__":
    sys.exit(main())
