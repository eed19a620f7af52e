"""The live state of the plan: records of every register folded by the progress engine, and attestations for the rest."""
