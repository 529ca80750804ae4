"""A programme kept as text is the same programme again."""

from dataclasses import replace
from pathlib import Path

import pytest

from jiangfang.core.definition.keeping import digest, keep, kept
from jiangfang.core.problems import Refused
from jiangfang.documents.folder import load_folder, shipped, shipped_ids

THIRD = Path(__file__).resolve().parent.parent / "programmes" / "third-2026"
FOLDERS = [*(shipped() / name for name in shipped_ids()), THIRD]


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_what_is_kept_is_the_same_again(folder: Path) -> None:
    loaded, _ = load_folder(folder)
    assert loaded is not None
    text = keep(loaded.programme)
    again = kept(text)
    assert again == loaded.programme
    assert keep(again) == text
    assert keep(replace(again, title="另一个")) != text


def test_a_digest_knows_the_text_and_every_blank() -> None:
    blanks = {"a.docx": "1", "b.xlsx": "2"}
    others = [digest("{ }", blanks), digest("{}", {**blanks, "b.xlsx": "3"}), digest("{}", {"a.docx": "1"})]
    assert len({digest("{}", blanks), *others}) == 4
    assert digest("{}", dict(reversed(blanks.items()))) == digest("{}", blanks)


def test_what_is_no_longer_understood_is_said() -> None:
    with pytest.raises(Refused, match="读不懂"):
        kept('{"id":"x","later":1}')
