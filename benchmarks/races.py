"""The races by name."""

from __future__ import annotations

from benchmarks import fill_form, write_summary
from benchmarks.job import Bench

RACES: dict[str, Bench] = {"fill_form": fill_form.BENCH, "write_summary": write_summary.BENCH}
