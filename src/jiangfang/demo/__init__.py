"""Sample data, plainly fictional: answers for both founding programmes; later the sample year."""

from pathlib import Path

SAMPLES = Path(__file__).resolve().parent / "samples"
"""Where the sample answers lie, one JSON file each."""
