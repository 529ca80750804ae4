"""Who may open what, and who may do what there: a row for every address of the house.

A row reads: its view; what stands in its address (``two_cities.Place.things``); what it shows to each visitor; what
each may do there by a form. The columns:

    nobody   UNIT   UNIT_UNION   RECOMMENDER   CITY   AUDITOR   ADMIN   another

The first seven are who has to do with what stands in the address; “another” is each of those to whom the row says y or
d, but of another city, and of another union (with its unit) of the same city.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from jiangfang.core.people import Role

VISITORS = (None, Role.UNIT, Role.UNIT_UNION, Role.RECOMMENDER, Role.CITY, Role.AUDITOR, Role.ADMIN)
SHOWS = {
    "y": "a page or a file",
    ">": "leads on to another page",
    "s": "asks to sign in",
    ".": "nothing is there: 404",
    "p": "405: only a form leads here",
}
DOES = {
    "d": "the deed is done, or refused with a sentence",
    "s": "asks to sign in and keeps what was typed",
    ".": "nothing is there: 404, and nothing is written",
    "-": "there is no deed here: nothing is written",
}
ANOTHER = {
    ".": "another's is not there: 404, whoever asks",
    "c": "another city's is not there; the unions of one city share it",
    "=": "nothing of anybody's stands in the address: everybody sees their own",
    "a": "anybody may",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One address. sends: what a form sends there so that the deed is reached. lists: it is a list of rows."""

    view: str
    of: str
    shows: str
    does: str
    sends: Mapping[str, str] = field(default_factory=dict)
    lists: bool = False

    def shown(self, visitor: Role | None) -> str:
        """The letter of a visitor who comes to look."""
        return self.shows.split()[VISITORS.index(visitor)]

    def done(self, visitor: Role | None) -> str:
        """The letter of a visitor who sends a form."""
        return self.does.split()[VISITORS.index(visitor)]

    @property
    def another(self) -> str:
        """What another's visitor meets."""
        return self.shows.split()[-1]

    def __str__(self) -> str:
        return f"{self.view}({self.of})"


# Something that came, as the form of the table of papers sends it.
COUNTED = {"spot": "spot", "keep": "1", "seen": "seen", "way": "hand", "arrived_on": "counted_on"} | dict.fromkeys(
    ("copies", "postmark", "note"), ""
)


# Files that are tied to proofs, as the page of the chosen ones sends it.
SORTED = {"file": "loose_file", "spots": "spot_code", "complete": "1"}

# Something that was used twice, which the office looked into.
DOUBLED = {"key": "nothing", "why": "示例"}


