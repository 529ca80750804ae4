"""Writes the four blanks below ``programmes/`` of the current folder: ``python -m tools.blanks``."""

from __future__ import annotations

from pathlib import Path

from tools.blanks import kaifeng, langfang, outline, summary


def main(root: Path = Path("programmes")) -> None:
    """Write every blank."""
    langfang.build(root / "langfang-2019" / "application.docx")
    kaifeng.build(root / "kaifeng-2024" / "application.docx")
    outline.build(root / "kaifeng-2024" / "outline.docx")
    summary.build(root / "kaifeng-2024" / "summary.xlsx")


if __name__ == "__main__":
    main()
