"""The race: every contender on a database with few and with many applications, each turn a fresh process."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
PRETALX = ROOT / ".venv" / "pretalx" / "bin" / "python"
COUNTS, QUICK_COUNTS = (10, 10_000), (10,)
RUNS, QUICK_RUNS = 20, 2
ROUNDS, QUICK_ROUNDS = 3, 1
AIM = "Aim: at most 12 queries a page and 30 ms, the same with 10,000 applications in the round as with 10."
WIDTH = 14


@dataclass(frozen=True, slots=True)
class Contender:
    """Who answers. module: what is run, by which python, with which settings."""

    label: str
    module: str
    settings: str
    python: str = sys.executable


DEEDS: Mapping[str, str] = {
    "form": "a section of the form: 13 rows of 9 boxes",
    "save": "the section saved with one box changed",
    "submit": "the whole form checked and handed in",
    "list": "the recommender's list, all of the round in it, 50 rows a page",
    "inbox": "the city's inbox: every recommender with its numbers and what is wanting",
    "find": "one application looked for by the name of its unit in the city's list",
    "one": "one application read by the city",
    "papers": "the table of papers, ours alone",
    "few_files": "the supporting material of one application, 10 files in it, ours alone",
    "many_files": "the same with 1,000 files in it",
}
EXCEL_AIM = "Aim: at most 3 s and 150 MiB for 10,000 applications."
OURS = Contender("匠坊", "benchmarks.pages.ours", "jiangfang.config.settings")
ADMIN = Contender("Django admin", "benchmarks.pages.admin", "benchmarks.pages.plain.settings")
Turn = Mapping[str, Mapping[str, Any]]


def run(rounds: int, *, quick: bool, pretalx: Path) -> int:
    """Prints a table a deed. Without a pretalx to ask, says so and goes on with the peer that is in the tree."""
    contenders, times = [OURS, ADMIN], rounds or (QUICK_ROUNDS if quick else ROUNDS)
    print(f"\nPages asked for inside the process, on SQLite files of their own\n{AIM}")
    if pretalx.is_file():
        contenders.append(Contender("pretalx", "benchmarks.pages.pretalx", "pretalx.settings", str(pretalx)))
    else:
        print("no pretalx here, see docs/benchmarks.md; measured against the admin alone")
    counts, runs = (QUICK_COUNTS, QUICK_RUNS) if quick else (COUNTS, RUNS)
    said = f"{runs} requests of a kind a turn, {times} {'round' if times == 1 else 'rounds'}"
    print(f"{said}; each turn a fresh process on a fresh copy, turn about", flush=True)
    turns = _turns(contenders, counts, runs, times)
    for deed, title in DEEDS.items():
        print(f"\n{title}")
        print("\n".join(_table(deed, contenders, counts, turns.pages)), flush=True)
    print(f"\nthe list of all applications as Excel\n{EXCEL_AIM}")
    print("\n".join(_excels(counts, turns.excels)), flush=True)
    return 0


Turns = Mapping[tuple[Contender, int], Sequence[Turn]]
Excels = Mapping[tuple[Contender, int], Sequence[Mapping[str, float]]]


@dataclass(frozen=True, slots=True)
class Run:
    """Everything that was measured."""

    pages: Turns
    excels: Excels


def _turns(contenders: Sequence[Contender], counts: Sequence[int], runs: int, times: int) -> Run:
    turns: dict[tuple[Contender, int], list[Turn]] = {(one, count): [] for one in contenders for count in counts}
    excels: dict[tuple[Contender, int], list[Mapping[str, float]]] = {
        (one, count): [] for one in (OURS, ADMIN) for count in counts
    }
    with tempfile.TemporaryDirectory(prefix="pages-") as folder:
        made = {(one, count): Path(folder) / f"{one.module}-{count}" for one, count in turns}
        for (one, count), place in made.items():
            place.mkdir()
            _call(one, place, "make", count)
        for _ in range(times):
            for (one, count), place in made.items():
                copy = shutil.copytree(place, Path(folder) / "turn")
                found: Turn = json.loads(_call(one, copy, "run", runs).splitlines()[-1])
                turns[one, count].append(found)
                if (one, count) in excels:
                    excels[one, count].append(json.loads(_call(one, copy, "excel", 1).splitlines()[-1]))
                shutil.rmtree(copy)
    return Run(turns, excels)


def _call(one: Contender, place: Path, deed: str, number: int) -> str:
    """What a contender prints, in a folder of its own."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("JIANGFANG_")}
    environment |= {"JIANGFANG_DATA": str(place), "BENCH_DATA": str(place), "DJANGO_SETTINGS_MODULE": one.settings}
    call = [one.python, "-m", one.module, deed, str(number)]
    done = subprocess.run(
        call, cwd=ROOT, env=environment, capture_output=True, text=True, encoding="utf-8", check=False
    )
    if done.returncode:
        raise SystemExit(f"{one.label}, {deed} {number}:\n{done.stderr}")
    return done.stdout


