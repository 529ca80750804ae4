"""What an application proves: its pieces by indicator, its papers of its own, its numbers beside the ledger."""
