"""Filters for the pages of licences, in whatever face."""
