"""Who has a desk, and who reads the journal of a federation."""

from __future__ import annotations

from jiangfang.core.people import Role
from jiangfang.records.people.access import open_to

anybody = open_to()
readers_of_the_journal = open_to(Role.CITY, Role.AUDITOR, Role.ADMIN)
