"""What the database itself refuses here: a saving, a submission and an opinion stay as they were given.

Retention that empties the personal values of old savings will need `update=` of CHANGE, in a migration of its own.
"""

from jiangfang.records.journal.guards import append_only

CHANGE = append_only("apply_change", ("id",), ("application_id", "version"))
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
GUARDS = (*CHANGE, *FILING, *OPINION)
