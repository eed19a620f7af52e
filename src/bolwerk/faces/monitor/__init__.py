"""The monitor: the plan, live, as pages that can be read aloud. Public; it shows no data of a case to who may not see it."""
