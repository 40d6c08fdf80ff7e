"""A graded submission is what other systems read; what is for staff only staff sees."""

import json
from dataclasses import replace
from xml.etree import ElementTree

import jsonschema
import pytest
from nbformat.v4 import new_notebook

from grading.checks.outcome import Check, Exercise
from grading.feedback.cell_report import RECORD
from grading.feedback.translation import DETAILS, Sentences
from grading.grade.graded import Graded, GradedNotebook, Task
from grading.platforms.formats import FORMATS, NONE_OF_OURS, why_not_graded

CHECKS = [
    Check("test_a", "It is right.", 3, passed=True),
    Check("test_b", "It keeps the dtype.", 1, passed=False, hint="It is float64 always."),
]
SAY = Sentences({})
TASKS = {"test_f": Task("one", 4.0), "test_g": Task("two", 2.0), "essay": Task("two", 3.0)}
FULL = [replace(check, passed=True, hint="") for check in CHECKS]

NUMBER, TEXT = {"type": "number"}, {"type": "string"}
COUNT = {"pattern": "^[0-9]+$"}
VISIBLE = {"enum": ["hidden", "after_due_date", "after_published", "visible"]}
SCHEMAS = {
    "gradescope": {
        "required": ["tests"],
        "properties": {
            "score": NUMBER,
            "execution_time": NUMBER,
            "output": TEXT,
            "visibility": VISIBLE,
            "stdout_visibility": VISIBLE,
            "tests": {
                "items": {
                    "properties": {
                        "name": TEXT,
                        "output": TEXT,
                        "score": NUMBER,
                        "max_score": NUMBER,
                        "status": {"enum": ["passed", "failed"]},
                        "visibility": VISIBLE,
                    },
                    "additionalProperties": False,
                }
            },
        },
        "additionalProperties": False,
    },
    "prairielearn": {
        "if": {"properties": {"gradable": {"const": True}}},
        "then": {"required": ["score"]},
        "properties": {
            "gradable": {"type": "boolean"},
            "score": {"type": "number", "minimum": 0, "maximum": 1},
            "format_errors": {"type": "array", "items": TEXT},
            "tests": {
                "items": {
                    "required": ["name", "points", "max_points"],
                    "properties": {
                        "name": TEXT,
                        "message": TEXT,
                        "points": NUMBER,
                        "max_points": NUMBER,
                    },
                    "additionalProperties": False,
                }
            },
        },
        "additionalProperties": False,
    },
    "autolab": {  # its last two lines
        "minItems": 1,
        "maxItems": 2,
        "prefixItems": [
            {
                "required": ["_presentation", "stages"],
                "properties": {
                    "_presentation": {"const": "semantic"},
                    "stages": {"type": "array", "items": TEXT},
                },
                "additionalProperties": {
                    "additionalProperties": {
                        "required": ["passed"],
                        "properties": {"passed": {"type": "boolean"}, "hint": TEXT},
                        "additionalProperties": False,
                    }
                },
            },
            {
                "required": ["scores"],
                "properties": {"scores": {"additionalProperties": NUMBER}},
                "additionalProperties": False,
            },
        ],
    },
    "junit": {  # elements, as `tree` has them
        "properties": {
            "tag": {"const": "testsuites"},
            "children": {
                "items": {
                    "properties": {
                        "tag": {"const": "testsuite"},
                        "attributes": {
                            "required": ["name", "tests", "failures", "errors"],
                            "properties": {"tests": COUNT, "failures": COUNT, "errors": COUNT},
                        },
                        "children": {
                            "items": {
                                "if": {"properties": {"tag": {"const": "testcase"}}},
                                "then": {
                                    "properties": {
                                        "attributes": {"required": ["classname", "name"]},
                                        "children": {
                                            "items": {
                                                "properties": {
                                                    "tag": {"enum": ["failure", "error"]},
                                                    "attributes": {"required": ["message"]},
                                                }
                                            }
                                        },
                                    }
                                },
                                "else": {
                                    "properties": {"tag": {"enum": ["system-out", "system-err"]}}
                                },
                            }
                        },
                    }
                }
            },
        },
    },
    "json": {
        "required": ["version", "student", "score", "notes", "exercises"],
        "properties": {"version": {"const": 1}, "score": {"type": ["number", "null"]}},
    },
}


def notebook(name: str, checks: list[Check], notes: tuple[str, ...] = (), fault: str = ""):
    task = next(task for task, about in TASKS.items() if about.notebook == name)
    record = {"notes": list(notes), "seconds": 1.5}
    exercise = Exercise(task, TASKS[task].points, checks, fault)
    return GradedNotebook(new_notebook(metadata={RECORD: record}), [exercise])


def half_right(**given) -> Graded:
    """A submission with 3 + 2 points, and an essay that waits for a person."""
    return Graded({"one": notebook("one", CHECKS, **given), "two": notebook("two", FULL)}, TASKS)


