"""The round: a revision opened with its calendar, its recommenders and their quotas, and the notice published."""
