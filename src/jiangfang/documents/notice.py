"""A notice's own text, laid beside a programme by the office that holds it: .txt or .docx."""

from __future__ import annotations

import copy
import itertools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree

from jiangfang.core.definition.programme import Programme
from jiangfang.core.notice import HAN, HEAD, CutClause, cut
from jiangfang.core.problems import Problem, Refused, warning
from jiangfang.documents.archive import read_parts
from jiangfang.documents.files import read_bytes, unreadable
from jiangfang.documents.word.grid import P, T, below, label_of, parse, tag, text_of

_TITLE = re.compile("关于[^，。；]{4,80}?通知")
_MAIN = "word/document.xml"
NAMES = ("notice.txt", "notice.docx")
LARGEST_NOTICE = 20 * 1024 * 1024
LARGEST_TEXT = 5 * 1024 * 1024
MOST_LETTERS, MOST_PARAGRAPHS = 500_000, 10_000
CUT = (".docx", ".txt")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BEGINNINGS = {".docx": b"PK", ".txt": b"", ".pdf": b"%PDF", ".doc": _OLE, ".wps": _OLE, ".ofd": b"PK"}


def laid_beside(folder: Path, programme: str, data: Path | None = None) -> Path | None:
    """The notice's file in the programme folder, or in ``notices/`` of the data folder; None when nobody laid one."""
    spots = [folder / name for name in NAMES]
    if data is not None:
        spots += [data / "notices" / f"{programme}{suffix}" for suffix in (".txt", ".docx")]
    return next((spot for spot in spots if spot.is_file()), None)


@dataclass(frozen=True, slots=True)
class LaidNotice:
    """The notice's own text laid beside by an office. problems: why it is not used; lost: clauses it lacks."""

    path: Path | None = None
    clauses: Mapping[str, CutClause] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    lost: tuple[str, ...] = ()


def lay(folder: Path, programme: Programme, data: Path | None = None) -> LaidNotice:
    """The text laid beside; one that bears the title of another notice is not used, one without a title is."""
    path = laid_beside(folder, programme.id, data)
    if path is None:
        return LaidNotice()
    try:
        clauses = clauses_of_bytes(read_bytes(path), path)
    except Refused as refused:
        said = "；".join(found.message for found in refused.problems)
        return LaidNotice(path, {}, (warning("notice_not_used", str(path), f"通知原文没有用上：{said}"),))
    other = _other_title(clauses, programme)
    if other:
        said = f"{path.name} 的标题是“{other}”，不是这个方案的“{programme.notice.title}”，没有用上"
        return LaidNotice(path, {}, (warning("notice_not_used", str(path), said),))
    return LaidNotice(path, clauses, lost=_lost(clauses, programme))


def read_notice(name: str, content: bytes, programme: Programme) -> LaidNotice:
    """A notice's file that somebody hands in, by its name and its bytes; without clauses for a kind that is not cut.

    Raises Refused for a file that is empty, damaged, not what its name says, or the notice of another programme.
    """
    path = Path(name)
    suffix = path.suffix.lower()
    if suffix not in _BEGINNINGS or not content:
        kinds = "、".join(_BEGINNINGS)
        raise Refused([unreadable(path, "是空的" if not content else f"不是通知文件；可以用的有 {kinds}")])
    if not content.startswith(_BEGINNINGS[suffix]):
        raise Refused([unreadable(path, f"里面不是 {suffix} 文件；请确认选对了文件")])
    if suffix not in CUT:
        return LaidNotice(path)
    clauses = clauses_of_bytes(content, path)
    if other := _other_title(clauses, programme):
        said = f"标题是“{other}”，不是这个方案的“{programme.notice.title}”；请换成这一份通知"
        raise Refused([unreadable(path, said)])
    return LaidNotice(path, clauses, lost=_lost(clauses, programme))


def clauses_of_bytes(content: bytes, path: Path) -> dict[str, CutClause]:
    """The clauses of a .docx or a text, by number; path: its name. Raises Refused (``unreadable_file``)."""
    text = _word_text(content, path) if path.suffix.lower() == ".docx" else _plain_text(content, path)
    if len(text) > MOST_LETTERS or text.count("\n") + text.count("\r") >= MOST_PARAGRAPHS:
        raise _too_long(path)
    return {clause.number: clause for clause in cut(text)}


def _too_long(path: Path) -> Refused:
    return Refused([unreadable(path, "正文太长，不像一份通知；请只放通知正文和附件表格，图片、汇编另外发")])


def _other_title(clauses: Mapping[str, CutClause], programme: Programme) -> str:
    """The title that it bears, when that is another notice's; "" when it is this one's or it has none."""
    head = clauses[f"通知{HEAD}"].text if clauses else ""
    other = _TITLE.search(label_of(head))
    return other[0] if other and label_of(programme.notice.title) not in label_of(head) else ""


def _lost(clauses: Mapping[str, CutClause], programme: Programme) -> tuple[str, ...]:
    numbered = [clause.number for clause in programme.clauses if re.match(f"通知[{HAN}]", clause.number)]
    return tuple(number for number in numbered if number not in clauses)


def _plain_text(content: bytes, path: Path) -> str:
    if len(content) > LARGEST_TEXT:
        raise _too_long(path)
    marked = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Refused([unreadable(path, "既不是 UTF-8 也不是 GB18030 文字")])


def _word_text(content: bytes, path: Path) -> str:
    main = read_parts(content, path, _MAIN)[_MAIN]
    if len(main) > LARGEST_TEXT:
        raise _too_long(path)
    try:
        body = parse(main).find(tag("body"))
    except etree.XMLSyntaxError as fault:
        raise Refused([unreadable(path, "文件损坏：正文不是完好的 XML")]) from fault
    if body is None:
        return ""
    if sum(len(written.text or "") for written in body.iter(T)) > MOST_LETTERS:
        raise _too_long(path)
    paragraphs = list(itertools.islice(_paragraphs(body), MOST_PARAGRAPHS + 1))
    return "\n".join(paragraphs)


def _paragraphs(body: etree._Element) -> Iterator[str]:
    """Paragraphs outside tables: the tables of a notice are its annexes."""
    for paragraph in below(body, P):
        holder = etree.Element("cell")
        holder.append(copy.deepcopy(paragraph))
        yield text_of(holder)
