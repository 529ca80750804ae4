"""匠坊: the recognition of 劳模和工匠人才创新工作室, from the notice to the plaque and the years after."""

__version__ = "0.1.0"
