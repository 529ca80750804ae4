"""What a recommender does, and the city to its list: each deed is one function, all or nothing, and journalled.

``hat`` is who does it and under which hat; ``at`` when. Each raises Refused with the problems that say why not.
"""

from jiangfang.stages.recommend.actions.giving_back import hand_back
from jiangfang.stages.recommend.actions.handing_in import hand_in
from jiangfang.stages.recommend.actions.listing import choose, order, set_contact
from jiangfang.stages.recommend.actions.looking import looked, opened, tick
from jiangfang.stages.recommend.actions.recommending import not_recommend, recommend, recommend_several, unrecommend

__all__ = [
    "choose",
    "hand_back",
    "hand_in",
    "looked",
    "not_recommend",
    "opened",
    "order",
    "recommend",
    "recommend_several",
    "set_contact",
    "tick",
    "unrecommend",
]
