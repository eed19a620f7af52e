"""The command as its user meets it: answers, errors that help, exit status."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from bolwerk.domains import DOMAINS, book

ROOT = Path(__file__).parents[3]
DOSSIERS = sorted((ROOT / "examples" / "dossiers").glob("*.toml"))
SOURCE = ROOT.parent / "shared" / "plan" / "vlaams-defensieplan.txt"


def bolwerk(*words: object, **env: str) -> subprocess.CompletedProcess[str]:
    import os

    command = [sys.executable, "-c", "from bolwerk.faces.command import main; main()", *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, env={**os.environ, **env}, cwd=ROOT, check=False)


@pytest.mark.parametrize("dossier", DOSSIERS, ids=lambda p: p.stem)
def test_every_example_dossier_is_answered(dossier: Path) -> None:
    done = bolwerk("check", dossier, "--json")
    assert done.returncode == 0, done.stderr
    answers = {a["rule"]: a for a in json.loads(done.stdout)["answers"]}
    assert {"aid.rate", "esac.triage"} <= set(answers)
    for answer in answers.values():
        assert answer["state"] in {"value", "unknown", "judgement", "out_of_law"}
        # What collects and finds nothing has no row to point at, nor has a sum that says it does not concern the dossier.
        value = tuple(answer["value"]) if isinstance(answer["value"], list) else answer["value"]
        said = answer["state"] == "value" and book().rules[answer["rule"]].concerns(value)
        assert answer["why"] or not said, f"{answer['rule']} gives no reason"


def test_the_small_firm_with_a_partner_gets_the_sixty_percent_of_the_plan() -> None:
    done = bolwerk("check", ROOT / "examples" / "dossiers" / "02-small-with-partner.toml", "--json")
    assert {a["rule"]: a["value"] for a in json.loads(done.stdout)["answers"]}["aid.rate"] == 60


def test_people_get_words_in_their_language() -> None:
    dossier = DOSSIERS[0]
    assert "Hoeveel procent van de kosten kan de steun zijn?" in bolwerk("check", dossier).stdout
    assert "What percentage of the costs can the aid be?" in bolwerk("--lang", "en", "check", dossier).stdout


@pytest.mark.parametrize(
    ("content", "where", "what"),
    [
        ("title = x\n", ":1:9", "TOML"),
        ('title = "x"\n[facts]\n"a" = 1\n', "", "datum"),
        ('title = "x"\ndate = 2025-06-02\nfeiten = 1\n', ":3", "feiten"),
        ('title = "x"\ndate = 2025-06-02\n[facts]\n"project.activty" = "experimental"\n', "", "project.activity"),
        ('title = "x"\ndate = 2025-06-02\n[facts]\n"project.activity" = "zomaar"\n', "", "zomaar"),
        ('title = "x"\ndate = 2025-06-02\n[facts]\n"aid.amount" = -5\n', "", "aid.amount"),
        (
            'date = 2025-06-02\n[[costs]]\npartner="a"\nactivity="experimental"\nkind="personnel"\namount="-5"\n',
            "costs",
            "negatief",
        ),
        ("date = 2025-02-30\n", ":1", "TOML"),
        ("\ud83d\ude80 = 1", "", ""),
    ],
    ids=[
        "broken",
        "no date",
        "unknown key",
        "unknown fact",
        "unknown value",
        "negative",
        "negative cost",
        "no such day",
        "emoji",
    ],
)
def test_a_bad_dossier_is_refused_with_the_place_and_what_to_do(tmp_path: Path, content: str, where: str, what: str) -> None:
    file = tmp_path / "mine.toml"
    file.write_bytes(content.encode("utf-16", "surrogatepass") if "\ud83d" in content else content.encode())
    done = bolwerk("check", file)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert "mine.toml" in done.stderr
    assert where in done.stderr
    assert what in done.stderr


def test_circles_of_control_are_named(tmp_path: Path) -> None:
    file = tmp_path / "circle.toml"
    file.write_text(
        'date = 2025-06-02\n[[organisation.enterprise]]\nid = "a"\nname = "A (voorbeeld)"\n'
        '[[organisation.enterprise]]\nid = "b"\nname = "B (voorbeeld)"\n'
        '[[organisation.holding]]\nowner = "a"\nowned = "b"\ncapital = 60\n'
        '[[organisation.holding]]\nowner = "b"\nowned = "a"\ncapital = 60\n'
    )
    done = bolwerk("check", file)
    assert done.returncode == 2
    assert "A (voorbeeld)" in done.stderr
    assert "B (voorbeeld)" in done.stderr


def test_bad_use_is_status_two() -> None:
    assert bolwerk("nonsense").returncode == 2
    assert bolwerk("check").returncode == 2
    assert bolwerk("check", "/no/such/file").returncode == 2
    assert bolwerk("plan", "show", "99").returncode == 2


def test_the_rules_are_listed_with_id_and_domain_and_have_no_error() -> None:
    rules = json.loads(bolwerk("rules", "list", "--json").stdout)
    assert {rule["domain"] for rule in rules} == {"", *DOMAINS}
    assert all(rule["id"] and rule["question"]["nl"] and rule["question"]["en"] for rule in rules)
    assert "aid.rate" in bolwerk("rules", "show", "aid.rate").stdout
    assert bolwerk("rules", "check").returncode == 0


def test_the_plan_shows_as_text_and_as_data() -> None:
    assert "2.1" in bolwerk("plan", "show").stdout
    data = json.loads(bolwerk("plan", "show", "2.1", "--json").stdout)
    assert [c["id"] for c in data["commitments"]][:2] == ["2.1-a", "2.1-b"]


@pytest.mark.skipif(not SOURCE.exists(), reason="the official text is not beside the project")
def test_the_plan_is_true_to_its_source_and_a_changed_source_is_found(tmp_path: Path) -> None:
    assert bolwerk("plan", "check", "--source", SOURCE).returncode == 0
    other = tmp_path / "other.txt"
    other.write_text(SOURCE.read_text().replace("10 miljoen euro", "11 miljoen euro"))
    done = bolwerk("plan", "check", "--source", other)
    assert done.returncode == 1
    assert "2.1-b" in done.stdout


def test_every_command_helps_with_an_example() -> None:
    commands = re.findall(r"^\| `bolwerk ([a-z]+(?: [a-z]+)?)", (ROOT / "docs" / "command.md").read_text(), re.M)
    assert len(commands) > 10
    for command in commands:
        done = bolwerk(*command.split(), "--help")
        assert done.returncode == 0, command
        assert "Example: bolwerk" in done.stdout, command


def test_every_command_is_documented() -> None:
    from bolwerk.faces.command.main import cli

    told = (ROOT / "docs" / "command.md").read_text()
    assert [name for name in cli.commands if f"`bolwerk {name}" not in told] == []
