"""The boards of the workbench: calls, reviews, ranking, the committee, and the money."""
