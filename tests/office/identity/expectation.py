"""Who may do what, written apart from the policy table and worked out from plain facts, not from the policy code.

Per operation: the kind of thing it is done to, and a letter for each role in the order of ROLES. o own, a asked by name,
t team, A all, - not. A small i after it: barred by an interest; h: barred for whoever prepared it; s: barred for oneself.
After a colon: the state, or the name of a set of states, in which alone it holds. Roles left out at the end may not.
"""

from __future__ import annotations

from typing import Protocol

ROLES = (
    "applicant",
    "handler",
    "committee_member",
    "reviewer",
    "approver",
    "coordinator",
    "auditor",
    "analyst",
    "screener",
    "customs",
    "adviser",
)
_LETTERS = {
    "plan.view": ("case", "A A A A A A A A A A A"),
    "monitor.view": ("case", "A A A A A A A A A A A"),
    "call.view": ("call", "A A A A A A A A A A A"),
    "case.open": ("case", "o ti - - ti ti -"),
    "case.view": ("case", "o t ai ai t t A - - - ai"),
    "case.list": ("case", "o t ai ai t t A - - - ai"),
    "case.facts.view": ("case", "o t ai ai t t A"),
    "case.move": ("case", "o:open ti:open ai:open ai:open ti:open ti:open - - - - ai:open"),
    "case.note": ("case", "o t ai ai t t - - - - ai"),
    "case.assign": ("case", "- ti:open - - - ti:open -"),
    "document.view": ("document", "o:shared t ai ai t t A - - - ai"),
    "document.download": ("document", "o:shared t ai ai t t A - - - ai"),
    "document.upload": ("case", "o t ai - - t - - - - ai"),
    "application.start": ("organisation", "o - - - - - -"),
    "application.join": ("partner", "o - - - - - -"),
    "application.view": ("application", "o t:sent ai:submitted ai:submitted t:sent t:sent A:sent"),
    "application.edit": ("application", "o:draft - - - - - -"),
    "application.submit": ("application", "o:draft - - - - - -"),
    "application.withdraw": ("application", "o:early - - - - - -"),
    "licensing.start": ("organisation", "o - - - - - -"),
    "licensing.view": ("licensing", "o t:told - - t:told t:told A:told"),
    "licensing.edit": ("licensing", "o:writable - - - - - -"),
    "licensing.submit": ("licensing", "o:writable - - - - - -"),
    "licensing.withdraw": ("licensing", "o:standing - - - - - -"),
    "review.assign": ("application", "- ti:submitted - - - ti:submitted -"),
    "review.give": ("assignment", "- - - ai:open - - -"),
    "review.view": ("assignment", "- ti - ai ti ti A"),
    "review.end": ("assignment", "- ti - a - ti -"),
    "review.reopen": ("assignment", "- ti:locked - - - ti:locked -"),
    "consensus.record": ("application", "- ti:submitted - - - ti:submitted -"),
    "committee.manage": ("organisation", "- - - - - A -"),
    "advice.ask": ("case", "- ti:open - - ti:open ti:open -"),
    "advice.withdraw": ("request", "- ti:open - - ti:open ti:open -"),
    "advice.declare": ("request", "- - a:open - - - -"),
    "advice.score": ("request", "- - ai:open - - - -"),
    "advice.vote": ("request", "- - ai:open - - - -"),
    "advice.note": ("request", "- - ai:open - - - -"),
    "advice.give": ("request", "- - ai:open - - - -"),
    "advice.view": ("request", "o:given ti ai - ti ti A"),
    "call.manage": ("call", "- A - - - A -"),
    "ranking.propose": ("call", "- Ai - - - Ai -"),
    "ranking.view": ("ranking", "- Ai - - Ai Ai A"),
    "ranking.decide": ("ranking", "- - - - Aih - -"),
    "award.record": ("application", "- ti:submitted - - ti:submitted - -"),
    "award.end": ("application", "- ti - - ti - -"),
    "award.publish": ("application", "- t - - - t -"),
    "decision.approve": ("case", "- - - - tih:open - -"),
    "ledger.view": ("case", "- A - - A A A"),
    "ledger.appropriate": ("case", "- - - - - A -"),
    "ledger.commit": ("case", "- - - - Aih - -"),
    "ledger.release": ("case", "- - - - Ai - -"),
    "ledger.pay": ("case", "- - - - Aih - -"),
    "ledger.recover": ("case", "- - - - Ai - -"),
    "registers.view": ("organisation", "o A - - A A A"),
    "registers.edit": ("organisation", "o Ai - - - Ai -"),
    "person.view": ("person", "o A - - - A A"),
    "licence.view": ("licence", "o t - - t t A - - A"),
    "licence.issue": ("case", "- ti - - ti - -"),
    "licence.write_off": ("licence", "o:usable - - - - - - - - Ai:usable"),
    "licence.correct": ("licence", "- ti - - - - - - - Ai"),
    "licence.report": ("licence", "o - - - - - -"),
    "licence.ask_change": ("licence", "o:lasting - - - - - -"),
    "embargo.manage": ("case", "- - - - A A -"),
    "export.handle": ("case", "- ti:open - - - - -"),
    "export.advise": ("case", "- ti - - - - - - - - Ai"),
    "export.register": ("organisation", "- A - - - A -"),
    "export.register.view": ("organisation", "- A - - A A A"),
    "audit.view": ("case", "- - - - - A A"),
    "audit.verify": ("case", "- - - - - A A"),
    "attest.view": ("attestation", "- A - - A A A"),
    "attest.give": ("attestation", "- Ai - - - Ai -"),
    "attest.approve": ("attestation", "- - - - Aih Aih -"),
    "goods.view": ("case", "- t - - t t A"),
    "goods.classify": ("case", "- ti - - - ti -"),
    "lab.use": ("case", "- A - - A A A A"),
    "screening.view": ("alert", "- t - - t A A - A"),
    "screening.run": ("case", "- t - - - A - - A"),
    "screening.rescreen": ("case", "- - - - - A - - A"),
    "screening.decide": ("alert", "- - - - - - - - Ai:open"),
    "screening.confirm": ("alert", "- - - - - Aih:proposed - - Aih:proposed"),
    "screening.resolve": ("alert", "- - - - - Aih:escalated - - Aih:escalated"),
    "screening.reopen": ("alert", "- - - - - Ai:settled - - Ai:settled"),
    "lists.view": ("case", "- A - - A A A - A"),
    "lists.import": ("case", "- - - - - A - - A"),
    "screening.match": ("case", "- A - - A A - - A"),
    "token.issue": ("user", "- o - - o o o - o"),
    "token.view": ("token", "- o - - o A A - o"),
    "token.revoke": ("token", "- o - - o A o - o"),
    "user.view": ("user", "o - - - - A A"),
    "user.manage": ("user", "- - - - - As -"),
}
EXPECTED = {
    operation: (kind, " ".join([*letters.split(), *["-"] * (len(ROLES) - len(letters.split()))]))
    for operation, (kind, letters) in _LETTERS.items()
}
SETS = {
    "sent": {"submitted", "withdrawn"},
    "early": {"draft", "submitted"},
    "told": {"submitted", "completing", "withdrawn"},
    "writable": {"draft", "completing"},
    "standing": {"draft", "submitted", "completing"},
    "settled": {"false_hit", "true_hit"},
    "usable": {"in_force", "expired"},
    "lasting": {"in_force", "suspended", "exhausted", "expired"},
}


