"""Which answer stands in which cell, mark or column of a paper, and back."""

from jiangfang.core.papers.blanks import Blanks
from jiangfang.core.papers.reading import Found, FoundRows, read_paper
from jiangfang.core.papers.slots import Address, CellSlot, Paper, RowsSlot, SheetColumn
from jiangfang.core.papers.writing import RowBlock, Writing, part_name, sheet_row, unprinted_parts, write_paper

__all__ = [
    "Address",
    "Blanks",
    "CellSlot",
    "Found",
    "FoundRows",
    "Paper",
    "RowBlock",
    "RowsSlot",
    "SheetColumn",
    "Writing",
    "part_name",
    "read_paper",
    "sheet_row",
    "unprinted_parts",
    "write_paper",
]
