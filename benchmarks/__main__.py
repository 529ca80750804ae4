"""``python -m benchmarks [--quick] [--rounds N] [RACE ...]``: ours beside named peers, in one run, as ratios."""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from statistics import median

from benchmarks.job import Bench
from benchmarks.pages import race as pages
from benchmarks.races import RACES

ROOT = Path(__file__).resolve().parent.parent
PEERS = ("docxtpl", "python-docx", "XlsxWriter", "openpyxl", "lxml", "pypdf", "typst", "Django")
PAGES = "pages"
NAMES = (*RACES, PAGES)
ROUNDS, QUICK_ROUNDS = 5, 1


@dataclass(frozen=True, slots=True)
class Turn:
    """One contender's turn: seconds, MiB before the work and at the peak, bytes of a file, a digest of its words."""

    seconds: float
    before: float
    peak: float
    bytes: int
    words: str


def main(argv: Sequence[str] | None = None) -> int:
    """Runs the races and prints a table each; 1 when two contenders did not write the same words."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="small sizes, one round: does it run at all?")
    parser.add_argument("--rounds", type=int, default=0, help=f"rounds (default {ROUNDS}; quick {QUICK_ROUNDS})")
    parser.add_argument("--pretalx", type=Path, default=pages.PRETALX, help="the python of a pretalx to race against")
    parser.add_argument("races", nargs="*", help=f"of {', '.join(NAMES)} (default all)")
    call = parser.parse_args(argv)
    unknown = [name for name in call.races if name not in NAMES]
    if unknown or call.rounds < 0:
        parser.error(f"no race {', '.join(unknown)}" if unknown else "--rounds is 1 or more")
    rounds = call.rounds or (QUICK_ROUNDS if call.quick else ROUNDS)
    print(_machine())
    failed = 0
    for name in call.races or NAMES:
        if name == PAGES:
            failed |= pages.run(call.rounds, quick=call.quick, pretalx=call.pretalx)
        else:
            failed |= _race(name, rounds, quick=call.quick)
    return failed


def _machine() -> str:
    system = f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    return f"{system}; {', '.join(f'{name} {version(name)}' for name in PEERS)}"


def _race(name: str, rounds: int, *, quick: bool) -> int:
    bench = RACES[name]
    size = bench.quick if quick else bench.size
    counted = f"{size:,} {bench.piece} a turn, {rounds} {'round' if rounds == 1 else 'rounds'}"
    turns: dict[str, list[Turn]] = {contender: [] for contender in bench.contenders}
    for _ in range(rounds):
        for contender, held in turns.items():
            held.append(_turn(name, contender, size))
    print(f"\n{bench.title}\nAim: {bench.aim}.\n{counted}; each turn a fresh process, turn about")
    print("\n".join(_table(bench, size, turns)))
    if len({turn.words for held in turns.values() for turn in held}) == 1:
        print("every contender wrote the same words into the same cells")
        return 0
    print("the contenders did not write the same words: these figures mean nothing", file=sys.stderr)
    return 1


def _turn(race: str, contender: str, size: int) -> Turn:
    call = [sys.executable, "-m", "benchmarks.contender", race, contender, str(size)]
    done = subprocess.run(call, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False)
    if done.returncode:
        raise SystemExit(f"{race}, {contender}:\n{done.stderr}")
    return Turn(**json.loads(done.stdout))


def _table(bench: Bench, size: int, turns: Mapping[str, Sequence[Turn]]) -> list[str]:
    """A line a contender: median time, median of the ratios to ours round by round, memory, size of a file."""
    first = next(iter(turns.values()))
    made = [f"  {'':34}{bench.unit:>12}{'ours faster by':>26}{'peak MiB':>10}{'work MiB':>10}{'file KiB':>10}"]
    for name, held in turns.items():
        scale = 1.0 if bench.whole else 1_000 / size
        ratios = [turn.seconds / mine.seconds for turn, mine in zip(held, first, strict=True)]
        shown = "1" if held is first else f"{median(ratios):.2f} ({min(ratios):.2f} to {max(ratios):.2f})"
        label = bench.contenders[name].label
        pad = 34 - sum(ord(letter) > 0x2E7F for letter in label)
        most = max(turn.peak for turn in held)
        work = max(turn.peak - turn.before for turn in held)
        middle = median(turn.seconds for turn in held) * scale
        made.append(
            f"  {label:{pad}}{middle:>12.2f}{shown:>26}{most:>10.0f}{work:>10.0f}{held[0].bytes / 1024:>10,.0f}"
        )
    return made


if __name__ == "__main__":
    sys.exit(main())
