"""The life of a licence after it was granted: how it stands, what stops it, what its holder owes."""
