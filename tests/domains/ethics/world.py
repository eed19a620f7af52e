"""The world of the calls with an ESAC in it: seven members with six fields of expertise, and cases referred to them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from bolwerk.domains.ethics import live
from bolwerk.office.advice import services
from bolwerk.office.advice.models import Advice, AdviceRequest, Committee, Seat
from bolwerk.office.advice.tally import Choice
from bolwerk.office.cases.models import Case
from bolwerk.office.identity.models import User
from tests.domains.investment.world import World

EXPERTISE = (
    ("ethics",),
    ("security",),
    ("european_integration",),
    ("foreign_policy",),
    ("arms_export",),
    ("economic_innovation_policy",),
    ("ethics", "security"),
)
ASPECTS = ("ethics", "security", "european_integration", "foreign_policy", "arms_export", "economic_innovation_policy")
SEATED = date(2025, 1, 6)


@dataclass
class EsacWorld(World):
    """`member1` chairs and knows ethics, as does `member7`; for each of the other fields there is one member alone."""

    seats: dict[str, Seat] = field(default_factory=dict)

    def __post_init__(self) -> None:
        super().__post_init__()
        self.esac: Committee = live.install(self.people["coordinator"])
        for n, expertise in enumerate(EXPERTISE, start=1):
            self.seats[f"member{n}"] = services.appoint(
                self.esac,
                self.people[f"member{n}"],
                expertise=expertise,
                starts_on=SEATED,
                chair=n == 1,
                actor=self.people["coordinator"],
                reason="Besluit van de Vlaamse Regering (voorbeeld).",
            )

    @property
    def members(self) -> list[User]:
        return [self.people[f"member{n}"] for n in range(1, 8)]

    def referred(self) -> tuple[Case, Case]:
        """A subsidy case that waits for the ESAC, and the ESAC's case about it."""
        origin = self.submitted()
        self.act(origin, "declared_admissible", "handler")
        self.judge(origin, "project.mainly_military", True)
        origin = self.act(origin, "esac_advice_requested", "handler", reason="Hoofdzakelijk militair, nog niet getoetst.")
        found = live.referred(origin)
        assert found is not None
        return origin, found.case

    def invited(self) -> tuple[Case, Case, AdviceRequest]:
        origin, case = self.referred()
        self.act(case, "members_invited", "handler")
        return origin, case, AdviceRequest.objects.get(case=case)

    def declare(self, request: AdviceRequest, *interested: str) -> None:
        """Every member declares; those named have an interest."""
        for name in self.seats:
            has = name in interested
            services.declare_interest(
                request.pk,
                actor=self.people[name],
                interest=has,
                explanation="Adviseerde dit bedrijf." if has else "",
                at=self.tick(),
            )

    def score(self, request: AdviceRequest, *names: str, grade: int = 1) -> None:
        for name in names or tuple(self.seats):
            for aspect in ASPECTS:
                services.score_aspect(
                    request.pk, aspect, grade, motivation=f"Zie {aspect}.", actor=self.people[name], at=self.tick()
                )

    def vote(self, request: AdviceRequest, choice: Choice, *names: str, conditions: str = "") -> None:
        for name in names or tuple(self.seats):
            services.cast_vote(
                request.pk, choice, motivation="Afgewogen.", conditions=conditions, actor=self.people[name], at=self.tick()
            )

    def scoring(self, *interested: str) -> tuple[Case, Case, AdviceRequest]:
        """Declared and confirmed: the members score."""
        origin, case, request = self.invited()
        self.declare(request, *interested)
        self.act(case, "composition_confirmed", "handler")
        return origin, case, request

    def voting(self, *interested: str) -> tuple[Case, Case, AdviceRequest]:
        """All aspects scored: the members vote."""
        origin, case, request = self.scoring(*interested)
        able = [name for name in self.seats if name not in interested]
        self.score(request, *able)
        self.act(case, "scoring_closed", "handler")
        return origin, case, request

    def advise(self, request: AdviceRequest, by: str = "member1", text: str = "Afgewogen op zes aspecten.") -> Advice:
        request.refresh_from_db()
        return services.give_advice(
            request.pk,
            text=text,
            actor=self.people[by],
            key=f"advice:{request.pk}",
            version=request.version,
            at=self.tick(),
        )
