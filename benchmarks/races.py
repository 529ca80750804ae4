"""The races by name."""

from __future__ import annotations

from benchmarks import bind_volume, fill_form, upload_file, write_summary
from benchmarks.job import Bench

RACES: dict[str, Bench] = {
    "fill_form": fill_form.BENCH,
    "write_summary": write_summary.BENCH,
    "bound": bind_volume.BENCH,
    "upload": upload_file.BENCH,
}
