"""What is done about a round: opened, its days, periods and quotas changed, the notice attached, published.

``hat`` is the hat under which it is done; its person is the one who acts. Each deed is all or nothing and journalled.
"""

from jiangfang.stages.announce.actions.deadlines import extend_deadline, set_own_day
from jiangfang.stages.announce.actions.notice import attach_notice
from jiangfang.stages.announce.actions.opening import open_round
from jiangfang.stages.announce.actions.periods import change_periods
from jiangfang.stages.announce.actions.recommenders import add_recommender, adjust_quota
from jiangfang.stages.announce.actions.rounds import change_days, publish

__all__ = [
    "add_recommender",
    "adjust_quota",
    "attach_notice",
    "change_days",
    "change_periods",
    "extend_deadline",
    "open_round",
    "publish",
    "set_own_day",
]
