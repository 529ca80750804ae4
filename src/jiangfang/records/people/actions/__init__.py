"""What is done about people: each deed is one function, keywords only, all or nothing, and journalled.

``actor`` is who does it and ``hat`` under which hat; a service account (an actor without an id) wears none.
"""

from jiangfang.records.people.actions.addresses import set_email
from jiangfang.records.people.actions.beginning import begin, offer_beginning
from jiangfang.records.people.actions.bulk import Imported, NewUnit, import_units
from jiangfang.records.people.actions.organisations import (
    add_federation,
    add_organisation,
    close_organisation,
    move_organisation,
    rename_organisation,
)
from jiangfang.records.people.actions.persons import (
    add_person,
    amend_person,
    change_password,
    end_hat,
    give_hat,
    set_active,
)
from jiangfang.records.people.actions.sign_in import sign_in_attempt
from jiangfang.records.people.actions.slips import (
    IssuedSlip,
    invite_colleague,
    issue_link,
    issue_reset_slip,
    issue_unit_slips,
    redeem_link,
    redeem_unit_slip,
    reset_password,
    revoke_slip,
    welcome_person,
)
from jiangfang.records.people.actions.tree import NewBody, import_tree

__all__ = [
    "Imported",
    "IssuedSlip",
    "NewBody",
    "NewUnit",
    "add_federation",
    "add_organisation",
    "add_person",
    "amend_person",
    "begin",
    "change_password",
    "close_organisation",
    "end_hat",
    "give_hat",
    "import_tree",
    "import_units",
    "invite_colleague",
    "issue_link",
    "issue_reset_slip",
    "issue_unit_slips",
    "move_organisation",
    "offer_beginning",
    "redeem_link",
    "redeem_unit_slip",
    "rename_organisation",
    "reset_password",
    "revoke_slip",
    "set_active",
    "set_email",
    "sign_in_attempt",
    "welcome_person",
]
