"""Makes the pictures in docs/images: `make screenshots`.

It grades the example class in a temporary folder and looks at it with Chromium.
"""

from __future__ import annotations

import io
import re
import shutil
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

from lab import Formgrader, Lab, Notebook, chromium, open_browser, open_lab
from nbgrader.api import Gradebook
from PIL import Image
from playwright.sync_api import BrowserContext, Page, expect
from proofs.examples import read_example
from support import ASSIGNMENT, EXAMPLES, ROOT, Course, copy_course

NOTEBOOK = "vanishing_gradients"
IMAGES = ROOT / "docs" / "images"
# Who has handed in which example.
STUDENTS = {
    "Ada Okafor": "reference",
    "Chen Li": "plain_matplotlib",
    "Dana Novak": "one_sample",
    "Emil Sato": "no_derivative",
    "Femi Rossi": "attached_graph",
    "Gita Haas": "elementwise",
    "Hugo Lind": "unfinished",
    "Noor Aziz": "noisy",
}
LARGEST = 150_000  # bytes
COLOURS = (256, 128, 64, 32)


def main() -> int:
    """Make every picture; the status is 1 if there is no browser."""
    if chromium() is None:
        print("There is no Chromium here.")
        return 1
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        course = graded_class(Path(folder))
        size = {"width": 1280, "height": 800}
        with open_lab(course.root) as lab, open_browser(lab, viewport=size) as browser:
            solved = course.submission("ada", NOTEBOOK)
            show_notebook(browser, lab, solved, "test_plot_sigmoid_gradient", "notebook")
            beginnings = ROOT / "source" / "initialization" / "initialization.ipynb"
            show_notebook(browser, lab, beginnings, "training-picture", "initialization")
            show_formgrader(browser, lab)
            show_page(browser, course.reports / "report.html", "report")
            feedback = course.root / "feedback" / "gita" / ASSIGNMENT / f"{NOTEBOOK}.html"
            show_page(browser, feedback, "feedback")
    return 0


def graded_class(root: Path) -> Course:
    """Return a course in an empty folder, with a class that has been graded."""
    course = copy_course(root)
    examples = {path.stem: read_example(path) for path in EXAMPLES}
    with Gradebook(f"sqlite:///{root}/gradebook.db", "d2l") as gradebook:
        for number, (name, example) in enumerate(STUDENTS.items()):
            first, last = name.split()
            gradebook.add_student(first.lower(), first_name=first, last_name=last)
            course.submit(replace(examples[example], name=first.lower()))
            folder = course.submission(first.lower(), NOTEBOOK).parent
            (folder / "timestamp.txt").write_text(f"2026-03-0{number + 1} 16:2{number}:05 UTC")
    course.run("grade")
    return course


def show_notebook(browser: BrowserContext, lab: Lab, path: Path, cell: str, name: str) -> None:
    """Return a notebook that has been run, down to what a cell shows."""
    (lab.root / "home").mkdir(exist_ok=True)
    shutil.copy(path, lab.root / "home")
    notebook = Notebook(browser, lab, f"home/{path.name}")
    notebook.run_all()
    expect(notebook.last_prompt).to_have_text(re.compile(r"\d"))
    notebook.wait_until_idle()
    hide_files(notebook.page)
    for _ in range(4):  # what comes into view is drawn only then, and moves the rest
        shown = notebook.cell(cell)
        shown.evaluate("cell => cell.scrollIntoView({block: 'end'})")
        shown.locator("img, svg").last.wait_for()
    save(notebook.page, name)


def show_formgrader(browser: BrowserContext, lab: Lab) -> None:
    """Return the class in Formgrader."""
    formgrader = Formgrader(browser, lab)
    hide_files(formgrader.page)
    formgrader.row(ASSIGNMENT).locator(".num-submissions a").click()
    formgrader.row("ada").wait_for()
    save(formgrader.page, "formgrader")


def hide_files(page: Page) -> None:
    """Make room: fold JupyterLab's list of files."""
    page.get_by_role("tab", name="File Browser").click()


def show_page(browser: BrowserContext, path: Path, name: str) -> None:
    """Return the top of a page that `grade` has written."""
    if not path.is_file():
        print(f"{name}: there is no {path.name}")
        return
    page = browser.new_page()
    page.set_viewport_size({"width": 960, "height": 1250})
    page.goto(path.as_uri())
    save(page, name)


def save(page: Page, name: str) -> None:
    """Keep what a page shows as a PNG, with as many colours as its size allows."""
    picture = Image.open(io.BytesIO(page.screenshot(animations="disabled"))).convert("RGB")
    for colours in COLOURS:
        file = io.BytesIO()
        few = picture.quantize(colours, dither=Image.Dither.NONE)
        few.save(file, "PNG", optimize=True)
        if file.tell() <= LARGEST:
            break
    (IMAGES / f"{name}.png").write_bytes(file.getvalue())
    print(f"{name}: {colours} colours, {file.tell() // 1000} kB")


if __name__ == "__main__":
    sys.exit(main())
