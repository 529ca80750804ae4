"""What a round says: its programme, days, recommenders, ways, the words of its notice, and where in the year it is."""

from jiangfang.stages.announce.queries.days import (
    day_of,
    days_of,
    deadline,
    in_round,
    late,
    rule_days,
    spans_of,
    unit_day,
)
from jiangfang.stages.announce.queries.periods import Period, period_ends, period_says, periods, spans
from jiangfang.stages.announce.queries.progress import Milestone, progress
from jiangfang.stages.announce.queries.rounds import (
    bodies,
    not_yet,
    notice_file,
    opened,
    published,
    recommender_of,
    recommenders,
    revisions,
    round_of,
    rounds_for,
    rounds_of,
)
from jiangfang.stages.announce.queries.routes import WayThrough, quota_of, ways
from jiangfang.stages.announce.queries.words import Words, clause_text, words

__all__ = [
    "Milestone",
    "Period",
    "WayThrough",
    "Words",
    "bodies",
    "clause_text",
    "day_of",
    "days_of",
    "deadline",
    "in_round",
    "late",
    "not_yet",
    "notice_file",
    "opened",
    "period_ends",
    "period_says",
    "periods",
    "progress",
    "published",
    "quota_of",
    "recommender_of",
    "recommenders",
    "revisions",
    "round_of",
    "rounds_for",
    "rounds_of",
    "rule_days",
    "spans",
    "spans_of",
    "unit_day",
    "ways",
    "words",
]
