"""The fonts of a paper, found on this machine: 仿宋 黑体 楷体 宋体 where they are, others where they are not.

The fonts with the right look lack rare characters of names, so that every chain ends in one that has the whole block
of Chinese characters. Without such a font nothing is typeset: never boxes instead of characters.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Protocol

import typst

from jiangfang.core.problems import Refused, error
from jiangfang.documents.pdf.coverage import Coverage, coverage_of

SONG, HEI, FANG, KAI = "song", "hei", "fang", "kai"
FACES: Mapping[str, tuple[str, ...]] = {
    SONG: (
        "SimSun",
        "宋体",
        "FZShuSong-Z01",
        "FZShuSong-Z01S",
        "STSong",
        "Songti SC",
        "Noto Serif CJK SC",
        "Source Han Serif SC",
        "Noto Serif SC",
    ),
    HEI: (
        "SimHei",
        "黑体",
        "FZHei-B01",
        "FZHei-B01S",
        "STHeiti",
        "Heiti SC",
        "Noto Sans CJK SC",
        "Source Han Sans SC",
        "Noto Sans SC",
        "Microsoft YaHei",
        "PingFang SC",
        "WenQuanYi Zen Hei",
        "WenQuanYi Micro Hei",
    ),
    FANG: (
        "FangSong",
        "仿宋",
        "FangSong_GB2312",
        "仿宋_GB2312",
        "FZFangSong-Z02",
        "FZFangSong-Z02S",
        "STFangsong",
        "LXGW WenKai GB",
        "LXGW WenKai",
    ),
    KAI: (
        "KaiTi",
        "楷体",
        "KaiTi_GB2312",
        "楷体_GB2312",
        "FZKai-Z03",
        "FZKai-Z03S",
        "STKaiti",
        "Kaiti SC",
        "LXGW WenKai GB",
        "LXGW WenKai",
    ),
}
"""What a face may be called, the best first, as the files call themselves."""
_SANS = frozenset({HEI})
_WHOLE = ("Noto Serif CJK SC", "Source Han Serif SC", "Noto Serif SC", "SimSun", "宋体", "Songti SC", "STSong")
_WHOLE_SANS = ("Noto Sans CJK SC", "Source Han Sans SC", "Noto Sans SC", "Microsoft YaHei", "PingFang SC", "DengXian")
_WHOLE_ANY = ("LXGW WenKai GB", "LXGW WenKai", "NSimSun", "STXihei", "WenQuanYi Zen Hei")
_RARER = ("SimSun-ExtB", "SimSun-ExtG", "Plangothic P1", "Plangothic P2", "HanaMinA", "HanaMinB", "BabelStone Han")
# The block 4E00–9FFF as it stood for twenty years, which every font that calls itself whole has.
BLOCK = range(0x4E00, 0x9FA6)
STANDS_FOR_MISSING = "〓"
"""What printers put where a letter is missing."""
_UPRIGHT, _REGULAR = "normal", 400
HOW = (
    "这台电脑上没有能用的中文字体，做不了 PDF。请装一种字全的宋体，如“思源宋体”（Noto Serif CJK SC）："
    "Debian、Ubuntu 用 apt install fonts-noto-cjk，统信、麒麟在软件商店里找，"
    "Windows 请装回系统自带的宋体（simsun.ttc）；装好以后重新启动匠坊"
)


class Info(Protocol):
    """A font as typst lists it."""

    @property
    def family(self) -> str:
        """As the file calls itself."""

    @property
    def style(self) -> str:
        """``normal`` or a slanted one."""

    @property
    def weight(self) -> int:
        """400 for a regular one."""

    @property
    def path(self) -> str | None:
        """Its file."""

    @property
    def index(self) -> int:
        """Its place in a file with several."""


@dataclass(frozen=True)
class Fonts:
    """The fonts of this process. chains: families by face, the last has all of the block. files: where each lies."""

    held: typst.Fonts
    chains: Mapping[str, tuple[str, ...]]
    files: Mapping[str, tuple[Path, int]]

    @cached_property
    def _coverages(self) -> tuple[Coverage, ...]:
        wanted = dict.fromkeys(family for chain in self.chains.values() for family in chain)
        return tuple(_coverage(self.files[family]) for family in wanted)

    def missing(self, text: str) -> list[str]:
        """The characters of a text that none of the fonts has, each once."""
        return [letter for letter in dict.fromkeys(text) if not self._has(letter)]

    def _has(self, letter: str) -> bool:
        if letter == " " or unicodedata.category(letter) in ("Cf", "Mn", "Me"):
            return True
        return any(coverage.has(ord(letter)) for coverage in self._coverages)


@cache
def fonts() -> Fonts:
    """Those of this machine, looked for once in a process. Raises Refused where no Chinese one is found."""
    held = typst.Fonts(include_system_fonts=True, include_embedded_fonts=False)
    files = files_of(held.fonts())
    return Fonts(held, chains_of(files), files)


def files_of(listed: Sequence[Info]) -> dict[str, tuple[Path, int]]:
    """Where the upright and regular font of each family lies, or the one nearest to it."""
    found: dict[str, tuple[tuple[bool, int], Path, int]] = {}
    for info in listed:
        if info.path is None:
            continue
        far = (info.style != _UPRIGHT, abs(info.weight - _REGULAR))
        if info.family not in found or far < found[info.family][0]:
            found[info.family] = (far, Path(info.path), info.index)
    return {family: (path, index) for family, (_, path, index) in found.items()}


def chains_of(files: Mapping[str, tuple[Path, int]]) -> dict[str, tuple[str, ...]]:
    """The chain of every face out of these families. Raises Refused where none has all of the block."""
    last = {sans: _last(files, sans=sans) for sans in (False, True)}
    if not last[False]:
        raise Refused([error("no_chinese_font", "", HOW)])
    rarer = [family for family in _RARER if family in files]
    chains = {}
    for face, names in FACES.items():
        own = [name for name in names if name in files and _coverage(files[name]).embeds]
        chains[face] = tuple(dict.fromkeys([*own[:1], *rarer, *last[face in _SANS]]))
    return chains


def _last(files: Mapping[str, tuple[Path, int]], *, sans: bool) -> list[str]:
    """A font that has all of the block, known by its name or, where none of these is here, by what it has."""
    named = [*_WHOLE_SANS, *_WHOLE] if sans else [*_WHOLE, *_WHOLE_SANS]
    known = next(_whole(files, [*named, *_WHOLE_ANY]), None)
    found = known or next(_whole(files, sorted(files)), None)
    return [found] if found else []


def _whole(files: Mapping[str, tuple[Path, int]], names: Iterable[str]) -> Iterator[str]:
    for name in names:
        if name in files:
            has = _coverage(files[name])
            if has.embeds and has.starts and not has.lacks(BLOCK):
                yield name


@cache
def _coverage(file: tuple[Path, int]) -> Coverage:
    return coverage_of(*file)
