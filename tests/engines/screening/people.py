"""Made-up entries for the tests of the name engine; none of these persons, organisations or ships exists."""

from __future__ import annotations

import random

from bolwerk.engines.screening import Entity

GIVEN = [
    "Anselm", "Berta", "Casimir", "Dorothea", "Emeric", "Fadila", "Gideon", "Hasan", "Irena", "Jovan", "Karima",
    "Ludovic", "Muhammad", "Nadezhda", "Omar", "Petra", "Quirin", "Rashid", "Salih", "Tamara", "Ulrike",
    "Vladimir", "Wim", "Xenia", "Yusuf", "Zaynab", "Jon", "Mohammed", "Yousef",
]  # fmt: skip
FAMILY = [
    "Averbode", "Brecknell", "Castellanos", "Dragunov", "Esterhazy", "Fonteyne", "Galitsin", "Haddad", "Ivanov",
    "Jaspers", "Krasnov", "Lindqvist", "al-Masri", "Novak", "Okonkwo", "Petrov", "Quintero", "Rostov", "Sokolov",
    "Tikhonov", "Ustinov", "Verhaegen", "Wolanski", "Abd-al-Rahman", "Li", "Smith", "Smyth", "Sokolova",
]  # fmt: skip
WORDS = [
    "Amber", "Borealis", "Cobalt", "Delta", "Equinox", "Falcon", "Granite", "Harbour", "Indigo", "Jade",
    "Kestrel", "Lumen", "Meridian", "Northern", "Orion",
]  # fmt: skip
KINDS = ["Trading", "Shipping", "Technologies", "Institute", "University", "Engineering", "Holding", "Bank"]
FORMS = ["Ltd", "LLC", "GmbH", "NV", "JSC", "", ""]


def person(identity: str, *names: str, **properties: str) -> Entity:
    return Entity(identity, "Person", {"name": names, **{k: (v,) for k, v in properties.items()}}, "made-up")


def company(identity: str, *names: str, **properties: str) -> Entity:
    return Entity(identity, "Company", {"name": names, **{k: (v,) for k, v in properties.items()}}, "made-up")


def vessel(identity: str, *names: str, **properties: str) -> Entity:
    return Entity(identity, "Vessel", {"name": names, **{k: (v,) for k, v in properties.items()}}, "made-up")


def _typo(word: str, chance: random.Random) -> str:
    if len(word) < 4 or chance.random() < 0.6:
        return word
    at = chance.randrange(1, len(word) - 1)
    return chance.choice(
        [
            word[:at] + word[at + 1 :],
            word[:at] + chance.choice("aeionrst") + word[at:],
            word[:at] + chance.choice("aeionrst") + word[at + 1 :],
            word[: at - 1] + word[at] + word[at - 1] + word[at + 1 :],
        ]
    )


def _someone(chance: random.Random) -> str:
    given = [_typo(chance.choice(GIVEN), chance) for _ in range(chance.choice([1, 1, 2]))]
    if chance.random() < 0.15:
        given[0] = given[0][0] + "."
    family = _typo(chance.choice(FAMILY), chance)
    if chance.random() < 0.1:
        family = family + chance.choice(FAMILY).lower()
    return f"{family}, {' '.join(given)}" if chance.random() < 0.3 else f"{' '.join(given)} {family}"


def crowd(count: int, seed: int, prefix: str) -> list[Entity]:
    """Persons, companies and ships out of a small stock of words with mistakes, so that many nearly share a name."""
    chance = random.Random(seed)
    found: list[Entity] = []
    for n in range(count):
        kind = chance.choice(["Person", "Person", "Person", "Company", "Organization", "LegalEntity", "Vessel"])
        if kind == "Person":
            names = tuple(_someone(chance) for _ in range(chance.choice([1, 1, 2])))
        elif kind == "Vessel":
            names = (f"{chance.choice(WORDS)} {chance.choice(['Star', 'Spirit', 'II', '3', '7'])}",)
        else:
            names = (f"{_typo(chance.choice(WORDS), chance)} {chance.choice(KINDS)} {chance.choice(FORMS)}".strip(),)
        properties: dict[str, tuple[str, ...]] = {"name": names}
        if kind == "Person" and chance.random() < 0.4:
            properties["birthDate"] = (f"19{chance.randrange(50, 60)}-0{chance.randrange(1, 9)}-1{chance.randrange(10)}",)
        if chance.random() < 0.3:
            properties["country"] = (chance.choice(["be", "ru", "ae"]),)
        if kind == "Vessel" and chance.random() < 0.5:
            properties["imoNumber"] = (f"90000{chance.randrange(10, 30)}",)
        found.append(Entity(f"{prefix}{n}", kind, properties, "made-up"))
    return found
