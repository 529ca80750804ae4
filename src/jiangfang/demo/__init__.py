"""Sample data, plainly fictional: answers for both founding programmes, and the sample year of `make run`."""

from pathlib import Path

SAMPLES = Path(__file__).resolve().parent / "samples"
"""Where the sample answers lie, one JSON file each."""
