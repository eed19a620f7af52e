"""The machine for calls: a call, applications, reviews, a ranking within an envelope, awards and their publication.

It knows no domain: a domain registers a `CallKit` (see `kit.py`) with its form, its scoring scheme and its ranking rule.
"""
