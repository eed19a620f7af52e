"""The procedures of the service towards holders and companies: audits, outreach; and the reports of the Government."""

from bolwerk.domains.export_control.law.supervising.audit import AUDIT, HEADS, HEARING, SEVERITIES
from bolwerk.domains.export_control.law.supervising.outreach import CONTACTS, OUTREACH, RESULTS
from bolwerk.domains.export_control.law.supervising.reporting import KINDS, REPORTING
from bolwerk.kernel import Text

__all__ = [
    "AUDIT",
    "CONTACTS",
    "GUARDS",
    "HEADS",
    "HEARING",
    "KINDS",
    "OUTREACH",
    "PROCEDURES",
    "REPORTING",
    "RESULTS",
    "SEVERITIES",
]

PROCEDURES = (AUDIT, OUTREACH, REPORTING)

GUARDS: dict[str, Text] = {
    "has_findings": Text("Is er minstens één vaststelling?", "Is there at least one finding?"),
    "no_findings": Text("Is er geen enkele vaststelling?", "Is there no finding at all?"),
    "findings_solved": Text("Is elke vaststelling opgelost?", "Is every finding solved?"),
    "reply_term_over": Text("Is de termijn om te antwoorden voorbij?", "Is the term to reply over?"),
    "improvement_term_over": Text("Is de hersteltermijn voorbij?", "Is the improvement term over?"),
    "licences_to_suspend": Text(
        "Heeft de houder nog een soepele vergunning die loopt?", "Does the holder have a flexible licence that runs?"
    ),
    "exclusion_allowed": Text(
        "Is de houder gehoord, is er een grond en mag de duur?", "Was the holder heard, is there a ground, may the length be?"
    ),
    "contact_made": Text("Is er contact geweest?", "Was there a contact?"),
    "may_publish": Text(
        "Zegt het register nog hetzelfde, en publiceert iemand anders dan wie het opmaakte?",
        "Does the register still say the same, and does somebody else publish it than who drew it up?",
    ),
}
"""Checks that the office supplies, by name, with the question each answers."""
