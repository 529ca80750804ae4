"""One contender alone in its process: ``python -m benchmarks.contender BENCH NAME SIZE`` prints one line of JSON."""

from __future__ import annotations

import hashlib
import json
import sys
import time

from benchmarks.races import RACES

MIB = 1024 * 1024


def peak() -> float:
    """The most memory this process has held, in MiB; 0 where the system does not tell."""
    try:
        import resource
    except ImportError:
        return 0.0
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / (MIB if sys.platform == "darwin" else 1024)


def measure(bench: str, name: str, size: int) -> dict[str, float | str]:
    """Seconds of all pieces, memory before and at the peak, the size and the words of the last file."""
    race = RACES[bench]
    job = race.contenders[name].prepare(size)
    before = peak()
    started = time.perf_counter()
    made = job()
    seconds = time.perf_counter() - started
    most = peak()
    said = hashlib.sha256("\n".join(race.words(made)).encode()).hexdigest()
    return {"seconds": seconds, "before": before, "peak": most, "bytes": len(made), "words": said}


if __name__ == "__main__":
    print(json.dumps(measure(sys.argv[1], sys.argv[2], int(sys.argv[3]))))
