"""What officials, reviewers and members write in the example: plain sentences to choose from. All fictional."""

from __future__ import annotations

HIGH = {
    "goal": "Het doel is scherp en meetbaar, en nieuw voor dit bedrijf.",
    "approach": "Het werkplan is logisch opgebouwd en past bij het budget.",
    "expertise": "De ploeg heeft dit soort systemen eerder gebouwd.",
    "risk": "De grote risico's zijn genoemd en elk heeft een terugvalplan.",
    "defence_need": "De nood is concreet en de eindgebruiker is betrokken bij de proef.",
    "economic_value": "De jobs en de productie blijven in Vlaanderen; de raming is onderbouwd.",
    "path_to_use": "Er is een eerste klant en een haalbaar pad naar levering.",
    "additionality": "Zonder steun zou dit pas jaren later gebeuren.",
}
LOW = {
    "goal": "Het doel is vaag: een meetbaar resultaat ontbreekt.",
    "approach": "De werkpakketten overlappen en de proef is te licht uitgewerkt.",
    "expertise": "De kennis van gevoelige systemen ontbreekt nog in de ploeg.",
    "risk": "De afhankelijkheid van één leverancier is niet besproken.",
    "defence_need": "De band met een nood van Defensie is dun.",
    "economic_value": "De cijfers over omzet steunen op een losse schatting.",
    "path_to_use": "Er is nog geen gebruiker die wil testen.",
    "additionality": "Het bedrijf lijkt dit ook zonder steun te doen.",
}
CRITICAL = {
    "goal": "Het project vraagt wat al te koop is.",
    "approach": "Met dit werkplan kan het doel niet gehaald worden.",
    "expertise": "Niemand in de ploeg kan dit dragen.",
    "risk": "Het grootste risico, de vergunning om te testen, is niet herkend.",
    "defence_need": "Er is geen nood van Defensie die dit oplost.",
    "economic_value": "De productie zou volledig buiten Europa liggen.",
    "path_to_use": "Er is geen enkel pad naar gebruik.",
    "additionality": "De steun verandert niets aan wat gebeurt.",
}
CIVIL = (
    "Het resultaat dient in de eerste plaats civiele klanten; het militaire gebruik is afgeleid.",
    "Dubbel gebruik: de haven en de brandweer zijn de eerste gebruikers.",
    "De toepassing is medisch of logistiek en verschilt niet van die in een ziekenhuis of magazijn.",
    "De aanvrager levert vooral aan de civiele markt; het project bouwt daarop voort.",
)
MILITARY = (
    "Het resultaat is ontworpen voor militair gebruik en heeft geen civiele klant.",
    "De eisen komen van de strijdkrachten en het resultaat staat op de lijst van militaire goederen.",
)
ASPECTS = {
    "ethics": ("Het gebruik is beschermend; een mens beslist.", "Het gebruik kan verder gaan dan bescherming."),
    "security": ("Het vult een tekort in dat de bondgenoten kennen.", "De bijdrage aan de veiligheid is klein."),
    "european_integration": ("Het sluit aan bij Europese normen en partners.", "Er is geen Europese partner."),
    "foreign_policy": ("Het past bij de internationale afspraken.", "De eerste markt ligt in een gespannen regio."),
    "arms_export": ("Uitvoer blijft binnen Europa en is vergund.", "De uitvoer buiten de EU is moeilijk op te volgen."),
    "economic_innovation_policy": ("Het houdt kennis en jobs hier.", "De kennis vloeit grotendeels weg."),
}
CONDITIONS = "Geen uitvoer buiten de EU en de NAVO zonder nieuw advies, en een mens beslist altijd over het gebruik."
MISSING = (
    "De jaarrekening van het laatste afgesloten jaar ontbreekt, en de rol van de partner is niet beschreven.",
    "Het werkplan noemt geen einddatum en de offerte van de onderaannemer ontbreekt.",
    "De verklaring over eerdere steun is niet ondertekend.",
)
