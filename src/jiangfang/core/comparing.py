"""What changed between two texts, or between two tables of rows, in pieces that a reader can follow."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby

SAME, GONE, NEW, CHANGED, MOVED = "same", "gone", "new", "changed", "moved"
NAME, LONGEST, MOST_SENTENCES, MOST_WORDS = 10, 20_000, 400, 1_500
_SENTENCE = re.compile(r"[^。；！？\n;!?]*[。；！？\n;!?]|[^。；！？\n;!?]+")
_WORD = re.compile(r"[0-9A-Za-z]+(?:[.:/%-][0-9A-Za-z]+)*|.", re.DOTALL)
_ALIKE = 0.3
_SHORT = 2

Op = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of letters. mark: same, gone or new."""

    text: str
    mark: str = SAME


Pieces = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a table. mark: same, gone, new, changed, or moved as it is; was, now: its number, from 1; 0 for none."""

    mark: str
    was: int
    now: int
    cells: tuple[Pieces, ...]


def whole(before: str, after: str) -> Pieces:
    """The old text as gone and the new one as new: of a number, a day, a word of a list nothing stays the same."""
    if before == after:
        return (Piece(after),) if after else ()
    return tuple(piece for piece in (Piece(before, GONE), Piece(after, NEW)) if piece.text)


def pieces(before: str, after: str) -> Pieces:
    """The new text with what was taken out and what was put in, word by word.

    Names and other short texts, those of which little stayed, and those that are too long to be laid beside each
    other are shown whole.
    """
    long = len(before) + len(after)
    if before == after or not before or not after or not NAME < long / 2 <= LONGEST / 2:
        return whole(before, after)
    ops = [one for op in _ops(_SENTENCE.findall(before), _SENTENCE.findall(after), MOST_SENTENCES) for one in _fine(op)]
    stays = _many("".join(old for mark, old, _ in ops if mark == SAME))
    if stays < _ALIKE * min(_many(before), _many(after)):
        return whole(before, after)
    return tuple(_told(_calm(ops)))


def _many(text: str) -> int:
    return len(_WORD.findall(text))


def words(before: Sequence[str], after: Sequence[str]) -> Pieces:
    """Words that are ticked: those taken away last."""
    kept = [Piece(word, SAME if word in before else NEW) for word in after]
    return (*kept, *(Piece(word, GONE) for word in before if word not in after))


def _ops(before: Sequence[str], after: Sequence[str], most: int) -> Iterator[Op]:
    if max(len(before), len(after)) > most:
        yield CHANGED, "".join(before), "".join(after)
        return
    for tag, i, j, k, m in SequenceMatcher(None, before, after).get_opcodes():
        yield SAME if tag == "equal" else CHANGED, "".join(before[i:j]), "".join(after[k:m])


def _fine(op: Op) -> Iterator[Op]:
    """A changed sentence word by word."""
    mark, before, after = op
    if mark == SAME or not before or not after:
        yield op
    else:
        yield from _ops(_WORD.findall(before), _WORD.findall(after), MOST_WORDS)


def _calm(ops: Sequence[Op]) -> Iterator[Op]:
    """A single letter that stayed between two changes is read as part of them."""
    for place, (mark, old, new) in enumerate(ops):
        lonely = 0 < place < len(ops) - 1 and len(old) < _SHORT and old.strip()
        between = lonely and ops[place - 1][0] == ops[place + 1][0] == CHANGED
        yield (CHANGED if between else mark), old, new


def _told(ops: Iterator[Op]) -> Iterator[Piece]:
    """Neighbours of one kind as one: what is gone before what is new."""
    for changed, group in groupby(ops, key=lambda op: op[0] == CHANGED):
        told = list(group)
        gone, new = "".join(old for _, old, _ in told), "".join(put for _, _, put in told)
        found = (Piece(gone, GONE), Piece(new, NEW)) if changed else (Piece(new),)
        yield from (piece for piece in found if piece.text)


def lines(before: Sequence[Sequence[str]], after: Sequence[Sequence[str]]) -> tuple[Line, ...]:
    """The rows of a table as they stand now, those that are gone where they stood.

    A row is known again when it is the same, else by its first cell, else when half of it is.
    """
    old, new = [tuple(row) for row in before], [tuple(row) for row in after]
    pairs, still = _stayed(old, new)
    found = {now: _line(old[was], new[now], was, now, now in still) for now, was in pairs.items()}
    gone: dict[int, list[Line]] = {}
    for was in sorted(set(range(len(old))) - set(pairs.values())):
        behind = max(((then, now) for now, then in pairs.items() if then < was), default=(-1, -1))[1]
        gone.setdefault(behind, []).append(Line(GONE, was + 1, 0, tuple(whole(text, "") for text in old[was])))
    made = list(gone.get(-1, ()))
    for now, row in enumerate(new):
        made.append(found.get(now) or Line(NEW, 0, now + 1, tuple(whole("", text) for text in row)))
        made += gone.get(now, ())
    return tuple(made)


def _line(old: Sequence[str], new: Sequence[str], was: int, now: int, still: bool) -> Line:
    mark = (SAME if still else MOVED) if old == new else CHANGED
    return Line(mark, was + 1, now + 1, tuple(pieces(*pair) for pair in zip(old, new, strict=True)))


Row = tuple[str, ...]


def _stayed(old: Sequence[Row], new: Sequence[Row]) -> tuple[dict[int, int], set[int]]:
    """Which old row each new one was (new place → old place), and the new places that stayed in their order."""
    pairs: dict[int, int] = {}
    for i, k, many in SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks():
        pairs |= {k + step: i + step for step in range(many)}
    still = set(pairs)
    for alike in (_equal, _named_alike, _half_alike):
        left = [place for place in range(len(old)) if place not in set(pairs.values())]
        for now in (place for place in range(len(new)) if place not in pairs):
            was = next((place for place in left if alike(old[place], new[now])), None)
            if was is not None:
                pairs[now] = was
                left.remove(was)
    return pairs, still


def _equal(old: Row, new: Row) -> bool:
    return old == new


def _named_alike(old: Row, new: Row) -> bool:
    return bool(old and new and old[0]) and old[0] == new[0]


def _half_alike(old: Row, new: Row) -> bool:
    filled = [pair for pair in zip(old, new, strict=True) if any(pair)]
    return 2 * sum(was == now for was, now in filled) >= max(len(filled), 1)
