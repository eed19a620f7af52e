"""Cases: an append-only, chained log of events per case; services write, selectors read, the registry knows the procedures."""
