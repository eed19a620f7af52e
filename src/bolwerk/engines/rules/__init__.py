"""Rules as code: dated, cited determinations in Markdown, compiled once to cubes. Pure."""

from bolwerk.engines.rules._answer import Answer, Because, Otherwise, Question
from bolwerk.engines.rules._book import Book, load
from bolwerk.engines.rules._check import Finding
from bolwerk.engines.rules._facts import Fact, FactKind, FactType, Value
from bolwerk.engines.rules._model import Aggregate, DatedValue, Hit, Outcome, Row, Rule

__all__ = [
    "Aggregate",
    "Answer",
    "Because",
    "Book",
    "DatedValue",
    "Fact",
    "FactKind",
    "FactType",
    "Finding",
    "Hit",
    "Otherwise",
    "Outcome",
    "Question",
    "Row",
    "Rule",
    "Value",
    "load",
]
