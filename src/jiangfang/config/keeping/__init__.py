"""Copies of everything: one file with the database and the files of the data folder, and the way back."""

from jiangfang.config.keeping.contents import spare
from jiangfang.config.keeping.copies import before_migrating, nightly
from jiangfang.config.keeping.making import Made, backup
from jiangfang.config.keeping.restoring import Restored, restore

__all__ = ["Made", "Restored", "backup", "before_migrating", "nightly", "restore", "spare"]
