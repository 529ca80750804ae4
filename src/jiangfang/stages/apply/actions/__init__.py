"""What is done to an application: each deed is one function, keywords only, all or nothing, and journalled.

``hat`` is who does it and under which hat; ``at`` when. Each raises Refused with the problems that say why not.
"""

from jiangfang.stages.apply.actions.annexing import Aside, hold_to_write, keep_aside, write_aside
from jiangfang.stages.apply.actions.filing import apply_directly, recall, submit, withdraw
from jiangfang.stages.apply.actions.filling import Conflict, Saved, save_fields, save_section
from jiangfang.stages.apply.actions.mending import mend, seen
from jiangfang.stages.apply.actions.moving import move, release_place
from jiangfang.stages.apply.actions.opinions import endorse, give_opinion, take_back_opinion
from jiangfang.stages.apply.actions.retaining import forget, set_terms
from jiangfang.stages.apply.actions.returning import send_back
from jiangfang.stages.apply.actions.starting import adopt, belong, share, start, unshare

__all__ = [
    "Aside",
    "Conflict",
    "Saved",
    "adopt",
    "apply_directly",
    "belong",
    "endorse",
    "forget",
    "give_opinion",
    "hold_to_write",
    "keep_aside",
    "mend",
    "move",
    "recall",
    "release_place",
    "save_fields",
    "save_section",
    "seen",
    "send_back",
    "set_terms",
    "share",
    "start",
    "submit",
    "take_back_opinion",
    "unshare",
    "withdraw",
    "write_aside",
]
