"""What is done to the supporting material of an application: each deed is one function, keywords only, journalled."""

from jiangfang.stages.prove.actions.changing import MOST_AT_ONCE
from jiangfang.stages.prove.actions.excusing import excuse, take_back_excuse
from jiangfang.stages.prove.actions.listing import lay_list
from jiangfang.stages.prove.actions.reckoning import explain, freeze, keep_filed
from jiangfang.stages.prove.actions.settling import settle, unsettle
from jiangfang.stages.prove.actions.taking import take
from jiangfang.stages.prove.actions.tying import Said, Spot, arrange, tie, untie

__all__ = [
    "MOST_AT_ONCE",
    "Said",
    "Spot",
    "arrange",
    "excuse",
    "explain",
    "freeze",
    "keep_filed",
    "lay_list",
    "settle",
    "take",
    "take_back_excuse",
    "tie",
    "unsettle",
    "untie",
]
