"""Applying for a licence: the draft, what it asks and why, its papers, and what was submitted."""
