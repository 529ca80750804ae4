"""What the city does with what comes: each deed is one function, keywords only, all or nothing, and journalled.

``hat`` is who does it and under which hat; ``at`` when. Each raises Refused with the problems that say why not.
"""

from jiangfang.stages.receive.actions.counting import strike, tick
from jiangfang.stages.receive.actions.receiving import receive

__all__ = ["receive", "strike", "tick"]