class Facts(Protocol):
    """What a thing is tied to. `procedure` None: things of this kind belong to no team at all."""

    organisations: frozenset[int]
    people: frozenset[int]
    assigned: frozenset[int]
    hands: frozenset[int]
    case: object
    procedure: str | None
    state: str


class Somebody(Protocol):
    """A person with one role. `tied`: the organisations and cases in which this person has an interest today."""

    pk: int
    role: str
    team: str
    organisations: frozenset[int]
    tied: frozenset[object]


def allowed(who: Somebody, operation: str, thing: Facts) -> bool:
    cell = EXPECTED[operation][1].split()[ROLES.index(who.role)]
    if cell == "-":
        return False
    code, _, state = cell.partition(":")
    if state and thing.state not in SETS.get(state, {state}):
        return False
    if "i" in code and who.tied & {*thing.organisations, thing.case}:
        return False
    if ("h" in code and who.pk in thing.hands) or ("s" in code and who.pk in thing.people):
        return False
    in_team = (thing.procedure or "").startswith(who.team)
    own = thing.organisations & who.organisations if thing.organisations else who.pk in thing.people
    return {
        "A": True,
        "o": bool(own),
        "t": thing.procedure is None or in_team,
        "a": who.pk in thing.assigned or (who.team != "" and bool(thing.procedure) and in_team),
    }[code[0]]