FAULTY = Graded(
    {"one": notebook("one", [], fault="no disk\ntraceback"), "two": notebook("two", FULL)}, TASKS
)
SUBMISSIONS = {
    "right": Graded({"one": notebook("one", FULL), "two": notebook("two", FULL)}, TASKS),
    "half": half_right(notes=("It was handed in as `x.ipynb`.",)),
    "empty": Graded({}, TASKS),
    "faulty": FAULTY,
    "one notebook": Graded({"two": notebook("two", FULL)}, TASKS),
}


def tree(element: ElementTree.Element) -> dict:
    children = [tree(child) for child in element]
    return {"tag": element.tag, "attributes": element.attrib, "children": children}


def data_of(system: str, text: str):
    """What is in a text of a system's format."""
    if system == "junit":
        return tree(ElementTree.fromstring(text))
    return list(map(json.loads, text.splitlines())) if system == "autolab" else json.loads(text)


@pytest.mark.parametrize("name", SUBMISSIONS)
@pytest.mark.parametrize("system", SCHEMAS)
def test_it_is_as_the_system_documents(name, system):
    text = FORMATS[system](SUBMISSIONS[name], SAY)
    jsonschema.validate(data_of(system, text), SCHEMAS[system])


def test_points_are_the_same_in_each():
    half = SUBMISSIONS["half"]
    scope, learn = (json.loads(FORMATS[name](half, SAY)) for name in ("gradescope", "prairielearn"))
    assert scope["score"] == sum(test.get("score", 0) for test in scope["tests"]) == 5
    assert learn["score"] == pytest.approx(5 / 6, abs=1e-6)
    assert sum(test["points"] for test in learn["tests"]) == 5
    lab = json.loads(FORMATS["autolab"](half, SAY).splitlines()[-1])
    assert lab == {"scores": {"test_f": 3.0, "test_g": 2.0}}
    assert half.to_json()["score"] is None  # the essay is not read yet
    suites = ElementTree.fromstring(FORMATS["junit"](half, SAY)).findall("testsuite")
    counted = [
        [suite.get(key) for key in ("name", "tests", "failures", "errors")] for suite in suites
    ]
    assert counted == [
        ["test_f", "2", "1", "0"],
        ["test_g", "2", "0", "0"],
        ["essay", "1", "0", "1"],
    ]


@pytest.mark.parametrize("system", ["prairielearn", "autolab"])
def test_notes_and_faults_are_for_staff(system):
    texts = [FORMATS[system](SUBMISSIONS[name], SAY) for name in ("half", "faulty")]
    assert not any("x.ipynb" in text or "no disk" in text for text in texts)


def test_gradescope_shows_notes_to_staff_alone():
    tests = json.loads(FORMATS["gradescope"](SUBMISSIONS["half"], SAY))["tests"]
    told = [test for test in tests if "x.ipynb" in test["output"]]
    assert [test["visibility"] for test in told] == ["hidden"]


def test_what_could_not_be_judged_is_no_zero():
    assert why_not_graded(FAULTY) == ["test_f: no disk"]
    assert json.loads(FORMATS["prairielearn"](FAULTY, SAY))["gradable"] is False
    assert "scores" not in FORMATS["autolab"](FAULTY, SAY)
    assert FAULTY.score is None


def test_nothing_of_ours_is_no_grade():
    assert why_not_graded(SUBMISSIONS["empty"]) == [NONE_OF_OURS]
    assert why_not_graded(SUBMISSIONS["one notebook"]) == []
    assert SUBMISSIONS["one notebook"].notes == ["one.ipynb: was not handed in"]


def test_signs_that_xml_cannot_hold_are_replaced():
    odd = half_right(notes=("a\x1b\x00b\ud800",))
    assert "a��b�" in FORMATS["junit"](odd, SAY)
    ElementTree.fromstring(FORMATS["junit"](odd, SAY))


@pytest.mark.parametrize("system", ["gradescope", "prairielearn", "autolab"])
def test_students_read_as_much_as_the_course_lets_them(system):
    texts = {each: FORMATS[system](SUBMISSIONS["half"], Sentences({}, each)) for each in DETAILS}
    assert [each for each in DETAILS if "It is float64" in texts[each]] == ["hints"]
    assert [each for each in DETAILS if "It keeps" in texts[each]] == ["hints", "checks"]
    if system == "gradescope":
        assert {json.loads(text)["score"] for text in texts.values()} == {5}


def test_students_read_it_in_their_language():
    say = Sentences({"It keeps the dtype.": "保持 dtype。"})
    tests = json.loads(FORMATS["prairielearn"](SUBMISSIONS["half"], say))["tests"]
    assert tests[1]["name"] == "F: 保持 dtype。"


def test_the_text_is_as_wide_as_the_terminal(monkeypatch):
    monkeypatch.setenv("COLUMNS", "40")
    lines = FORMATS["text"](SUBMISSIONS["half"], SAY).splitlines()
    assert lines[:5] == [
        "not graded, of 9 points",
        "",
        "F: 3 of 4",
        "  ✗ It keeps the dtype.",
        "    → It is float64 always.",
    ]
    assert "  • one.ipynb: It was handed in as" in lines
    assert max(map(len, lines)) <= 40
