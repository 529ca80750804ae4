"""What the database itself refuses here: a revision and a blank stay as they were loaded."""

from jiangfang.records.journal.guards import append_only

REVISION = append_only("programmes_revision", ("id",), ("federation_id", "digest"))
BLANK = append_only("programmes_blank", ("sha256",))
PAPER = append_only("programmes_revisionblank", ("id",), ("revision_id", "file"))
GUARDS = (*REVISION, *BLANK, *PAPER)
