"""Handling an application: lanes, screening, the sheet, denials of others, advice, and the decision by two people."""
