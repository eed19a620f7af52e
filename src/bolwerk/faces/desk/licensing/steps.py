"""What an applicant reads of a case on a licence: plain words for its steps, and only what was told to them."""

from __future__ import annotations

from bolwerk.kernel import Text

_PREPARED = Text("Wij bereiden de beslissing voor.", "We are preparing the decision.")

STATUS: dict[str, Text] = {
    "received": Text("Wij kijken na of uw aanvraag volledig is.", "We check whether your application is complete."),
    "assessing": Text("De dienst beoordeelt uw aanvraag.", "The service is assessing your application."),
    "deciding_grant": _PREPARED,
    "issuing": _PREPARED,
    "intending": _PREPARED,
    "heard": _PREPARED,
    "refusal_to_send": _PREPARED,
    "hearing": Text(
        "De dienst is van plan te weigeren. U mag eerst uw mening geven.",
        "The service intends to refuse. You may give your view first.",
    ),
    "held": Text("Uw machtiging is in gebruik.", "Your authorisation is in use."),
    "closing": _PREPARED,
    "deciding_review": _PREPARED,
    "deciding_opinion": _PREPARED,
    "opinion_to_send": _PREPARED,
    "appealed": Text("Uw beroep wordt behandeld.", "Your appeal is being handled."),
    "planned": Text("Wij plannen een audit bij u.", "We are planning an audit at your company."),
    "announced": Text("Wij komen bij u langs voor een audit.", "We will visit you for an audit."),
    "visited": Text("Wij schrijven op wat we bij u zagen.", "We are writing down what we saw at your company."),
    "replied": Text("Wij bekijken uw antwoord.", "We are looking at your reply."),
    "guiding": Text("Wij begeleiden u.", "We are guiding you."),
    "drawn_up": _PREPARED,
}
TO_DO: dict[str, Text] = {"hearing": Text("Geef uw mening, of zie ervan af.", "Give your view, or waive it.")}
EVENTS: dict[str, Text] = {
    "found_complete": Text("Uw aanvraag is volledig", "Your application is complete"),
    "closure_decided": Text("Afgesloten zonder beoordeling", "Closed without assessment"),
    "refusal_intended": Text("Voornemen om te weigeren: u mag uw mening geven", "Intention to refuse: you may give your view"),
    "hearing_held": Text("U gaf uw mening", "You gave your view"),
    "hearing_waived": Text("U zag af van het horen", "You waived the hearing"),
    "licence_issued": Text("Vergunning afgegeven", "Licence issued"),
    "authorisation_issued": Text("Machtiging afgegeven", "Authorisation issued"),
    "certificate_issued": Text("Certificaat afgegeven", "Certificate issued"),
}
REASONS_SHOWN = frozenset({"refusal_intended", "hearing_held", "closure_decided"})
TONES = {
    "refusal_intended": "attention",
    "licence_issued": "good",
    "authorisation_issued": "good",
    "certificate_issued": "good",
}
TERMS = frozenset({"hearing", "appeal"})
