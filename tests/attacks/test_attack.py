"""The attacks on the grader, and the runner that shows what comes of them."""

import os
import re
import subprocess
import sys

import pytest
from attacks.attack import besiege
from attacks.attack_course import WORD, Page, leaks_of
from container import WITHOUT_NAMESPACES, skip_without_containers
from proofs.examples import read_example
from support import ASSIGNMENT, ATTACKS, EXERCISES, ROOT

WORDS = {"COURSE", "VICTIM", "HOME", "OUTSIDE", "GRADER", "PORT", "SOCKET", "ABSTRACT"}
QUICK = ["forged_replies", "network_ip", "reads_the_class"]
# Those that namespaces hold back elsewhere.
IN_CONTAINER = [
    "daemons_that_stay",
    "network_ip",
    "reads_the_class",
    "roots_return",
    "signals_by_other_ways",
    "tunes_others",
]


def test_no_attack_has_been_lost():
    assert len(ATTACKS) >= 110


@pytest.mark.parametrize("path", ATTACKS, ids=lambda path: path.stem)
def test_an_attack_says_what_it_tries_and_what_must_come_of_it(path):
    attack = read_example(path)
    assert attack.summary.endswith(".")
    assert attack.must
    assert attack.needs in ("", "isolation")
    assert set(attack.scores) <= set(EXERCISES)
    assert set(WORD.findall(path.read_text())) <= WORDS
    assert not re.search("LOOT:", path.read_text())  # it would be seen in the page, as code


@pytest.mark.parametrize(
    ("html", "leaks"),
    [
        ("<p>LOOT: the checks</p>", {"the checks"}),
        ("<p>canary-0123456789abcdef</p>", {"showed canary-0123456789abcdef"}),
        ("<script>PWNED</script>", {"put code into <script>"}),
        ("<img src=x onerror='PWNED'>", {"put code into <img>"}),
        ("<p>&lt;script&gt;PWNED&lt;/script&gt;</p>", set()),
    ],
)
def test_a_leak_in_a_page_is_seen(html, leaks):
    assert Page(html).leaks == leaks


@pytest.mark.parametrize(
    ("text", "leaks"),
    [
        ("LOOT: a\nLOOT: b", {"a", "b"}),
        ("x\x1b[2J", {"showed a terminal escape"}),
        ("canary-0123456789abcdef", {"showed canary-0123456789abcdef"}),
        ('print("LOO" "T:")', set()),
    ],
)
def test_a_leak_in_an_output_is_seen(text, leaks):
    assert leaks_of([[{"output_type": "stream", "text": text}]]) == leaks


@pytest.mark.long
def test_attacks_come_to_nothing():
    totals = besiege(ROOT, ASSIGNMENT, "auto", QUICK)
    assert sorted(outcome.example.name for outcome in totals.attacks) == sorted(QUICK)
    assert (totals.unearned, totals.all_leaks, totals.not_graded, totals.changed) == (0, [], [], [])


@pytest.mark.long
def test_attacks_come_to_nothing_in_a_container_without_namespaces():
    skip_without_containers()
    attack = [sys.executable, "-m", "attacks.attack", ASSIGNMENT, *IN_CONTAINER]
    done = subprocess.run(
        [*WITHOUT_NAMESPACES, *attack],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT / "tests")},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 unearned points, 0 leaks, 0 not graded; 0 of 3 honest scores" in done.stdout


@pytest.mark.long
def test_without_isolation_the_runner_sees_what_leaks():
    totals = besiege(ROOT, ASSIGNMENT, "none", ["reads_the_class", "fork_bomb"])
    assert (totals.unearned, totals.changed) == (0, [])
    assert all(outcome.leaks for outcome in totals.attacks)
    assert [example.name for example in totals.not_tried] == ["fork_bomb"]


def test_each_bound_that_security_md_names_is_in_the_code():
    text = (ROOT / "SECURITY.md").read_text("utf-8")
    table = text.split("## What the grader itself does")[1].split("\n## ")[0]
    source: dict[str, str] = {}
    for path in (ROOT / "grading").rglob("*.py"):  # two rooms may each have a module of that name
        source[path.stem] = source.get(path.stem, "") + path.read_text("utf-8")
    named = re.findall(r"`(\w+)\.(\w+)`((?:, `\w+`)*)", table)
    bounds = [
        (module, name)
        for module, first, others in named
        for name in [first, *re.findall(r"\w+", others)]
    ]
    assert len(bounds) > 20
    assert [f"{m}.{n}" for m, n in bounds if m != "Limits" and n not in source.get(m, "")] == []
