"""Licences in life: issue, write-offs, measures, embargoes, changes, duties and reports of their holders."""
