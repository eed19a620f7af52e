"""The lab: what would happen if. Lead times under other staff, and determinations with other rows."""
