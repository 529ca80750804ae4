"""Packs body XML into a .docx with fixed dates, so that the same input gives the same bytes."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from tools.blanks.word import FANG, HEI, SONG, TITLE, Font, Para, run

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PKG = "http://schemas.openxmlformats.org/package/2006"
TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
STAMP = "2026-01-01T00:00:00Z"
ZIP_DATE = (1980, 1, 1, 0, 0, 0)
PARTS = ("styles", "settings", "fontTable", "footer1")
RELATION_OF = {"footer1": "footer"}


@dataclass(frozen=True)
class Page:
    """An A4 portrait section; margins in twips."""

    top: int
    right: int
    bottom: int
    left: int
    numbered: bool = False
    first_number: int = 0

    def xml(self) -> str:
        """Return the w:sectPr element, without any document grid."""
        footer = '<w:footerReference w:type="default" r:id="rId4"/>' if self.numbered else ""
        start = f'<w:pgNumType w:start="{self.first_number}"/>' if self.first_number else ""
        return (
            f'<w:sectPr>{footer}<w:type w:val="nextPage"/><w:pgSz w:w="11906" w:h="16838"/>'
            f'<w:pgMar w:top="{self.top}" w:right="{self.right}" w:bottom="{self.bottom}" w:left="{self.left}" '
            f'w:header="680" w:footer="740" w:gutter="0"/>{start}<w:cols w:space="720"/></w:sectPr>'
        )


def save(path: Path, title: str, body: Sequence[str], page: Page) -> None:
    """Write a .docx whose last section is ``page``."""
    document = f'<w:document xmlns:w="{W}" xmlns:r="{R}"><w:body>{"".join(body)}{page.xml()}</w:body></w:document>'
    files = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _package_relations(),
        "docProps/core.xml": _core(title),
        "docProps/app.xml": _app(),
        "word/document.xml": document,
        "word/_rels/document.xml.rels": _document_relations(),
        "word/styles.xml": _styles(),
        "word/settings.xml": _settings(),
        "word/fontTable.xml": _fonts(),
        "word/footer1.xml": _footer(),
    }
    write_zip(path, {name: (HEAD + text).encode() for name, text in files.items()})


def write_zip(path: Path, files: Mapping[str, bytes]) -> None:
    """Write XML parts as a ZIP with one fixed date; a part that is not well-formed raises."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            etree.fromstring(data)
            info = zipfile.ZipInfo(name, ZIP_DATE)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 0
            archive.writestr(info, data)


def _content_types() -> str:
    main = f'<Override PartName="/word/document.xml" ContentType="{TYPES}.document.main+xml"/>'
    rest = "".join(
        f'<Override PartName="/word/{part}.xml" ContentType="{TYPES}.{RELATION_OF.get(part, part)}+xml"/>'
        for part in PARTS
    )
    return (
        f'<Types xmlns="{PKG}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{main}{rest}'
        '<Override PartName="/docProps/core.xml" '
        'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>'
        '<Override PartName="/docProps/app.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.extended-properties+xml"/></Types>'
    )


def _package_relations() -> str:
    return (
        f'<Relationships xmlns="{PKG}/relationships">'
        f'<Relationship Id="rId1" Type="{R}/officeDocument" Target="word/document.xml"/>'
        f'<Relationship Id="rId2" Type="{PKG}/relationships/metadata/core-properties" Target="docProps/core.xml"/>'
        f'<Relationship Id="rId3" Type="{R}/extended-properties" Target="docProps/app.xml"/></Relationships>'
    )


def _document_relations() -> str:
    items = "".join(
        f'<Relationship Id="rId{number}" Type="{R}/{RELATION_OF.get(part, part)}" Target="{part}.xml"/>'
        for number, part in enumerate(PARTS, start=1)
    )
    return f'<Relationships xmlns="{PKG}/relationships">{items}</Relationships>'


def _core(title: str) -> str:
    return (
        f'<cp:coreProperties xmlns:cp="{PKG}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{title}</dc:title><dc:creator>匠坊</dc:creator><cp:lastModifiedBy>匠坊</cp:lastModifiedBy>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{STAMP}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{STAMP}</dcterms:modified></cp:coreProperties>'
    )


def _app() -> str:
    space = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"
    return f'<Properties xmlns="{space}"><Application>匠坊</Application></Properties>'


def _styles() -> str:
    faces = " ".join(f'w:{slot}="{FANG}"' for slot in ("ascii", "eastAsia", "hAnsi", "cs"))
    return (
        f'<w:styles xmlns:w="{W}"><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts {faces}/>'
        '<w:sz w:val="24"/><w:szCs w:val="24"/><w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/>'
        '</w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:autoSpaceDE w:val="0"/>'
        '<w:autoSpaceDN w:val="0"/><w:snapToGrid w:val="0"/></w:pPr></w:pPrDefault></w:docDefaults>'
        '<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/><w:qFormat/></w:style>'
        '<w:style w:type="character" w:default="1" w:styleId="a0"><w:name w:val="Default Paragraph Font"/>'
        '<w:uiPriority w:val="1"/><w:semiHidden/></w:style>'
        '<w:style w:type="table" w:default="1" w:styleId="a1"><w:name w:val="Normal Table"/>'
        '<w:uiPriority w:val="99"/><w:semiHidden/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar>'
        '<w:top w:w="0" w:type="dxa"/><w:left w:w="108" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/>'
        '<w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style></w:styles>'
    )


def _settings() -> str:
    return (
        f'<w:settings xmlns:w="{W}"><w:zoom w:percent="100"/><w:defaultTabStop w:val="420"/>'
        '<w:characterSpacingControl w:val="doNotCompress"/><w:compat><w:compatSetting w:name="compatibilityMode" '
        'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
        '<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/></w:settings>'
    )


def _fonts() -> str:
    known = ((FANG, "FangSong", "modern"), (HEI, "SimHei", "modern"), (SONG, "SimSun", "auto"), (TITLE, SONG, "auto"))
    items = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{other}"/><w:charset w:val="86"/>'
        f'<w:family w:val="{family}"/></w:font>'
        for name, other, family in known
    )
    return f'<w:fonts xmlns:w="{W}">{items}</w:fonts>'


def _footer() -> str:
    font = Font(SONG, 14)
    field = "".join(
        f"<w:r>{font.xml()}{inner}</w:r>"
        for inner in (
            '<w:fldChar w:fldCharType="begin"/>',
            '<w:instrText xml:space="preserve"> PAGE </w:instrText>',
            '<w:fldChar w:fldCharType="separate"/>',
            "<w:t>1</w:t>",
            '<w:fldChar w:fldCharType="end"/>',
        )
    )
    empty = Para((), font, 20).xml()
    inner = run("— ", font) + field + run(" —", font)
    return f'<w:ftr xmlns:w="{W}" xmlns:r="{R}">{empty.removesuffix("</w:p>")}{inner}</w:p></w:ftr>'
