"""推荐条件 and exclusions: small terms that compute, check and explain themselves, and the conditions made of them."""

from jiangfang.core.conditions import days, logic, numbers, people
from jiangfang.core.conditions.base import Case, Day, Finding, Term, Verdict
from jiangfang.core.conditions.condition import Condition, Level, weigh, weigh_all

TERMS = Term.kinds

__all__ = [
    "TERMS",
    "Case",
    "Condition",
    "Day",
    "Finding",
    "Level",
    "Term",
    "Verdict",
    "days",
    "logic",
    "numbers",
    "people",
    "weigh",
    "weigh_all",
]
