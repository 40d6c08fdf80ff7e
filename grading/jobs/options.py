"""Makes the parsers of commands; it imports next to nothing, so that `--help` is quick."""

from __future__ import annotations

from argparse import ArgumentParser
from importlib.metadata import version
from pathlib import Path

from grading.sandbox.policy import ISOLATION

DISTRIBUTION = "nbgrader-hidden-checks"  # the name of this package, as pip has it


def command_parser(name: str, description: str, epilog: str = "") -> ArgumentParser:
    """Return the parser of a command, with the option `--version`."""
    parser = ArgumentParser(prog=name, description=description, epilog=epilog)
    parser.add_argument("--version", action="version", version=f"{name} {version(DISTRIBUTION)}")
    return parser


def add_course(parser: ArgumentParser) -> None:
    """Add the option `--course` to a command that can be run in any folder."""
    parser.add_argument(
        "--course", metavar="FOLDER", type=Path, default=Path(), help="default: this one"
    )


def add_machine(parser: ArgumentParser) -> None:
    """Add the options `--device` and `--isolation` to a command that grades."""
    parser.add_argument(
        "--device",
        metavar="auto|cpu|accelerator|NAME",
        default="auto",
        help="where the checks run; auto: on the CPU, and on an accelerator where there is one; or "
        "only on that, also by its name, such as cuda, mps or xpu",
    )
    parser.add_argument(
        "--isolation",
        choices=ISOLATION,
        default="auto",
        help="of the students' code; strict: grade only where it is complete; none: for debugging",
    )
