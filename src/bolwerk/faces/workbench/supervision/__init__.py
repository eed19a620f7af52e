"""Pages for whoever watches over licences: lead times, reports, audits, outreach."""
