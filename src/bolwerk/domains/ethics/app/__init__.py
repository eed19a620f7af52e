"""What measure 1.1 adds to the office: the ESAC's own cases, guards and effects, and the referral kit for other fields."""
