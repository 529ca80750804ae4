"""A notice's own text, laid beside a programme by the office that holds it: .txt or .docx."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from jiangfang.core.notice import CutClause, cut
from jiangfang.core.problems import Refused
from jiangfang.documents.archive import read_parts
from jiangfang.documents.files import read_bytes, unreadable
from jiangfang.documents.word.grid import P, below, parse, tag, text_of

_MAIN = "word/document.xml"
NAMES = ("notice.txt", "notice.docx")


def laid_beside(folder: Path, programme: str, data: Path | None = None) -> Path | None:
    """The notice's file in the programme folder, or in ``notices/`` of the data folder; None when nobody laid one."""
    spots = [folder / name for name in NAMES]
    if data is not None:
        spots += [data / "notices" / f"{programme}{suffix}" for suffix in (".txt", ".docx")]
    return next((spot for spot in spots if spot.is_file()), None)


def clauses_of(path: Path) -> dict[str, CutClause]:
    """Its clauses by number. Raises Refused (``unreadable_file``)."""
    content = read_bytes(path)
    text = _word_text(content, path) if path.suffix.lower() == ".docx" else _plain_text(content, path)
    return {clause.number: clause for clause in cut(text)}


def _plain_text(content: bytes, path: Path) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Refused([unreadable(path, "既不是 UTF-8 也不是 GB18030 文字")])


def _word_text(content: bytes, path: Path) -> str:
    try:
        body = parse(read_parts(content, path, _MAIN)[_MAIN]).find(tag("body"))
    except etree.XMLSyntaxError as fault:
        raise Refused([unreadable(path, "文件损坏：正文不是完好的 XML")]) from fault
    return "\n".join(_paragraphs(body)) if body is not None else ""


def _paragraphs(body: etree._Element) -> Iterator[str]:
    """Paragraphs outside tables: the tables of a notice are its annexes."""
    for paragraph in below(body, P):
        holder = etree.Element("cell")
        holder.append(_copy(paragraph))
        yield text_of(holder)


def _copy(paragraph: etree._Element) -> etree._Element:
    return etree.fromstring(etree.tostring(paragraph))
