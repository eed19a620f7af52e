"""Papers of a case: what comes in, checked by content and kept private; what goes out, set as accessible PDF."""
