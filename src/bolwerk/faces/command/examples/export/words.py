"""What exporters, officials and advisers write in the example of licences: plain sentences. All fictional."""

from __future__ import annotations

PROGRAMME = {
    "resources": "Twee mensen, samen driekwart van een voltijdse baan, met een register van zendingen (voorbeeld).",
    "responsibility": "De exportverantwoordelijke beslist; de directeur vervangt haar (voorbeeld).",
    "audits": "Elk jaar kijkt iemand van buiten de dienst tien zendingen na (voorbeeld).",
    "training": "Nieuwe mensen volgen een dag opleiding, wie exporteert elk jaar een halve dag (voorbeeld).",
    "security": "Het magazijn is gesloten, tekeningen staan versleuteld (voorbeeld).",
    "traceability": "Elke zending heeft een nummer van bestelling tot ontvangstbewijs (voorbeeld).",
    "manager": "Robin Voorbeeld (voorbeeld)",
    "manager_function": "directeur",
    "manager_contact": "robin@voorbeeld.example",
}
EVIDENCE = "Tien jaar ervaring, zelf producent, met eigen eindcontrole (voorbeeld)."
QUESTION = {
    "plan": "Wij willen volgend jaar een bod doen aan deze klant (voorbeeld).",
    "doubt": "Zou een vergunning mogelijk zijn, en onder welke voorwaarden? (voorbeeld)",
}
CONFIRM = {
    "properties": "Een gewoon handelsproduct, zonder kenmerken voor militair gebruik (voorbeeld).",
    "civil_use": "Laboratoria en aannemers gebruiken het om toestellen te vervoeren (voorbeeld).",
}
MISSING = (
    "De technische fiche van de tweede lijn ontbreekt.",
    "De bestelling van de koper zit er niet bij.",
    "Het adres van de eindgebruiker klopt niet met de verklaring.",
)
INFORMATION = ("Hoe worden de goederen onderweg bewaakt?", "Wie herstelt de toestellen na de levering?")
QUESTIONS = (
    "Kent u deze eindgebruiker en zijn eerdere aankopen?",
    "Ziet u een risico dat de goederen worden omgeleid?",
    "Klopt de technische omschrijving met de code?",
)
ADVICE = {
    "positive": "Geen bezwaar: de eindgebruiker is bekend en de hoeveelheid past bij het doel.",
    "conditional": "Gunstig, als de levering in twee delen gebeurt en elk deel gemeld wordt.",
    "negative": "Ongunstig: dezelfde koper leverde eerder door aan een land dat hij niet noemde.",
}
FALSE_HIT = "Alleen een deel van de naam lijkt: ander land, ander adres, andere activiteit."
TRUE_HIT = "Naam, land en plaats komen overeen met de vermelding; niets spreekt het tegen."
DOUBT = "De naam lijkt sterk, maar land of adres ontbreekt op de lijst: iemand anders moet kijken."
SCREENED = "partij van de lijst"
CLEAR = "Nagekeken: niets wijst hierop."
AGAINST = "Er is een duidelijk risico, volgens de bronnen bij dit land."
SOURCE = "Voorbeeldbron: verslag van een fictieve waarnemer, 2025."
GRANT = "Alles is in orde; de partijen zijn gescreend en de toetsing is rond."
PART = "Een deel: de rest gaat verder dan wat de eindgebruiker nodig heeft."
REFUSE = "De toetsing wijst op een risico dat we niet kunnen wegnemen."
LISTED = "Een partij staat op een lijst."
HEARING = (
    "De aanvrager zegt dat de koper alleen voor eigen gebruik koopt. Hij brengt geen nieuwe stukken bij.",
    "De aanvrager wijst op zijn naleving, maar kan het eindgebruik niet aantonen.",
)
REFUSAL = "Na het horen blijft de grond bestaan; de vergunning wordt geweigerd."
APPEAL = "De aanvrager tekende beroep aan: de grond zou te ruim zijn."
UPHELD = "Het beroep brengt niets aan dat de beslissing verandert."
CLOSED = "De gevraagde stukken kwamen niet: er is niets om te beoordelen."
WITHDRAWN = (
    "De klant bestelde bij iemand anders.",
    "Wij dienen later een nieuwe aanvraag in, voor minder.",
    "Het contract ging niet door.",
)
CONDITIONS = ("Meld elke levering binnen acht dagen.", "Geen verkoop aan anderen zonder nieuwe toestemming.")
VALIDITY = "keuze van de beslisser (voorbeeld)"
OPINIONS = {
    "advice": "Met wat u vertelt is een vergunning mogelijk, als het eindgebruik aangetoond wordt (voorbeeld).",
    "confirmation": "Dit product is niet bedoeld voor militair gebruik; een vergunning is niet nodig (voorbeeld).",
}
SUSPENDED = "Er zijn ernstige aanwijzingen dat goederen elders terechtkwamen."
REVOKED = "De houder schond de voorwaarden: een deel ging naar een andere koper."
HEARD = "De houder zegt dat zijn vervoerder een fout maakte; hij kan het niet aantonen."
RETURNED = "Het contract is gestopt; wij hebben de vergunning niet meer nodig."
EMBARGO = "Gevechten aan de grens: de regering verbiedt de levering van deze goederen (voorbeeld)."
