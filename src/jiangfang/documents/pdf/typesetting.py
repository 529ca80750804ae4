"""Papers set by typst. What they say comes as JSON and is never read as markup; equal input gives equal bytes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import typst

from jiangfang.documents.pdf.fonts import STANDS_FOR_MISSING, Fonts

_FOLDER = Path(__file__).resolve().parent / "papers"


def typeset(paper: str, said: Mapping[str, Any], fonts: Fonts) -> bytes:
    """A PDF of a paper (``papers/<paper>.typ``) that says this."""
    return asked(paper, said, fonts, "")[0]


def asked(paper: str, said: Mapping[str, Any], fonts: Fonts, expression: str) -> tuple[bytes, Any]:
    """The same, and the value of an expression of typst in the finished document."""
    inputs = {"said": json.dumps(said, ensure_ascii=False), "faces": json.dumps(fonts.chains, ensure_ascii=False)}
    compiler = typst.Compiler(
        _FOLDER / f"{paper}.typ",
        root=_FOLDER,
        font_paths=fonts.held,
        ignore_system_fonts=True,
        sys_inputs=inputs,
    )
    made = compiler.compile(format="pdf", timestamp=0, pdf_tags=False)
    if not isinstance(made, bytes):
        raise TypeError(f"{paper} became {type(made).__name__}")
    return made, json.loads(compiler.eval(expression)) if expression else None


def shown(said: Any, fonts: Fonts) -> Any:
    """What is said, with a sign for every character that no font of this machine has."""
    if isinstance(said, str):
        lacking = fonts.missing(said.replace("\n", ""))
        return said.translate({ord(letter): STANDS_FOR_MISSING for letter in lacking}) if lacking else said
    if isinstance(said, Mapping):
        return {key: shown(value, fonts) for key, value in said.items()}
    if isinstance(said, list | tuple):
        return [shown(one, fonts) for one in said]
    return said
