"""The proofs of an application: its outline, its numbers beside the ledger, its bound material."""
