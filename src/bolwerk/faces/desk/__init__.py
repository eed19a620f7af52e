"""The desk: where companies and people check what applies to them, apply, and follow their case."""
