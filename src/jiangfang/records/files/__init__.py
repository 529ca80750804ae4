"""Files that are made for somebody: a list as Excel, at once where it is short, else beside the pages."""
