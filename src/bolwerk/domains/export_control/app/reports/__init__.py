"""What the service reports: lead times by lane, and the lists that the decree asks of the Government."""
