"""The screening desk of the workbench: alerts, decisions, lists, runs, one name by hand."""