# fmt: off
TABLE: tuple[Row, ...] = (
    # ------------------------------------- n U O R C A M another -- n U O R C A M another
    # the public pages
    Row("portal:front", "",                "y > > > > > > =", "- - - - - - - =", lists=True),
    Row("portal:notice", "round",          "y y y y y y y a", "- - - - - - - a"),
    Row("portal:notice", "unpublished",    ". . . . . . . a", ". . . . . . . a"),
    Row("portal:file", "round",            "y y y y y y y a", "- - - - - - - a"),
    Row("portal:file", "unpublished",      ". . . . . . . a", ". . . . . . . a"),
    Row("portal:blank", "round form",      "y y y y y y y a", "- - - - - - - a"),
    Row("portal:blank", "unpublished form", ". . . . . . . a", ". . . . . . . a"),
    Row("portal:preview", "unpublished",   "s . . . y . . .", "s . . . - . . ."),
    # the ways in and out, and one's own
    Row("people:sign_in", "",              "y > > > > > > =", "d d d d d d d ="),
    Row("people:sign_out", "",             "p p p p p p p =", "d d d d d d d ="),
    Row("people:link", "code",             "y y y y y y y a", "d d d d d d d a"),
    # where nothing is begun yet: tests/records/people/test_web_beginning.py
    Row("people:first", "",                "> > > > > > > =", "- - - - - - - ="),
    Row("people:join", "",                 "y y y y y y y =", "d d d d d d d ="),
    Row("people:forgotten", "",            "y y y y y y y =", "d d d d d d d ="),
    Row("people:large", "",                "p p p p p p p =", "d d d d d d d ="),
    Row("people:me", "",                   "s y y y y y y =", "s d d d d d d ="),
    Row("people:email", "",                "s > > > > > > =", "s d d d d d d ="),
    Row("people:password", "",             "s y y y y y y =", "s d d d d d d ="),
    Row("people:hat", "",                  "s p p p p p p =", "s d d d d d d ="),
    # the tree, its people, their codes
    Row("people:organisations", "",        "s . . y y . y =", "s . . - - . - =", lists=True),
    Row("people:organisation", "unit",     "s . . y y . y .", "s . . - - . - .", lists=True),
    Row("people:organisation", "county",   "s . . y y . y .", "s . . - - . - ."),
    Row("people:add_organisation", "county", "s . . y y . y .", "s . . d d . d ."),
    Row("people:change_organisation", "unit", "s . . y y . y .", "s . . - - . - ."),
    Row("people:change_organisation", "county", "s . . . y . y .", "s . . . - . - ."),
    Row("people:rename_organisation", "unit", "s . . p p . p .", "s . . d d . d ."),
    Row("people:rename_organisation", "county", "s . . p p . p .", "s . . . d . d ."),
    Row("people:move_organisation", "unit", "s . . . p . p .", "s . . . d . d ."),
    Row("people:close_organisation", "unit", "s . . p p . p .", "s . . d d . d ."),
    Row("people:close_organisation", "county", "s . . p p . p .", "s . . . d . d ."),
    Row("people:add_person", "unit",       "s . . y y . y .", "s . . d d . d ."),
    Row("people:add_person", "county",     "s . . . y . y .", "s . . . d . d ."),
    Row("people:issue_code", "unit",       "s . . p p . p .", "s . . d d . d .", {"role": "unit"}),
    Row("people:codes", "",                "s . . y y . y =", "s . . - - . - =", lists=True),
    Row("people:revoke_code", "slip",      "s . . p p . p .", "s . . d d . d ."),
    Row("people:units", "",                "s . . y y . y =", "s . . d d . d ="),
    Row("people:units_empty", "",          "s . . y y . y =", "s . . - - . - ="),
    Row("people:units_confirm", "",        "s . . p p . p =", "s . . d d . d =", {"list": "示例", "again": "1"}),
    Row("people:tree", "",                 "s . . . y . y =", "s . . . d . d ="),
    Row("people:tree_empty", "",           "s . . . y . y =", "s . . . - . - ="),
    Row("people:tree_confirm", "",         "s . . . p . p =", "s . . . d . d =", {"list": "示例", "again": "1"}),
    Row("people:persons", "",              "s . . y y . y =", "s . . - - . - =", lists=True),
    Row("people:person", "person",         "s . . y y . y .", "s . . - - . - ."),
    Row("people:person_phone", "person",   "s . . p p . p .", "s . . d d . d ."),
    Row("people:amend_person", "person",   "s . . p p . p .", "s . . d d . d ."),
    Row("people:reset_person", "person",   "s . . p p . p .", "s . . d d . d ."),
    Row("people:person_active", "person",  "s . . p p . p .", "s . . d d . d ."),
    Row("people:give_hat", "person",       "s . . p p . p .", "s . . d d . d ."),
    Row("people:end_hat", "person worn",   "s . . p p . p .", "s . . d d . d ."),
    # what changed, and the mails of it
    Row("messages:list", "",               "s y y y y y y =", "s - - - - - - =", lists=True),
    Row("messages:seen_all", "",           "s p p p p p p =", "s d d d d d d ="),
    Row("messages:seen", "message_unit",   "s p p p p p p .", "s d . . . . . ."),
    Row("messages:seen", "message_unit_union", "s p p p p p p .", "s . d . . . . ."),
    Row("messages:seen", "message_recommender", "s p p p p p p .", "s . . d . . . ."),
    Row("messages:seen", "message_city",   "s p p p p p p .", "s . . . d . . ."),
    Row("messages:written", "",            "s . . y y . . =", "s . . - - . . =", lists=True),
    Row("messages:write", "",              "s . . y y . . =", "s . . d d . . ="),
    Row("messages:outbox", "",             "s . . . y . y =", "s . . . - . - =", lists=True),
    Row("messages:mail", "mail",           "s . . . y . y .", "s . . . - . - ."),
    Row("messages:look_first", "",         "s . . . p . p =", "s . . . d . d ="),
    Row("messages:hold", "",               "s . . . p . p =", "s . . . d . d ="),
    Row("messages:let_go", "",             "s . . . p . p =", "s . . . d . d ="),
    Row("messages:drop", "",               "s . . . p . p =", "s . . . d . d ="),
    Row("messages:again", "mail",          "s . . . p . p .", "s . . . d . d ."),
    # the files that were made for somebody
    Row("files:list", "",                  "s y y y y y . =", "s - - - - - . =", lists=True),
    Row("files:making", "made_unit",       "s y . . . . . .", "s - . . . . . ."),
    Row("files:making", "made_unit_union", "s . y . . . . .", "s . - . . . . ."),
    Row("files:making", "made_recommender", "s . . y . . . .", "s . . - . . . ."),
    Row("files:making", "made_city",       "s . . . y . . .", "s . . . - . . ."),
    Row("files:making", "made_auditor",    "s . . . . y . .", "s . . . . - . ."),
    Row("files:file", "made_unit",       "s y . . . . . .", "s - . . . . . ."),
    Row("files:file", "made_unit_union", "s . y . . . . .", "s . - . . . . ."),
    Row("files:file", "made_recommender",  "s . . y . . . .", "s . . - . . . ."),
    Row("files:file", "made_city",         "s . . . y . . .", "s . . . - . . ."),
    Row("files:file", "made_auditor",      "s . . . . y . .", "s . . . . - . ."),
    # the files of a studio, which its unit alone sees, and those of a tray that others above the unit see too
    Row("files:upload", "tray",            "s y . . . . . .", "s d . . . . . ."),
    Row("files:resumable", "tray",         "s p . . . . . .", "s d . . . . . .", {"name": "x"}),
    Row("files:piece", "tray coming",      "s y . . . . . .", "s d . . . . . ."),
    Row("files:turn", "tray loose",        "s p . . . . . .", "s d . . . . . ."),
    Row("files:rename", "tray loose",      "s p . . . . . .", "s d . . . . . ."),
    Row("files:remove", "tray loose",      "s y . . . . . .", "s d . . . . . ."),
    Row("files:look", "tray loose",        "s y . . . . . .", "s - . . . . . ."),
    Row("files:look", "shelf shown",       "s y y y y y . .", "s - - - - - . ."),
    Row("files:download", "tray loose",    "s y . . . . . .", "s - . . . . . ."),
    Row("files:download", "shelf shown",   "s y y y y y . .", "s - - - - - . ."),
    Row("files:preview", "tray loose first", "s y . . . . . .", "s - . . . . . ."),
    Row("files:preview", "shelf shown first", "s y y y y y . .", "s - - - - - . ."),
    Row("files:turn", "shelf shown",       "s p . . . . . .", "s d . . . . . ."),
    Row("files:remove", "shelf shown",     "s y . . . . . .", "s d . . . . . ."),
    # the studios of a unit and their ledgers
    Row("studios:list", "",                "s y . . . . . =", "s - . . . . . =", lists=True),
    Row("studios:begin", "",               "s y . . . . . =", "s d . . . . . ="),
    Row("studios:change", "studio",        "s y . . . . . .", "s d . . . . . ."),
    Row("studios:change", "closed",        "s y . . . . . .", "s d . . . . . ."),
    Row("studios:close", "studio",         "s p . . . . . .", "s d . . . . . ."),
    Row("studios:reopen", "closed",        "s p . . . . . .", "s d . . . . . ."),
    Row("ledger:list", "studio",           "s y . . . . . .", "s - . . . . . .", lists=True),
    Row("ledger:list", "closed",           "s y . . . . . .", "s - . . . . . ."),
    Row("ledger:excel", "studio",          "s y . . . . . .", "s d . . . . . .", {"from": "list"}),
    Row("ledger:print", "studio kind",     "s y . . . . . .", "s - . . . . . ."),
    Row("ledger:timeline", "studio",       "s y . . . . . .", "s - . . . . . .", lists=True),
    Row("ledger:papers", "studio",         "s y . . . . . .", "s d . . . . . .", lists=True),
    Row("ledger:choose", "studio",         "s y . . . . . .", "s - . . . . . ."),
    Row("ledger:add", "studio kind",       "s y . . . . . .", "s d . . . . . ."),
    Row("ledger:import", "studio kind",    "s y . . . . . .", "s d . . . . . ."),
    Row("ledger:import_empty", "studio kind", "s y . . . . . .", "s - . . . . . ."),
    Row("ledger:import_confirm", "studio kind", "s p . . . . . .", "s d . . . . . .", {"list": "示例", "again": "1"}),
    Row("ledger:entry", "studio entry",    "s y . . . . . .", "s - . . . . . ."),
    Row("ledger:entry", "studio struck",   "s y . . . . . .", "s - . . . . . ."),
    Row("ledger:change", "studio entry",   "s y . . . . . .", "s d . . . . . ."),
    Row("ledger:strike", "studio entry",   "s p . . . . . .", "s d . . . . . ."),
    Row("ledger:put_back", "studio struck", "s p . . . . . .", "s d . . . . . ."),
    Row("ledger:lay", "studio entry",      "s p . . . . . .", "s d . . . . . ."),
    Row("ledger:order", "studio entry paper", "s p . . . . . .", "s d . . . . . ."),
    Row("ledger:take_out", "studio entry paper", "s p . . . . . .", "s d . . . . . ."),
    # the desk
    Row("desk:home", "",                   "s y y y y y y =", "s - - - - - - =", lists=True),
    Row("desk:journal", "",                "s . . . y y y =", "s . . . - - - =", lists=True),
    # ------------------------------------- n U O R C A M another -- n U O R C A M another
    # announce
    Row("announce:programmes", "",         "s . . . y y y =", "s . . . - - - =", lists=True),
    Row("announce:adopt", "",              "s . . . . . p =", "s . . . . . d =", {"programme": "langfang-2019"}),
    Row("announce:rounds", "",             "s . . y y y . =", "s . . - - - . =", lists=True),
    Row("announce:choose", "",             "s . . . y . . =", "s . . . - . . ="),
    Row("announce:open", "revision",       "s . . . y . . .", "s . . . d . . ."),
    Row("announce:round", "round",         "s . . y y y . c", "s . . - - - . c", lists=True),
    Row("announce:round", "unpublished",   "s . . . y y . .", "s . . . - - . ."),
    Row("announce:days", "round",          "s . . . y . . .", "s . . . d . . ."),
    Row("announce:periods", "round",       "s . . . y . . .", "s . . . d . . ."),
    Row("announce:publish", "unpublished", "s . . . p . . .", "s . . . d . . ."),
    Row("announce:notice", "round",        "s . . . y y . .", "s . . . d . . ."),
    Row("announce:file", "round",          "s . . y y y . c", "s . . - - - . c"),
    Row("announce:add", "round",           "s . . . y . . .", "s . . . d . . ."),
    Row("announce:recommender", "round recommender", "s . . y y y . .", "s . . - - - . ."),
    Row("announce:quota", "round recommender", "s . . . p . . .", "s . . . d . . ."),
    Row("announce:extend", "round recommender", "s . . . p . . .", "s . . . d . . ."),
    # apply
    Row("apply:list", "",                  "s y y y y y . =", "s - - - - - . =", lists=True),
    Row("apply:excel", "",                 "s . . y y y . =", "s . . d d d . =", {"from": "list"}),
    Row("apply:retention", "round",        "s . . . y y . .", "s . . . - - . .", lists=True),
    Row("apply:retention_terms", "round",  "s . . . y . . .", "s . . . d . . ."),
    Row("apply:retention_delete", "ended", "s . . . y . . .", "s . . . d . . .", {"chosen": "over"}),
    Row("apply:start", "round",            "s y . . . . . c", "s d . . . . . c"),
    Row("apply:start", "unpublished",      "s . . . . . . .", "s . . . . . . ."),
    Row("apply:overview", "draft",         "s y . . . . . .", "s - . . . . . ."),
    Row("apply:overview", "submitted",     "s y y y y y . .", "s - - - - - . ."),
    Row("apply:overview", "returned",      "s y y y y y . .", "s - - - - - . ."),
    Row("apply:section", "draft section",  "s y . . . . . .", "s d . . . . . ."),
    Row("apply:section", "draft rows",     "s y . . . . . .", "s d . . . . . ."),
    Row("apply:section", "submitted section", "s y . . . . . .", "s d . . . . . ."),
    Row("apply:save", "draft section",     "s p . . . . . .", "s d . . . . . ."),
    Row("apply:check", "draft",            "s y . . . . . .", "s d . . . . . ."),
    Row("apply:told", "draft",             "s y . . . . . .", "s - . . . . . ."),
    Row("apply:receipt", "submitted",      "s y . . . . . .", "s - . . . . . ."),
    Row("apply:recall", "submitted",       "s p . . . . . .", "s d . . . . . ."),
    Row("apply:directly", "submitted",     "s p . . . . . .", "s d . . . . . ."),
    Row("apply:withdraw", "draft",         "s y . . . . . .", "s d . . . . . ."),
    Row("apply:studio", "draft",           "s y . . . . . .", "s d . . . . . ."),
    Row("apply:share", "draft",            "s y . . . . . .", "s d . . . . . .", {"person": "colleague"}),
    Row("apply:invite", "draft",           "s p . . . . . .", "s d . . . . . ."),
    Row("apply:read", "draft",             "s y . . . . . .", "s - . . . . . ."),
    Row("apply:read", "endorsed",          "s y y y y y . .", "s - - - - - . ."),
    Row("apply:read", "returned",          "s y y y y y . .", "s - - - - - . ."),
    Row("apply:compare", "draft",          "s y . . . . . .", "s - . . . . . ."),
    Row("apply:compare", "endorsed",       "s y y y y y . .", "s - - - - - . ."),
    Row("apply:compare", "handed",         "s y y y y y . .", "s - - - - - . ."),
    Row("apply:compare", "returned",       "s y y y y y . .", "s - - - - - . ."),
    Row("apply:paper", "draft form",       "s y . . . . . .", "s - . . . . . ."),
    Row("apply:paper", "endorsed form",    "s y y y y y . .", "s - - - - - . ."),
    Row("apply:paper", "returned form",    "s y y y y y . .", "s - - - - - . ."),
    Row("apply:journal", "draft",          "s y . . . . . .", "s - . . . . . ."),
    Row("apply:journal", "endorsed",       "s y y y y y . .", "s - - - - - . ."),
    Row("apply:journal", "returned",       "s y y y y y . .", "s - - - - - . ."),
    Row("apply:endorse", "submitted",      "s . y . . . . .", "s . d . . . . ."),
    Row("apply:return", "submitted",       "s . y y y . . .", "s . d d d . . ."),
    Row("apply:mend", "handed",            "s . . . y . . .", "s . . . d . . ."),
    Row("apply:seen", "telling_unit",      "s p p p . . . .", "s d . . . . . ."),
    Row("apply:seen", "telling_unit_union", "s p p p . . . .", "s . d . . . . ."),
    # ------------------------------------- n U O R C A M another -- n U O R C A M another
    # prove
    Row("prove:evidence", "draft",         "s y . . . . . .", "s - . . . . . ."),
    Row("prove:evidence", "handed",        "s y y y y y . .", "s - - - - - . ."),
    Row("prove:evidence", "returned",      "s y y y y y . .", "s - - - - - . ."),
    Row("prove:indicator", "draft indicator", "s y . . . . . .", "s d . . . . . ."),
    Row("prove:indicator", "handed indicator", "s y y y y y . .", "s d . . . . . ."),
    Row("prove:excuse", "draft indicator", "s p . . . . . .", "s d . . . . . ."),
    Row("prove:bring", "draft indicator proof", "s y . . . . . .", "s d . . . . . ."),
    Row("prove:loose", "draft",            "s y . . . . . .", "s - . . . . . ."),
    Row("prove:sort", "draft",             "s y . . . . . .", "s d . . . . . .", SORTED),
    Row("prove:taking", "draft",           "s y . . . . . .", "s d . . . . . ."),
    Row("prove:taking_one", "draft linked linked_proof", "s y . . . . . .", "s d . . . . . ."),
    Row("prove:list", "draft listed listed_proof", "s y . . . . . .", "s d . . . . . ."),
    Row("prove:list", "handed listed listed_proof", "s y . . . . . .", "s d . . . . . ."),
    Row("prove:list_pdf", "draft listed listed_proof", "s y . . . . . .", "s - . . . . . ."),
    Row("prove:bound", "draft",            "s p p p p p . .", "s d . . . . . ."),
    Row("prove:bound", "handed",           "s p p p p p . .", "s d d d d . . ."),
    Row("prove:zip", "draft",              "s p p p p p . .", "s d . . . . . ."),
    Row("prove:zip", "handed",             "s p p p p p . .", "s d d d d . . ."),
    Row("prove:letter", "draft",           "s . . . . . . .", "s . . . . . . ."),
    Row("prove:letter", "handed",          "s . y y y . . .", "s . - - - . . ."),
    Row("prove:draft", "draft",            "s y . . . . . .", "s - . . . . . ."),
    Row("prove:numbers", "draft",          "s y . . . . . .", "s d . . . . . ."),
    Row("prove:numbers", "handed",         "s y y y y y . .", "s d . . . . . ."),
    Row("prove:number", "draft number",    "s y . . . . . .", "s d . . . . . ."),
    Row("prove:number", "handed number",   "s y y y y y . .", "s d . . . . . ."),
    Row("prove:doubles", "round",          "s . . . y . . .", "s . . . d . . .", DOUBLED),
    Row("prove:bundles", "round",          "s . . . p . . .", "s . . . d . . ."),
    # ------------------------------------- n U O R C A M another -- n U O R C A M another
    # recommend
    Row("recommend:list", "",              "s . . y y y . =", "s . . - - - . =", lists=True),
    Row("recommend:recommender", "recommender", "s . . y y y . .", "s . . - - - . .", lists=True),
    Row("recommend:excel", "recommender",  "s . . y y y . .", "s . . d d d . .", {"from": "list"}),
    Row("recommend:order", "recommender",  "s . . p . . . .", "s . . d . . . ."),
    Row("recommend:not_started", "recommender", "s . . y y y . .", "s . . - - - . .", lists=True),
    Row("recommend:several", "recommender", "s . . y . . . .", "s . . d . . . ."),
    Row("recommend:selection", "recommender", "s . . y y y . .", "s . . d . . . ."),
    Row("recommend:own_day", "recommender", "s . . y . . . .", "s . . d . . . ."),
    Row("recommend:contact", "recommender", "s . . y . . . .", "s . . d . . . ."),
    Row("recommend:hand_in", "recommender", "s . . y . . . .", "s . . d . . . ."),
    Row("recommend:receipt", "recommender serial", "s . . y y y . .", "s . . - - - . ."),
    Row("recommend:summary", "recommender", "s . . y y . . .", "s . . - - . . ."),
    Row("recommend:papers", "recommender", "s . . y y . . .", "s . . - - . . ."),
    Row("recommend:review", "draft",       "s . . . . . . .", "s . . . . . . ."),
    # that a recommender opened a version is kept, however it is opened
    Row("recommend:review", "submitted",   "s . . y y y . .", "s . . d - - . ."),
    Row("recommend:review", "endorsed",    "s . . y y y . .", "s . . - - - . ."),
    Row("recommend:review", "returned",    "s . . y y y . .", "s . . d - - . ."),
    Row("recommend:review", "recommended", "s . . y y y . .", "s . . - - - . ."),
    Row("recommend:review", "handed",      "s . . y y y . .", "s . . d - - . ."),
    Row("recommend:tick", "endorsed",      "s . . p . . . .", "s . . d . . . ."),
    Row("recommend:recommend", "endorsed", "s . . p . . . .", "s . . d . . . ."),
    Row("recommend:return", "endorsed",    "s . . p . . . .", "s . . d . . . ."),
    Row("recommend:not_recommend", "endorsed", "s . . p . . . .", "s . . d . . . ."),
    Row("recommend:unrecommend", "recommended", "s . . p . . . .", "s . . d . . . ."),
    Row("recommend:seen", "handed telling_recommender", "s . . p . . . .", "s . . d . . . ."),
    Row("recommend:progress", "round",     "s . . . y y . .", "s . . . - - . .", lists=True),
    # ------------------------------------- n U O R C A M another -- n U O R C A M another
    # receive
    Row("receive:rounds", "",              "s . . . > > . =", "s . . . - - . ="),
    Row("receive:inbox", "round",          "s . . . y y . .", "s . . . - - . .", lists=True),
    Row("receive:direct", "round",         "s . . . y y . .", "s . . . - - . ."),
    Row("receive:accept", "round",         "s . . . y . . .", "s . . . d . . .", {"chosen": "handed"}),
    Row("receive:papers", "round",         "s . . . y y . .", "s . . . - - . .", lists=True),
    Row("receive:register", "round",       "s . . . p . . .", "s . . . d . . .", COUNTED),
    Row("receive:arrivals", "round",       "s . . . y y . .", "s . . . - - . .", lists=True),
    Row("receive:chase", "round",          "s . . . y y . .", "s . . . - - . .", lists=True),
    Row("receive:recommender", "recommender", "s . . . y y . .", "s . . . - - . .", lists=True),
    Row("receive:hand_back", "recommender", "s . . . y . . .", "s . . . d . . ."),
    Row("receive:chase_units", "recommender", "s . . y . . . .", "s . . - . . . .", lists=True),
    Row("receive:strike", "arrival",       "s . . . y . . .", "s . . . d . . ."),
    Row("receive:mine", "recommender",     "s . . y . . . .", "s . . - . . . .", lists=True),
    Row("receive:own", "draft",            "s . . . . . . .", "s . . . . . . ."),
    Row("receive:own", "handed",           "s y . . . . . .", "s - . . . . . ."),
    Row("receive:inbox_sheet", "round",    "s . . . y y . .", "s . . . d d . .", {"from": "list"}),
    Row("receive:papers_sheet", "round",   "s . . . y y . .", "s . . . d d . .", {"from": "list"}),
)
# fmt: on
