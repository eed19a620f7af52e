"""What goes over the line, in the shapes of the yente interface: requests and answers."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from ninja import Field, Schema


class Detail(Schema):
    """An answer that is no result: what is wrong and how to mend it; a list, by place, when the form of a request is wrong."""

    detail: str | list[dict[str, Any]]


class Status(Schema):
    status: str = "ok"


class Example(Schema):
    """An entity to look for: texts by property."""

    id: str | None = None
    schema_: str = Field(..., alias="schema")
    properties: dict[str, Any]


class MatchQuestion(Schema):
    queries: dict[str, Example | None]
    weights: dict[str, float] = {}
    config: dict[str, Any] = {}


class Aligned(Schema):
    """One line of the two names beside each other; empty where a side has nothing."""

    query: str
    entry: str
    pairing: str
    weight: float


class Explanation(Schema):
    score: float
    detail: str | None = None
    query: str | None = None
    candidate: str | None = None
    alignment: list[Aligned] | None = None


class EntityShown(Schema):
    id: str
    caption: str
    schema_: str = Field(..., alias="schema")
    properties: dict[str, list[str]]
    datasets: list[str]
    referents: list[str]
    target: bool
    first_seen: datetime | None = None
    last_seen: datetime | None = None
    last_change: datetime | None = None


class Scored(EntityShown):
    score: float
    features: dict[str, float]
    explanations: dict[str, Explanation]
    match: bool


class Total(Schema):
    value: int
    relation: Literal["eq", "gte"] = "eq"


class ExampleShown(Schema):
    id: str | None = None
    schema_: str = Field(..., alias="schema")
    properties: dict[str, list[str]]


class Matches(Schema):
    status: int = 200
    results: list[Scored]
    total: Total
    query: ExampleShown


class MatchAnswer(Schema):
    responses: dict[str, Matches]
    limit: int


class SearchAnswer(Schema):
    limit: int
    offset: int
    total: Total
    results: list[EntityShown]
    facets: dict[str, Any]


class FeatureDoc(Schema):
    description: str
    coefficient: float
    url: str


class Algorithm(Schema):
    name: str
    description: str
    features: dict[str, FeatureDoc]


class Algorithms(Schema):
    algorithms: list[Algorithm]
    default: str
    best: str


class Dataset(Schema):
    name: str
    title: str
    load: bool
    version: str
    entity_count: int
    last_export: str | None
    updated_at: datetime
    index_version: str | None
    index_current: bool
    children: list[str]
    digest: str


class Catalog(Schema):
    datasets: list[Dataset]
    current: list[str]
    outdated: list[str]
    index_stale: bool


class Decided(Schema):
    number: int
    at: datetime
    kind: str
    stage: str
    expires_on: str | None
    alert: str
    subject: str
    dataset: str
    entity: str
    subject_digest: str
    entry_digest: str
    score: float


class Decisions(Schema):
    results: list[Decided]
    next: int | None


class Receipt(Schema):
    run: int
    digest: str
    receipt: dict[str, Any]
