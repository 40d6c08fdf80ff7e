"""JupyterLab as people use it: its server in a course's folder, and a browser that looks at it."""

from __future__ import annotations

import json
import os
import re
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.request import Request, urlopen

import nbformat
import pytest

from grading.notebooks.repair import grade_id

if TYPE_CHECKING:  # it may be missing
    from playwright.sync_api import BrowserContext, Locator, Page

TIMEOUT = 900  # seconds, for whatever is waited for: a busy machine may take long
NO_NEWS = {"fetchNews": "false", "checkForUpdates": False}


def chromium() -> str | None:
    """Where the browser is, if there is one."""
    return shutil.which("chromium")


def skip_without_browser() -> None:
    """Skip the test that asks, where there is no browser."""
    pytest.importorskip("playwright", reason="Playwright is not installed")
    if not chromium():
        pytest.skip("there is no Chromium")


@dataclass(frozen=True)
class Lab:
    """A running JupyterLab server.

    Attributes:
        root: the folder that it serves.
        url: where it listens, without a slash at the end.
    """

    root: Path
    url: str
    token: str

    def ask(self, method: str, path: str, data: object = None):
        """Use the REST interface behind the Formgrader page."""
        headers = {"Authorization": f"token {self.token}", "Content-Type": "application/json"}
        body = None if data is None else json.dumps(data).encode()
        request = Request(f"{self.url}/formgrader/api/{path}", body, headers, method=method)
        with urlopen(request, timeout=TIMEOUT) as answer:
            return json.loads(answer.read())


