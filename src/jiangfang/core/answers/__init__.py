"""A filled form: strict JSON in, values or Problems out."""

from jiangfang.core.answers.checking import Filled, called, check_answers
from jiangfang.core.answers.envelope import Envelope, read_envelopes

__all__ = ["Envelope", "Filled", "called", "check_answers", "read_envelopes"]
