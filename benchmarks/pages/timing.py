"""One contender alone in its process: every deed asked for, its queries counted, then timed many times over.

Knows Django and nothing of any contender; it also runs inside a peer's own environment.
"""

from __future__ import annotations

import gc
import json
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

WARM_UP = 4
_COUNTED = ("SELECT", "INSERT", "UPDATE", "DELETE", "WITH", "REPLACE")


@dataclass(frozen=True, slots=True)
class Deed:
    """A request. ask: sends it, by the number of the run; ready: what has to be done before, not timed.

    status: what has to come back, else the figures would be those of an error page.
    """

    ask: Callable[[Any], Any]
    status: int = 200
    ready: Callable[[int], Any] = lambda number: number


def measure(deeds: Mapping[str, Deed], runs: int) -> dict[str, dict[str, Any]]:
    """By deed: milliseconds of every run, how many queries one made, how large its answer was."""
    return {name: _measured(name, deed, runs) for name, deed in deeds.items()}


def _measured(name: str, deed: Deed, runs: int) -> dict[str, Any]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    for number in range(WARM_UP):
        _ask(name, deed, deed.ready(number))
    given = deed.ready(WARM_UP)
    connection.ensure_connection()
    with CaptureQueriesContext(connection) as seen:
        answer = deed.ask(given)
    asked = [query["sql"] for query in seen.captured_queries if query["sql"].lstrip(" (").startswith(_COUNTED)]
    if "--queries" in sys.argv:
        print(name, *asked, sep="\n  ", file=sys.stderr)
    gc.collect()
    times = [_ask(name, deed, deed.ready(WARM_UP + 1 + number)) for number in range(runs)]
    wall, cpu = ([time[place] for time in times] for place in (0, 1))
    return {"ms": wall, "cpu": cpu, "queries": len(asked), "bytes": len(answer.content)}


def _ask(name: str, deed: Deed, given: Any) -> tuple[float, float]:
    """Milliseconds by the clock and of the processor, with what a server does to its connections behind an answer."""
    from django.db import close_old_connections

    started, busy = time.perf_counter(), time.process_time()
    answer = deed.ask(given)
    close_old_connections()
    spent = (time.perf_counter() - started) * 1_000, (time.process_time() - busy) * 1_000
    if answer.status_code != deed.status:
        raise SystemExit(f"{name}: {answer.status_code} and not {deed.status}\n{answer.content.decode()[:3000]}")
    return spent


def _excel(excel: Callable[[], bytes]) -> dict[str, float]:
    """Seconds of one workbook in a fresh process, memory before and at the peak in MiB, its bytes."""
    before, started = _peak(), time.perf_counter()
    made = excel()
    return {"seconds": time.perf_counter() - started, "before": before, "peak": _peak(), "bytes": len(made)}


def _peak() -> float:
    """The most memory this process has held, in MiB; 0 where the system does not tell."""
    try:
        import resource
    except ImportError:
        return 0.0
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 * 1024 if sys.platform == "darwin" else 1024)


def main(
    make: Callable[[int], None],
    deeds: Callable[[], Mapping[str, Deed]],
    excel: Callable[[], bytes] | None = None,
) -> None:
    """``make COUNT`` fills the database that the environment names; ``run RUNS`` prints one line of JSON.

    ``excel`` prints one for the workbook of everything.
    """
    deed, number = sys.argv[1], int(sys.argv[2])
    if deed == "make":
        make(number)
    elif deed == "excel" and excel is not None:
        print(json.dumps(_excel(excel)))
    else:
        print(json.dumps(measure(deeds(), number)))
