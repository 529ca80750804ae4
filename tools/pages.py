"""The pages that are made from the programmes' data: ``docs/clauses`` and ``docs/fields``.

``python -m tools.pages`` writes them; a test fails when they are not what the data says.
"""

from __future__ import annotations

from pathlib import Path

from jiangfang.documents.folder import load_folder, shipped, shipped_ids
from tools import clauses, fields

DOCS = Path(__file__).resolve().parent.parent / "docs"
MAKERS = {"clauses": clauses.page, "fields": fields.page}


def pages() -> dict[Path, str]:
    """Every page by its place."""
    loaded = [load_folder(shipped() / name)[0] for name in shipped_ids()]
    return {
        DOCS / kind / f"{folder.programme.id}.md": make(folder.programme)
        for kind, make in MAKERS.items()
        for folder in loaded
        if folder is not None
    }


def main() -> None:
    """Writes the pages."""
    for path, text in pages().items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        print(f"写好 {path.relative_to(DOCS)}")


if __name__ == "__main__":
    main()