@contextmanager
def open_lab(root: Path, programs: Path = Path(sys.executable).parent) -> Iterator[Lab]:
    """A JupyterLab server in a folder, which knows nothing of its user's own settings.

    Args:
        programs: the folder with the `jupyter-lab` to start.
    """
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    lab = Lab(root, f"http://127.0.0.1:{port}", secrets.token_hex())
    options = ["--ip=127.0.0.1", f"--port={port}", "--ServerApp.port_retries=0"]
    with tempfile.TemporaryDirectory(prefix="jupyter-", ignore_cleanup_errors=True) as home:
        settings = Path(home, "lab/user-settings/@jupyterlab/apputils-extension")
        settings.mkdir(parents=True)
        (settings / "notification.jupyterlab-settings").write_text(json.dumps(NO_NEWS))
        folders = ["JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR"]
        server = subprocess.Popen(
            [programs / "jupyter-lab", "--no-browser", "--allow-root", *options],
            cwd=root,
            env=os.environ | dict.fromkeys(folders, home) | {"JUPYTER_TOKEN": lab.token},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            _wait_for(lab, server)
            yield lab
        finally:
            server.terminate()
            try:
                server.wait(60)
            except subprocess.TimeoutExpired:  # its kernels end when they find it gone
                server.kill()
                server.wait()


def _wait_for(lab: Lab, server: subprocess.Popen[bytes]) -> None:
    """Wait until a server answers."""
    end = time.monotonic() + TIMEOUT
    while True:
        try:
            urlopen(f"{lab.url}/api", timeout=TIMEOUT).close()
        except OSError:  # it does not listen yet
            if server.poll() is not None or time.monotonic() > end:
                raise
            time.sleep(0.2)
        else:
            return


@contextmanager
def open_browser(lab: Lab, **options: object) -> Iterator[BrowserContext]:
    """A browser that is logged in, and reaches nothing but the server.

    Args:
        options: of Playwright's `Browser.new_context`.
    """
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(TIMEOUT * 1000)
    host = re.escape(lab.url.partition("//")[2])
    with (
        sync_playwright() as playwright,
        playwright.chromium.launch(executable_path=chromium()) as browser,
    ):
        context = browser.new_context(**options)
        context.set_default_timeout(TIMEOUT * 1000)
        context.route(re.compile(rf"^https?://(?!{host})"), lambda route: route.abort())
        context.request.get(f"{lab.url}/lab?token={lab.token}")
        yield context


class Notebook:
    """A notebook that is open in JupyterLab."""

    def __init__(self, context: BrowserContext, lab: Lab, path: str) -> None:
        self.page: Page = context.new_page()
        self._file = lab.root / path
        self.page.goto(f"{lab.url}/lab/tree/{path}?reset")
        self.wait_until_idle()

    def wait_until_idle(self) -> None:
        """Wait until the kernel is there and has nothing to do: the status bar says so."""
        self.page.get_by_role("button", name="| Idle").wait_for()

    def cell(self, name: str) -> Locator:
        """The cell with a grade_id, or else an id."""
        names = [
            grade_id(cell) or cell.id for cell in nbformat.read(self._file, as_version=4).cells
        ]
        return self.page.locator(".jp-Notebook .jp-Cell").nth(names.index(name))

    def fill(self, name: str, code: str) -> None:
        """Write code in the place of a cell's."""
        editor = self.cell(name).locator(".cm-content")
        editor.click()
        self.page.keyboard.press("ControlOrMeta+A")
        self.page.keyboard.insert_text(code)

    @property
    def last_prompt(self) -> Locator:
        """What stands before the last code cell that is open: a number once it has been run."""
        return self.page.locator(".jp-CodeCell .jp-InputPrompt:not(.jp-Placeholder-prompt)").last

    def run_all(self) -> None:
        """Begin to run every cell."""
        choose(self.page, "Run", "^Run All Cells$")

    @property
    def errors(self) -> Locator:
        """What failed checks and other exceptions show."""
        shown = self.page.locator("[data-mime-type='application/vnd.jupyter.stderr']")
        return shown.filter(has_text=re.compile("✗|Error"))

    def validate(self) -> str:
        """What nbgrader's Validate button says."""
        self.page.get_by_role("button", name="Validate").click()
        said = self.page.locator(".jp-Dialog-content").inner_text()
        self.page.locator(".jp-Dialog .jp-mod-accept").click()
        return said


class Formgrader:
    """nbgrader's page for instructors, opened from JupyterLab's menu."""

    def __init__(self, context: BrowserContext, lab: Lab) -> None:
        self.page: Page = context.new_page()
        self.page.goto(f"{lab.url}/lab?reset")  # without what was open before
        choose(self.page, "Nbgrader", "^Formgrader$")
        self.frame = self.page.frame_locator("iframe")

    def row(self, text: str) -> Locator:
        """The line of the table that has this in one of its columns."""
        cell = self.page.locator("td", has_text=re.compile(f"^{re.escape(text)}$"))
        return self.frame.get_by_role("row").filter(has=cell)

    def open(self, *links: str) -> None:
        """Follow links, by their texts."""
        for link in links:
            self.frame.get_by_role("link", name=link, exact=True).click()

    def press(self, row: str, column: str) -> str:
        """Press the icon in a column, and close the dialog that comes of it.

        Returns:
            What the dialog says, in its title.
        """
        self.row(row).locator(f".{column} a").click()
        dialog = self.frame.get_by_role("dialog")
        title = dialog.locator(".modal-title").inner_text()
        dialog.get_by_role("button", name="OK").click()
        dialog.wait_for(state="detached")
        return title

    def enter(self, name: str, text: str) -> None:
        """Write into the field with this id, and wait until it is saved."""
        field = self.frame.locator(f"#{name}")
        with self.page.expect_response(lambda answer: answer.request.method == "PUT"):
            field.fill(text)
            field.press("Tab")


def choose(page: Page, menu: str, item: str) -> None:
    """Choose something from one of JupyterLab's menus, by a pattern of its label."""
    page.get_by_role("menubar").get_by_role("menuitem", name=menu, exact=True).click()
    page.get_by_role("menu").get_by_role("menuitem", name=re.compile(item)).click()
