"""The procedures of an application, from its receipt to the decision that is sent, and of the advice asked on the way."""

from bolwerk.domains.export_control.law.procedures.consultation import CONSULTATION
from bolwerk.domains.export_control.law.procedures.grants import AUTHORISATION, CERTIFICATE, LICENCE
from bolwerk.domains.export_control.law.procedures.opinions import ADVICE, CONFIRMATION
from bolwerk.domains.export_control.law.procedures.settings import SETTINGS
from bolwerk.kernel import Text

__all__ = [
    "ADVICE",
    "AUTHORISATION",
    "CERTIFICATE",
    "CONFIRMATION",
    "CONSULTATION",
    "GUARDS",
    "LICENCE",
    "PROCEDURES",
    "SETTINGS",
]

PROCEDURES = (LICENCE, AUTHORISATION, CERTIFICATE, ADVICE, CONFIRMATION, CONSULTATION)

GUARDS: dict[str, Text] = {
    "application_complete": Text("Is de aanvraag volledig?", "Is the application complete?"),
    "completion_term_over": Text("Is de termijn voor de aanvulling voorbij?", "Is the term for the completion over?"),
    "independent": Text("Beslist iemand die het dossier niet behandelde?", "Does somebody decide who did not handle the case?"),
    "ready_to_grant": Text(
        "Zijn screening, toetsing, weigeringen van anderen en adviezen rond, zonder reden om te weigeren?",
        "Are screening, assessment, denials of others and advice done, without a reason to refuse?",
    ),
    "may_grant": Text(
        "Is alles rond, en beslist iemand die het dossier niet behandelde?",
        "Is all done, and does somebody decide who did not handle the case?",
    ),
    "may_issue": Text(
        "Is de screening van elke partij beslist en actueel?", "Is the screening of every party decided and current?"
    ),
    "ready_to_refuse": Text("Staat de grond voor de weigering vast?", "Is the ground for the refusal established?"),
    "may_refuse": Text(
        "Staat de grond vast, en beslist iemand die het dossier niet behandelde?",
        "Is the ground established, and does somebody decide who did not handle the case?",
    ),
    "ready_to_answer": Text("Zijn alle gevraagde adviezen binnen?", "Has all advice that was asked come in?"),
    "may_advise": Text(
        "Is het advies aan deze persoon gevraagd, zonder belang?", "Was this person asked, without an interest?"
    ),
    "hearing_term_over": Text("Is de termijn om gehoord te worden voorbij?", "Is the term to be heard over?"),
    "appeal_term_over": Text("Is de beroepstermijn voorbij?", "Is the appeal term over?"),
    "answer_term_over": Text("Is de adviestermijn voorbij?", "Is the advice term over?"),
}
"""Checks that the case file supplies, by name, with the question each answers."""
