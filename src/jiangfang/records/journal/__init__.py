"""The journal: who did what, when, under which hat, before and after; append-only, one chain a federation."""
