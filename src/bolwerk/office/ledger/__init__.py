"""The ledger: envelopes, obligations and entries; append-only, chained, never negative."""
