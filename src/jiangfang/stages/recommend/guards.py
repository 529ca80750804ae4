"""What the database itself refuses here: a handing in stays as it was, with all that went in."""

from jiangfang.records.journal.guards import append_only

HAND_IN = append_only("recommend_handin", ("id",), ("recommender_id", "serial"))
HANDED_IN = append_only("recommend_handedin", ("id",), ("hand_in_id", "application_id"))
GUARDS = (*HAND_IN, *HANDED_IN)
