"""PDF: fonts found on the machine, papers set by typst, pages of many files joined into one."""
