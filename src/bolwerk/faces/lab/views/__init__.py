"""The pages of the lab: `home`, `leadtime`, `rules`."""
