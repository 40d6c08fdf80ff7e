"""Makes a class whose results are known: what grading costs beside the kernels.

    python known.py SIZE

In the current folder's course one submission has been graded. So many others are made of it, each
with another comment, and get the same results.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import nbformat
from measure import ASSIGNMENT

from grading.course.autograde import jobs_of
from grading.course.course import Course
from grading.jobs.machine import MEMORY
from grading.notebooks.repair import has_flag


def main() -> None:
    """Make them."""
    course = Course(runs=False)
    course.configure(environment=json.loads((course.caches / MEMORY).read_bytes())["environment"])
    results = course.checks.results
    (first,) = course.submissions(ASSIGNMENT)
    known = {job.place: results.get(job.key) for job in jobs_of(course, ASSIGNMENT, first)}
    original = course.folder("submitted", ASSIGNMENT, first)
    notebooks = {path.name: nbformat.read(path, as_version=4) for path in original.glob("*.ipynb")}
    for number in range(int(sys.argv[1])):
        student = f"student_{number:05}"
        folder = Path("submitted", student, ASSIGNMENT)
        folder.mkdir(parents=True)
        for name, notebook in notebooks.items():
            answer = next(cell for cell in notebook.cells if has_flag(cell, "solution"))
            code, _, _ = answer.source.partition("\n# copy ")
            answer.source = f"{code}\n# copy {number}"
            nbformat.write(notebook, folder / name)
        for job in jobs_of(course, ASSIGNMENT, student):
            result = known[job.place]
            assert result is not None
            results.put(job.key, result)


if __name__ == "__main__":
    main()
