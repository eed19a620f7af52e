"""Small books for the tests, written to a folder and loaded."""

from __future__ import annotations

from pathlib import Path

from bolwerk.engines import rules

LAW = Path(__file__).parent / "law"


def head(rule: str, **keys: str) -> str:
    rest = "".join(f"{key} = {value}\n" for key, value in keys.items())
    return f'+++\nid = "{rule}"\nquestion = {{ nl = "V {rule}?", en = "Q {rule}?" }}\n{rest}+++\n'


def fact(name: str, kind: str = "declared", type: str = "bool", more: str = "") -> str:
    return f'[fact."{name}"]\ntype = "{type}"\nkind = "{kind}"\nquestion = {{ nl = "V {name}?", en = "Q {name}?" }}\n{more}\n'


def write(folder: Path, facts: str, **files: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "facts.toml").write_text(facts, "utf-8")
    for name, text in files.items():
        (folder / f"{name}.md").write_text(text, "utf-8")
    return folder


def book(folder: Path, facts: str, **files: str) -> rules.Book:
    return rules.load(write(folder, facts, **files))
