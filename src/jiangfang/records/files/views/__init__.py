"""Files that are made for somebody; files that somebody brings: how they come, are shown, fetched and put right."""

from jiangfang.records.files.views.changing import remove, rename, turn
from jiangfang.records.files.views.making import AT_ONCE, answer, file, making, mine
from jiangfang.records.files.views.resuming import piece, resumable
from jiangfang.records.files.views.showing import download, look, preview
from jiangfang.records.files.views.uploading import box_of, upload

__all__ = [
    "AT_ONCE",
    "answer",
    "box_of",
    "download",
    "file",
    "look",
    "making",
    "mine",
    "piece",
    "preview",
    "remove",
    "rename",
    "resumable",
    "turn",
    "upload",
]
