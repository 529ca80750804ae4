"""Entries are written down, changed and struck; papers are laid with them."""

from jiangfang.records.ledger.actions.bulk import add_all
from jiangfang.records.ledger.actions.changing import Changed, Clash, change
from jiangfang.records.ledger.actions.entering import Added, add, put_back, strike
from jiangfang.records.ledger.actions.papers import lay, order, take_out

__all__ = ["Added", "Changed", "Clash", "add", "add_all", "change", "lay", "order", "put_back", "strike", "take_out"]