def _table(deed: str, contenders: Sequence[Contender], counts: Sequence[int], turns: Turns) -> Iterator[str]:
    yield f"  {'':{WIDTH}}{'rows':>7}{'ms':>26}{'ms of CPU':>11}{'queries':>9}{'KiB':>6}{'ours faster by':>25}"
    for one in contenders:
        for count in counts:
            held = [turn[deed] for turn in turns[one, count] if deed in turn]
            if held:
                yield _line(one, count, held, [turn[deed] for turn in turns[OURS, count]])


def _line(one: Contender, count: int, held: Sequence[Mapping[str, Any]], ours: Sequence[Mapping[str, Any]]) -> str:
    """Median of all requests with the smallest and the largest; the ratio of the medians, round by round."""
    times = [spent for turn in held for spent in turn["ms"]]
    ratios = [median(turn["ms"]) / median(mine["ms"]) for turn, mine in zip(held, ours, strict=True)]
    shown = "1" if one is OURS else f"{median(ratios):.1f} ({min(ratios):.1f} to {max(ratios):.1f})"
    span = f"{median(times):.1f} ({min(times):.1f} to {max(times):.1f})"
    busy = median(spent for turn in held for spent in turn["cpu"])
    pad = WIDTH - sum(ord(letter) > 0x2E7F for letter in one.label)
    size = held[0]["bytes"] / 1024
    return f"  {one.label:{pad}}{count:>7,}{span:>26}{busy:>11.1f}{held[0]['queries']:>9}{size:>6,.0f}{shown:>25}"


def _excels(counts: Sequence[int], turns: Excels) -> Iterator[str]:
    """A line a contender: median seconds and their ratio to ours, the most memory, the size of the file."""
    yield f"  {'':{WIDTH}}{'rows':>7}{'s':>24}{'ours faster by':>25}{'peak MiB':>10}{'work MiB':>10}{'file KiB':>10}"
    for (one, count), held in turns.items():
        if count not in counts:
            continue
        ours = turns[OURS, count]
        times = [turn["seconds"] for turn in held]
        ratios = [turn["seconds"] / mine["seconds"] for turn, mine in zip(held, ours, strict=True)]
        span = f"{median(times):.2f} ({min(times):.2f} to {max(times):.2f})"
        shown = "1" if one is OURS else f"{median(ratios):.1f} ({min(ratios):.1f} to {max(ratios):.1f})"
        most, work = max(turn["peak"] for turn in held), max(turn["peak"] - turn["before"] for turn in held)
        label = "import-export" if one is ADMIN else one.label
        pad = WIDTH - sum(ord(letter) > 0x2E7F for letter in label)
        size = held[0]["bytes"] / 1024
        yield f"  {label:{pad}}{count:>7,}{span:>24}{shown:>25}{most:>10.0f}{work:>10.0f}{size:>10,.0f}"
