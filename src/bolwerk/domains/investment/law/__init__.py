"""The law of measure 2.1: size, aid, de minimis, cumulation, the call. Pure."""
