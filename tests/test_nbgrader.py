"""nbgrader's own tools work on this course: Validate and Formgrader."""

import json
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.error import URLError
from urllib.request import Request, urlopen

import pytest
from support import ASSIGNMENT, notebooks


@pytest.mark.slow
def test_validate_passes_the_solutions_and_fails_the_stubs(new_course):
    course = new_course()
    for path in notebooks("source"):
        done = course.run("nbgrader", "validate", f"source/{ASSIGNMENT}/{path.name}")
        assert "Success! Your notebook passes all the tests." in done.stdout
        done = course.run("nbgrader", "validate", f"release/{ASSIGNMENT}/{path.name}")
        assert "VALIDATION FAILED ON 2 CELL(S)!" in done.stdout


class Formgrader:
    """The REST interface behind the Formgrader page."""

    def __init__(self, root: Path):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{port}/formgrader/api/"
        options = ["--no-browser", "--allow-root", "--ServerApp.port_retries=0"]
        self.server = subprocess.Popen(
            [
                Path(sys.executable).parent / "jupyter-lab",
                f"--port={port}",
                "--ip=127.0.0.1",
                "--IdentityProvider.token=secret",
                *options,
            ],
            cwd=root,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def ask(self, method: str, path: str, data: object = None):
        headers = {"Authorization": "token secret", "Content-Type": "application/json"}
        body = None if data is None else json.dumps(data).encode()
        request = Request(self.url + path, body, headers, method=method)
        with urlopen(request, timeout=300) as answer:
            return json.loads(answer.read())

    def wait(self) -> None:
        for _ in range(120):
            try:
                self.ask("GET", "status")
            except URLError:
                time.sleep(0.5)
            else:
                return
        raise TimeoutError("the server did not start")


@pytest.mark.slow
def test_formgrader_autogrades_and_a_manual_score_survives(new_course, examples):
    course = new_course()
    course.submit(examples["one_sample"])
    formgrader = Formgrader(course.root)
    try:
        formgrader.wait()
        for manual_score in [None, 2]:
            path = f"submission/{ASSIGNMENT}/one_sample/autograde"
            assert formgrader.ask("POST", path)["success"]
            expected = examples["one_sample"].scores
            assert course.scores("one_sample") == expected
            (row,) = formgrader.ask("GET", f"submissions/{ASSIGNMENT}")
            (book,) = formgrader.ask("GET", f"submitted_notebooks/{ASSIGNMENT}/exploding_gradients")
            by_hand = 0 if manual_score is None else manual_score - expected["exploding_product"]
            assert row["score"] == sum(expected.values()) + by_hand
            grades = formgrader.ask("GET", f"grades?submission_id={book['id']}")
            (grade,) = (g for g in grades if g["name"] == "test_exploding_product")
            assert grade["manual_score"] == manual_score
            formgrader.ask("PUT", f"grade/{grade['id']}", {"manual_score": 2, "extra_credit": 0})
    finally:
        formgrader.server.terminate()
        formgrader.server.wait(30)
