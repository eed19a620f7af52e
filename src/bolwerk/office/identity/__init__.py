"""Who may do what: accounts, roles, declared interests, the policy table and the log of denials."""
