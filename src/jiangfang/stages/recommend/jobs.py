"""The files that this room makes, and what it adds to the list of applications."""

from __future__ import annotations

from jiangfang.core.people import Role
from jiangfang.documents.excel.table import Column, Table
from jiangfang.records.files import kinds
from jiangfang.records.files.kinds import Wish
from jiangfang.stages.apply import sheets as applications
from jiangfang.stages.recommend import queries, sheets


def _list(wish: Wish) -> Table:
    """The list of one recommender, as its page shows it."""
    recommender, role = queries.recommenders().get(pk=int(wish.wanted["recommender"])), Role(wish.hat.role)
    ids = list(queries.list_of(recommender, sheets.wanted_of(recommender, wish.wanted, role)))
    rows = sheets.lines(recommender, ids, hides_leaders=sheets.masked(recommender))
    return Table("推荐名单", sheets.COLUMNS, rows, len(ids))


LIST = kinds.register_list("recommend.list", _list)
applications.LATER.append(applications.More(Column("最近报送市总工会", 22), sheets.handed_in_at))
