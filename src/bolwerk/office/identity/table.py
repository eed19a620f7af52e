"""The policy table: who may do what, on which objects, in which state, unless. Data only; `policies` reads it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

ANYONE = "anyone"
"""Stands for every visitor, signed in or not."""


class Scope(StrEnum):
    """How far a role reaches.

    `own`: of an organisation the person acts for, or, where there is none, begun by or about the person.
    `assigned`: the person was asked by name, or holds the role for a named team that the object belongs to.
    `team`: the object belongs to the team of the role; a role without a team reaches all. `all`: every object.
    """

    OWN = "own"
    ASSIGNED = "assigned"
    TEAM = "team"
    ALL = "all"


class Bar(StrEnum):
    """What shuts a person out although role, scope and state would let it in."""

    INTEREST = "interest"
    SAME_HANDS = "same_hands"
    ONESELF = "oneself"


@dataclass(frozen=True, slots=True)
class Rule:
    """One row. `states` empty means any; an object without a state passes only then."""

    operation: str
    role: str
    scope: Scope
    states: tuple[str, ...] = ()
    bars: tuple[Bar, ...] = ()


OWN, ASSIGNED, TEAM, ALL = Scope.OWN, Scope.ASSIGNED, Scope.TEAM, Scope.ALL
_FREE = (Bar.INTEREST,)
_SECOND = (Bar.INTEREST, Bar.SAME_HANDS)
_OPEN, _DRAFT = ("open",), ("draft",)
_SENT = ("submitted", "withdrawn")
_TOLD, _WRITABLE = ("submitted", "completing", "withdrawn"), ("draft", "completing")
_SETTLED = ("false_hit", "true_hit")
_USABLE = ("in_force", "expired")
"""A licence that moved goods may still be used for until its last day, also when the office hears of it after that day."""
_LASTING = ("in_force", "suspended", "exhausted", "expired")

# operation, {role: scope}, states, bars
_ROWS: tuple[tuple[str, dict[str, Scope], tuple[str, ...], tuple[Bar, ...]], ...] = (
    ("plan.view", {ANYONE: ALL}, (), ()),
    ("monitor.view", {ANYONE: ALL}, (), ()),
    ("case.open", {"applicant": OWN}, (), ()),
    ("case.open", {"handler": TEAM, "coordinator": TEAM, "approver": TEAM}, (), _FREE),
    ("case.view", {"applicant": OWN, "auditor": ALL}, (), ()),
    ("case.view", {"handler": TEAM, "approver": TEAM, "coordinator": TEAM}, (), ()),
    ("case.view", {"committee_member": ASSIGNED, "reviewer": ASSIGNED, "adviser": ASSIGNED}, (), _FREE),
    ("case.list", {"applicant": OWN, "auditor": ALL}, (), ()),
    ("case.list", {"handler": TEAM, "approver": TEAM, "coordinator": TEAM}, (), ()),
    ("case.list", {"committee_member": ASSIGNED, "reviewer": ASSIGNED, "adviser": ASSIGNED}, (), _FREE),
    ("case.facts.view", {"applicant": OWN, "auditor": ALL}, (), ()),
    ("case.facts.view", {"handler": TEAM, "approver": TEAM, "coordinator": TEAM}, (), ()),
    ("case.facts.view", {"committee_member": ASSIGNED, "reviewer": ASSIGNED}, (), _FREE),
    ("case.move", {"applicant": OWN}, _OPEN, ()),
    ("case.move", {"handler": TEAM, "approver": TEAM, "coordinator": TEAM}, _OPEN, _FREE),
    ("case.move", {"committee_member": ASSIGNED, "reviewer": ASSIGNED, "adviser": ASSIGNED}, _OPEN, _FREE),
    ("case.note", {"applicant": OWN, "handler": TEAM, "approver": TEAM, "coordinator": TEAM}, (), ()),
    ("case.note", {"committee_member": ASSIGNED, "reviewer": ASSIGNED, "adviser": ASSIGNED}, (), _FREE),
    ("case.assign", {"handler": TEAM, "coordinator": TEAM}, _OPEN, _FREE),
    ("document.view", {"applicant": OWN}, ("shared",), ()),
    ("document.view", {"handler": TEAM, "approver": TEAM, "coordinator": TEAM, "auditor": ALL}, (), ()),
    ("document.view", {"committee_member": ASSIGNED, "reviewer": ASSIGNED, "adviser": ASSIGNED}, (), _FREE),
    ("document.download", {"applicant": OWN}, ("shared",), ()),
    ("document.download", {"handler": TEAM, "approver": TEAM, "coordinator": TEAM, "auditor": ALL}, (), ()),
    ("document.download", {"committee_member": ASSIGNED, "reviewer": ASSIGNED, "adviser": ASSIGNED}, (), _FREE),
    ("document.upload", {"applicant": OWN, "handler": TEAM, "coordinator": TEAM}, (), ()),
    ("document.upload", {"committee_member": ASSIGNED, "adviser": ASSIGNED}, (), _FREE),
    ("application.view", {"applicant": OWN}, (), ()),
    ("application.view", {"handler": TEAM, "approver": TEAM, "coordinator": TEAM, "auditor": ALL}, _SENT, ()),
    ("application.view", {"reviewer": ASSIGNED, "committee_member": ASSIGNED}, ("submitted",), _FREE),
    ("application.edit", {"applicant": OWN}, _DRAFT, ()),
    ("application.submit", {"applicant": OWN}, _DRAFT, ()),
    ("application.withdraw", {"applicant": OWN}, ("draft", "submitted"), ()),
    ("application.start", {"applicant": OWN}, (), ()),
    ("application.join", {"applicant": OWN}, (), ()),
    ("licensing.start", {"applicant": OWN}, (), ()),
    ("licensing.view", {"applicant": OWN}, (), ()),
    ("licensing.view", {"handler": TEAM, "approver": TEAM, "coordinator": TEAM, "auditor": ALL}, _TOLD, ()),
    ("licensing.edit", {"applicant": OWN}, _WRITABLE, ()),
    ("licensing.submit", {"applicant": OWN}, _WRITABLE, ()),
    ("licensing.withdraw", {"applicant": OWN}, ("draft", "submitted", "completing"), ()),
    ("review.assign", {"handler": TEAM, "coordinator": TEAM}, ("submitted",), _FREE),
    ("review.give", {"reviewer": ASSIGNED}, _OPEN, _FREE),
    ("review.end", {"handler": TEAM, "coordinator": TEAM}, (), _FREE),
    ("review.end", {"reviewer": ASSIGNED}, (), ()),
    ("review.reopen", {"handler": TEAM, "coordinator": TEAM}, ("locked",), _FREE),
    ("review.view", {"reviewer": ASSIGNED}, (), _FREE),
    ("review.view", {"handler": TEAM, "coordinator": TEAM, "approver": TEAM}, (), _FREE),
    ("review.view", {"auditor": ALL}, (), ()),
    ("consensus.record", {"handler": TEAM, "coordinator": TEAM}, ("submitted",), _FREE),
    ("committee.manage", {"coordinator": ALL}, (), ()),
    ("advice.ask", {"handler": TEAM, "coordinator": TEAM, "approver": TEAM}, _OPEN, _FREE),
    ("advice.withdraw", {"handler": TEAM, "coordinator": TEAM, "approver": TEAM}, _OPEN, _FREE),
    ("advice.declare", {"committee_member": ASSIGNED}, _OPEN, ()),
    ("advice.score", {"committee_member": ASSIGNED}, _OPEN, _FREE),
    ("advice.vote", {"committee_member": ASSIGNED}, _OPEN, _FREE),
    ("advice.note", {"committee_member": ASSIGNED}, _OPEN, _FREE),
    ("advice.give", {"committee_member": ASSIGNED}, _OPEN, _FREE),
    ("advice.view", {"committee_member": ASSIGNED}, (), _FREE),
    ("advice.view", {"handler": TEAM, "coordinator": TEAM, "approver": TEAM}, (), _FREE),
    ("advice.view", {"applicant": OWN}, ("given",), ()),
    ("advice.view", {"auditor": ALL}, (), ()),
    ("call.view", {ANYONE: ALL}, (), ()),
    ("call.manage", {"handler": ALL, "coordinator": ALL}, (), ()),
    ("ranking.view", {"handler": ALL, "coordinator": ALL, "approver": ALL}, (), _FREE),
    ("ranking.view", {"auditor": ALL}, (), ()),
    ("ranking.propose", {"handler": ALL, "coordinator": ALL}, (), _FREE),
    ("ranking.decide", {"approver": ALL}, (), _SECOND),
    ("award.record", {"approver": TEAM, "handler": TEAM}, ("submitted",), _FREE),
    ("award.end", {"approver": TEAM, "handler": TEAM}, (), _FREE),
    ("award.publish", {"handler": TEAM, "coordinator": TEAM}, (), ()),
    ("decision.approve", {"approver": TEAM}, _OPEN, _SECOND),
    ("ledger.view", {"handler": ALL, "coordinator": ALL, "approver": ALL, "auditor": ALL}, (), ()),
    ("ledger.appropriate", {"coordinator": ALL}, (), ()),
    ("ledger.commit", {"approver": ALL}, (), _SECOND),
    ("ledger.release", {"approver": ALL}, (), _FREE),
    ("ledger.pay", {"approver": ALL}, (), _SECOND),
    ("ledger.recover", {"approver": ALL}, (), _FREE),
    ("registers.view", {"applicant": OWN}, (), ()),
    ("registers.view", {"handler": ALL, "approver": ALL, "coordinator": ALL, "auditor": ALL}, (), ()),
    ("registers.edit", {"applicant": OWN}, (), ()),
    ("registers.edit", {"handler": ALL, "coordinator": ALL}, (), _FREE),
    ("person.view", {"applicant": OWN, "handler": ALL, "coordinator": ALL, "auditor": ALL}, (), ()),
    ("licence.view", {"applicant": OWN, "auditor": ALL, "customs": ALL}, (), ()),
    ("licence.view", {"handler": TEAM, "approver": TEAM, "coordinator": TEAM}, (), ()),
    ("licence.issue", {"handler": TEAM, "approver": TEAM}, (), _FREE),
    ("licence.write_off", {"applicant": OWN}, _USABLE, ()),
    ("licence.write_off", {"customs": ALL}, _USABLE, _FREE),
    ("licence.correct", {"customs": ALL, "handler": TEAM}, (), _FREE),
    ("licence.report", {"applicant": OWN}, (), ()),
    ("licence.ask_change", {"applicant": OWN}, _LASTING, ()),
    ("embargo.manage", {"approver": ALL, "coordinator": ALL}, (), ()),
    ("export.handle", {"handler": TEAM}, _OPEN, _FREE),
    ("export.advise", {"handler": TEAM, "adviser": ALL}, (), _FREE),
    ("export.register", {"handler": ALL, "coordinator": ALL}, (), ()),
    ("export.register.view", {"handler": ALL, "approver": ALL, "coordinator": ALL, "auditor": ALL}, (), ()),
    ("audit.view", {"auditor": ALL, "coordinator": ALL}, (), ()),
    ("audit.verify", {"auditor": ALL, "coordinator": ALL}, (), ()),
    ("attest.view", {"handler": ALL, "coordinator": ALL, "approver": ALL, "auditor": ALL}, (), ()),
    ("attest.give", {"handler": ALL, "coordinator": ALL}, (), _FREE),
    ("attest.approve", {"approver": ALL, "coordinator": ALL}, (), _SECOND),
    ("goods.view", {"handler": TEAM, "approver": TEAM, "coordinator": TEAM, "auditor": ALL}, (), ()),
    ("goods.classify", {"handler": TEAM, "coordinator": TEAM}, (), _FREE),
    ("lab.use", {"analyst": ALL, "handler": ALL, "coordinator": ALL, "approver": ALL, "auditor": ALL}, (), ()),
    ("screening.view", {"screener": ALL, "coordinator": ALL, "auditor": ALL, "handler": TEAM, "approver": TEAM}, (), ()),
    ("screening.run", {"screener": ALL, "coordinator": ALL, "handler": TEAM}, (), ()),
    ("screening.rescreen", {"screener": ALL, "coordinator": ALL}, (), ()),
    ("screening.decide", {"screener": ALL}, _OPEN, _FREE),
    ("screening.confirm", {"screener": ALL, "coordinator": ALL}, ("proposed",), _SECOND),
    ("screening.resolve", {"screener": ALL, "coordinator": ALL}, ("escalated",), _SECOND),
    ("screening.reopen", {"screener": ALL, "coordinator": ALL}, _SETTLED, _FREE),
    ("lists.view", {"screener": ALL, "coordinator": ALL, "auditor": ALL, "handler": ALL, "approver": ALL}, (), ()),
    ("lists.import", {"screener": ALL, "coordinator": ALL}, (), ()),
    ("screening.match", {"screener": ALL, "coordinator": ALL, "handler": ALL, "approver": ALL}, (), ()),
    ("token.issue", {"screener": OWN, "coordinator": OWN, "handler": OWN, "approver": OWN, "auditor": OWN}, (), ()),
    ("token.view", {"screener": OWN, "coordinator": ALL, "handler": OWN, "approver": OWN, "auditor": ALL}, (), ()),
    ("token.revoke", {"screener": OWN, "coordinator": ALL, "handler": OWN, "approver": OWN, "auditor": OWN}, (), ()),
    ("user.view", {"applicant": OWN, "coordinator": ALL, "auditor": ALL}, (), ()),
    ("user.manage", {"coordinator": ALL}, (), (Bar.ONESELF,)),
)

RULES: tuple[Rule, ...] = tuple(
    Rule(operation, role, scope, states, bars) for operation, reach, states, bars in _ROWS for role, scope in reach.items()
)
OPERATIONS: tuple[str, ...] = tuple(dict.fromkeys(rule.operation for rule in RULES))
