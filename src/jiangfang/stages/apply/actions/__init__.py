"""What is done to an application: each deed is one function, keywords only, all or nothing, and journalled.

``hat`` is who does it and under which hat; ``at`` when. Each raises Refused with the problems that say why not.
"""

from jiangfang.stages.apply.actions.filing import apply_directly, recall, submit, withdraw
from jiangfang.stages.apply.actions.filling import Conflict, Saved, save_section
from jiangfang.stages.apply.actions.mending import mend, seen
from jiangfang.stages.apply.actions.moving import move, release_place
from jiangfang.stages.apply.actions.opinions import endorse, give_opinion, take_back_opinion
from jiangfang.stages.apply.actions.returning import send_back
from jiangfang.stages.apply.actions.starting import share, start, unshare

__all__ = [
    "Conflict",
    "Saved",
    "apply_directly",
    "endorse",
    "give_opinion",
    "mend",
    "move",
    "recall",
    "release_place",
    "save_section",
    "seen",
    "send_back",
    "share",
    "start",
    "submit",
    "take_back_opinion",
    "unshare",
    "withdraw",
]
