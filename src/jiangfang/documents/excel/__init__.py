"""Excel files: the official 汇总表 written into its own blank."""

from jiangfang.documents.excel.blank import SheetBlank, open_sheet, sheet_faults
from jiangfang.documents.excel.write import write_sheet

__all__ = ["SheetBlank", "open_sheet", "sheet_faults", "write_sheet"]
