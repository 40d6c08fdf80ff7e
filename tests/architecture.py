"""Writes the map in docs/architecture.md from the docstrings of the rooms and their modules.

python tests/architecture.py
"""

import ast
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "architecture.md"
START = "<!-- the map: written by tests/architecture.py -->\n"


def summary(path: Path) -> str:
    """Return the first line of a module's docstring."""
    return (ast.get_docstring(ast.parse(path.read_text("utf-8"))) or "").split("\n")[0]


def rooms() -> list[str]:
    """Return the rooms, from above."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())
    layers = settings["tool"]["importlinter"]["contracts"][0]["layers"]
    return [str(layer) for layer in layers]


def room_on_the_map(name: str) -> str:
    """Return what the map says of a room."""
    folder = ROOT / "grading" / name
    if not folder.is_dir():
        return f"\n## `{name}.py`\n\n{summary(folder.with_suffix('.py'))}\n"
    modules = [path for path in sorted(folder.rglob("*.py")) if path != folder / "__init__.py"]
    names = [str(path.relative_to(folder)).removesuffix("__init__.py") for path in modules]
    rows = [f"| `{name}` | {summary(path)} |" for name, path in zip(names, modules, strict=True)]
    table = "\n".join(["| | |", "|---|---|", *rows])
    return f"\n## `{name}/`\n\n{summary(folder / '__init__.py')}\n\n{table}\n"


def page() -> str:
    """Return the page with today's map."""
    head = PAGE.read_text("utf-8").split(START)[0]
    return head + START + "".join(map(room_on_the_map, rooms()))


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
