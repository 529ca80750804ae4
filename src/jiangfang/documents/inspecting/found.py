"""What is found out about a file, and why one is not taken."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Found:
    """kind: an id of core/proofs; pages: None where nobody knows; width, height: in pixels, as it is shown.

    look: of a picture, 16 hex digits, alike where two look alike; "" for none. script: something in it would run.
    """

    kind: str
    pages: int | None = None
    width: int | None = None
    height: int | None = None
    look: str = ""
    script: bool = False


class Unfit(Exception):  # noqa: N818 - what the file is
    """A file of a kind that is taken, but not this one. why: one of ``WORDS``."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


WORDS = {
    "broken": "不完整或者损坏了，打不开；请在自己的电脑上打开看看，能打开的另存一次（或打印成 PDF）再上传",
    "torn": "只到了一半，后面的内容没有了；请重新拍照、扫描或下载，再上传",
    "locked": "加了密码或者限制了打印、编辑；请用原来的软件去掉密码和限制，或者打印成一份新的 PDF 再上传",
    "large": "解开以后太大，不像一份普通的文件；请另存一次，或者打印成 PDF 再上传",
    "pixels": "的像素太多（超过 1.5 亿）；请把图片缩小到长边 5000 像素以内再上传",
    "slow": "看了很久也没有看完，里面太复杂；请打印成一份新的 PDF 再上传",
    "macros": "是带宏的 Office 文件；请另存为不带宏的 .docx、.xlsx 或 .pptx 再上传",
    "odf": "是 ODF 文件（.odt、.ods、.odp）；请另存为 .docx、.xlsx 或 .pptx，或者打印成 PDF 再上传",
    "other_office": "不是 Word、Excel、PPT 或 WPS 的文件，虽然用了同样的外壳；请打开它，打印成 PDF 再上传",
    "packed": "是压缩包；请先解开，把里面的文件直接拖上来，可以一次拖很多份",
}
