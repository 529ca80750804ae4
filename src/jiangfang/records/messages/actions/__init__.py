"""What is done about messages: posted by other deeds, seen by their readers, and let out as mail.

Posting journals nothing: the deed that it tells of does, in the same transaction, after it.
"""

from jiangfang.records.messages.actions.announcing import announce
from jiangfang.records.messages.actions.outbox import drop, hold_all, let_go, look_first, send_again
from jiangfang.records.messages.actions.posting import Letter, post, post_all
from jiangfang.records.messages.actions.seeing import seen, seen_all

__all__ = [
    "Letter",
    "announce",
    "drop",
    "hold_all",
    "let_go",
    "look_first",
    "post",
    "post_all",
    "seen",
    "seen_all",
    "send_again",
]
