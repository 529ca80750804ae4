"""What takes too long to be drawn is left for another time, and goes on from where it stood."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO

import pytest
from PIL import Image
from pypdf import PdfWriter

from jiangfang.documents.pdf import preparing
from jiangfang.documents.pdf.bundle import Source
from jiangfang.documents.pdf.preparing import Budget, Thing, Unbound, mended, prepared, sweep
from jiangfang.documents.preview import apart
from jiangfang.documents.preview.drawing import Undrawable
from tests.documents.pdf.material import page, pdf, saved
from tests.documents.pdf.test_preparing import picture, thing


class Drawings:
    """Draws, and says that it took so long by a clock that stands still else; what is over its time is not drawn."""

    def __init__(self, draw: Callable[..., bytes]) -> None:
        self.draw, self.now, self.takes = draw, 0.0, 10.0
        self.pages: list[int] = []
        self.seconds: list[float] = []

    def clock(self) -> float:
        return self.now

    def drawn(self, file: BinaryIO, kind: str, *, page: int, seconds: float, **more: Any) -> bytes:
        self.seconds.append(seconds)
        self.now += min(self.takes, seconds)
        if self.takes > seconds:
            raise Undrawable("slow")
        self.pages.append(page)
        return self.draw(file, kind, page=page, **more)


@pytest.fixture
def drawings(monkeypatch: pytest.MonkeyPatch) -> Drawings:
    """Pages that take ten seconds each, by a clock of their own."""
    made = Drawings(apart.drawn)
    monkeypatch.setattr(apart, "drawn", made.drawn)
    monkeypatch.setattr(preparing, "EACH", 25.0)
    return made


def locked(pages: int, name: str = "P") -> Thing:
    """A PDF that has to be drawn anew."""
    writer = PdfWriter()
    for place in range(pages):
        page(writer, f"{name}{place}", (0, 0, 40, 80))
    writer.encrypt("", "owner", algorithm="RC4-128")
    return thing(saved(writer), "pdf")


def test_a_slow_file_is_left_and_another_time_goes_on(drawings: Drawings, tmp_path: Path) -> None:
    slow = locked(4)
    with pytest.raises(Unbound, match=preparing.LATER):
        prepared(slow, tmp_path, Budget(drawings.clock))
    assert drawings.pages == [1, 2]
    assert drawings.seconds == [20, 15, 5]
    again = Budget(drawings.clock)
    assert prepared(slow, tmp_path, again).lies == (False,) * 4
    assert drawings.pages == [1, 2, 3, 4]
    assert [path.suffix for path in tmp_path.iterdir()] == [".pdf"]
    assert prepared(slow, tmp_path, again).lies == (False,) * 4
    assert drawings.pages == [1, 2, 3, 4]


def test_a_scan_of_many_pages_too(drawings: Drawings, tmp_path: Path) -> None:
    out = io.BytesIO()
    first, *rest = (Image.new("L", (60, 80), 50 * place) for place in range(3))
    first.save(out, "TIFF", save_all=True, append_images=rest)
    with pytest.raises(Unbound, match=preparing.LATER):
        prepared(thing(out.getvalue(), "tiff"), tmp_path, Budget(drawings.clock))
    assert prepared(thing(out.getvalue(), "tiff"), tmp_path, Budget(drawings.clock)).lies == (False,) * 3
    assert drawings.pages == [1, 2, 3, 4]


def test_all_of_a_volume_have_one_together(drawings: Drawings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preparing, "WHOLE", 30.0)
    monkeypatch.setattr(preparing, "FREE", 2.0)
    budget = Budget(drawings.clock)
    made: list[object] = []
    slow = [locked(1, name) for name in "ABCDEF"]
    for one in slow:
        try:
            made.append(prepared(one, tmp_path, budget).lies)
        except Unbound as why:
            made.append(str(why))
    assert made == [(False,)] * 3 + [preparing.LATER] * 3
    assert prepared(slow[0], tmp_path, budget).lies == (False,)
    assert mended(prepared(thing(pdf("P1"), "pdf"), tmp_path, budget), tmp_path, budget) == preparing.LATER
    assert isinstance(mended(prepared(thing(pdf("P1"), "pdf"), tmp_path), tmp_path), Source)


def test_a_page_that_has_less_than_it_may_take_is_left_and_no_fault_of_the_file(
    drawings: Drawings, tmp_path: Path
) -> None:
    drawings.takes = 18
    with pytest.raises(Unbound, match=preparing.LATER):
        prepared(locked(3), tmp_path, Budget(drawings.clock))
    assert drawings.seconds == [20, 7]
    drawings.takes = 21
    with pytest.raises(Unbound, match=preparing.BROKEN):
        prepared(locked(2, "Q"), tmp_path, Budget(drawings.clock))


def test_what_is_drawn_as_usual_costs_a_volume_nothing(
    drawings: Drawings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(preparing, "WHOLE", 3.0)
    drawings.takes = 2
    budget = Budget(drawings.clock)
    for number in range(5):
        assert prepared(thing(picture((80 + number, 60), "PNG"), "png"), tmp_path, budget).lies == (True,)


def test_leftover_pages_are_swept_with_their_file(drawings: Drawings, tmp_path: Path) -> None:
    slow = locked(4)
    with pytest.raises(Unbound, match=preparing.LATER):
        prepared(slow, tmp_path, Budget(drawings.clock))
    assert sweep(tmp_path, 0, lambda found: found) == 0
    assert sweep(tmp_path, 0, lambda found: found - {slow.sha256}) == 2
    assert list(tmp_path.iterdir()) == []
