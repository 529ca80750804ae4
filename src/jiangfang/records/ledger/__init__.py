"""The ledger of a studio: what it did, with its papers."""
