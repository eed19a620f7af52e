"""Tags of the workbench alone."""
