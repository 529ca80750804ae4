"""Word files: the official blank filled in place, and a filled one read back by laying it on the blank."""

from jiangfang.documents.word.blank import WordBlank, blank_faults, open_blank
from jiangfang.documents.word.fill import fill
from jiangfang.documents.word.read import FoundForm, find_forms

__all__ = ["FoundForm", "WordBlank", "blank_faults", "fill", "find_forms", "open_blank"]
