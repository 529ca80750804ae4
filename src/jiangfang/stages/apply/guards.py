"""What the database itself refuses here: a saving, a submission and an opinion stay as they were given.

Of a saving only what is personal may go, and only altogether: that is what retention does. That it happened stays too.
"""

from jiangfang.records.journal.guards import append_only

_CHANGE_KEYS = (("id",), ("application_id", "version"))
# As it was laid before what is personal stood apart: nothing of a saving may go.
CHANGE_WHOLE = append_only("apply_change", *_CHANGE_KEYS)
_SAVED = ("id", "application_id", "version", "at", "who", "kind", "reason", "delta")
CHANGE = append_only(
    "apply_change",
    *_CHANGE_KEYS,
    update=" AND ".join(
        [
            *(f"NEW.{column} = OLD.{column}" for column in _SAVED),
            # it may be null, and nothing equals null
            "COALESCE(NEW.person_id, 0) = COALESCE(OLD.person_id, 0)",
            "NEW.personal IS NULL",
        ]
    ),
)
FILING = append_only("apply_filing", ("id",), ("application_id", "serial"))
_GIVEN = (
    *("id", "application_id", "role", "key", "organisation_id", "version", "text", "signer", "day", "given_at"),
    *("person_id", "who"),
)
# An opinion may only be taken back, once.
OPINION = append_only(
    "apply_opinion",
    ("id",),
    update=" AND ".join(
        [
            *(f"NEW.{column} = OLD.{column}" for column in _GIVEN),
            "OLD.withdrawn_at IS NULL",
            "NEW.withdrawn_at IS NOT NULL",
        ]
    ),
)
AT_FIRST = (*CHANGE_WHOLE, *FILING, *OPINION)
"""What the migration 0002 lays."""
# That the values of an application went, when and by whom, stays.
FORGOTTEN = append_only("apply_forgotten", ("id",), ("application_id",))
GUARDS = (*CHANGE, *FILING, *OPINION, *FORGOTTEN)
