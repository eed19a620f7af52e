"""The law of chapters C and D: who must be consulted or agree. Pure."""
