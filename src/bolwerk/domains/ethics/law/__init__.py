"""The law of measure 1.1: the ESAC, prohibited weapons, what an applicant is told of export control. Pure."""
