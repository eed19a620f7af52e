"""Recording what goods are."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from bolwerk.domains.export_control.app.classification import selectors
from bolwerk.domains.export_control.app.classification.models import Classification, Outcome
from bolwerk.engines.goods import ListName, read_cn, read_code
from bolwerk.kernel import Conflict, InvalidInput, NotFound, Text, local_day
from bolwerk.office.identity import policies

if TYPE_CHECKING:
    from bolwerk.office.cases.models import Case
    from bolwerk.office.identity.models import User

LONGEST_DESCRIPTION, LONGEST_REASON, HIGHEST_LINE = 500, 1000, 999


@transaction.atomic
def classify(
    description: str,
    outcome: Outcome,
    *,
    code: str = "",
    cn: str = "",
    reason: str,
    case: Case | None = None,
    line: int | None = None,
    supersedes: int | None = None,
    actor: User,
    key: str,
    at: datetime | None = None,
) -> Classification:
    """Record a decision. The same `key` with the same words gives the decision there is; with other words it is a Conflict.

    A line of a case that was decided before is only decided anew by naming that decision. Raises `InvalidInput`, `NotAllowed`,
    `NotFound`, `Conflict`.
    """
    policies.require(actor, "goods.classify", case)
    now = at or timezone.now()
    said: dict[str, object] = {
        "description": _filled(description, "description", LONGEST_DESCRIPTION),
        "outcome": Outcome(outcome).value,
        "code": _code(outcome, code),
        "cn": read_cn(cn, "cn").digits if cn.strip() else "",
        "reason": _filled(reason, "reason", LONGEST_REASON),
        "case_id": case.pk if case else None,
        "line": _line(line, case),
        "supersedes_id": supersedes,
        "decided_by_id": actor.pk,
    }
    if found := Classification.objects.filter(key=key).first():
        if any(getattr(found, name) != value for name, value in said.items()):
            raise _other_words()
        return found
    _free(said, case, actor)
    versions = {name.value: selectors.version_on(name, local_day(now)).version for name in ListName}
    return Classification.objects.create(key=key, decided_at=now, versions=versions, **said)


def _code(outcome: Outcome, code: str) -> str:
    if outcome == Outcome.NOT_LISTED:
        if code.strip():
            raise InvalidInput(
                Text(
                    "Er staat een code bij goederen die op geen lijst staan.",
                    "There is a code beside goods that are on no list.",
                ),
                where="code",
                mend=Text("Laat de code leeg, of kies 'op een lijst'.", "Leave the code empty, or choose 'on a list'."),
            )
        return ""
    return str(read_code(code, "code"))


def _filled(raw: str, where: str, longest: int) -> str:
    text = " ".join(raw.split())
    if not text:
        raise InvalidInput(
            Text("Dit is leeg.", "This is empty."),
            where=where,
            mend=Text("Vul het in: een lezer moet het begrijpen.", "Fill it in: a reader must understand it."),
        )
    if len(text) > longest:
        raise InvalidInput(
            Text(f"Dit telt {len(text)} tekens.", f"This has {len(text)} characters."),
            where=where,
            mend=Text(f"Kort het in tot {longest}.", f"Shorten it to {longest}."),
        )
    return text


def _line(line: int | None, case: Case | None) -> int | None:
    if line is None:
        return None
    if case is None or not 1 <= line <= HIGHEST_LINE:
        raise InvalidInput(
            Text(
                "Een regel hoort bij een dossier en heeft een nummer vanaf 1.",
                "A line belongs to a case and has a number from 1.",
            ),
            where="line",
            mend=Text("Geef het dossier en het nummer van de regel.", "Give the case and the number of the line."),
        )
    return line


def _free(said: dict[str, object], case: Case | None, actor: User) -> None:
    """Nothing is decided twice side by side: the line is free, or the decision on it is the one that is named."""
    named = said["supersedes_id"]
    if named is not None:
        earlier = Classification.objects.select_for_update().filter(pk=str(named)).first()
        if earlier is None or (earlier.case_id, earlier.line) != (said["case_id"], said["line"]):
            raise NotFound(
                Text(
                    "De beslissing die u wilt vervangen, gaat niet over deze regel.",
                    "The decision that you would replace is not about this line.",
                ),
                where="supersedes",
                mend=Text("Kies de beslissing uit de lijst.", "Choose the decision from the list."),
            )
        if Classification.objects.filter(supersedes=earlier).exists():
            raise _came_first()
    elif case is not None and said["line"] is not None:
        list(type(case).objects.select_for_update().filter(pk=case.pk))
        if selectors.of_line(case, int(str(said["line"]))):
            raise _came_first()


def _other_words() -> Conflict:
    return Conflict(
        Text("Deze beslissing is al met andere woorden bewaard.", "This decision was kept before with other words."),
        where="key",
        mend=Text("Open het formulier opnieuw.", "Open the form again."),
    )


def _came_first() -> Conflict:
    return Conflict(
        Text("Over deze regel is al beslist.", "This line was decided already."),
        where="line",
        mend=Text(
            "Lees die beslissing. Moet het anders, vervang ze dan.", "Read that decision. If it must be otherwise, replace it."
        ),
    )
