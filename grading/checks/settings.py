"""The settings of a grading run that every grade depends on."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field

from nbformat import NotebookNode

from grading.sandbox.policy import Sandbox


@dataclass(frozen=True)
class Settings:
    """How to grade.

    Attributes:
        device: auto (CPU, and CUDA where there is one), cpu or cuda.
        seed: of the hidden inputs; with None, it follows from the notebook's own code.
        sandbox: how to run the student's kernels.
    """

    device: str = "auto"
    seed: int | None = None
    sandbox: Sandbox = field(default_factory=Sandbox)

    def seed_of(self, notebook: NotebookNode) -> int:
        """The seed of a notebook's hidden inputs.

        It is the same whenever the notebook is graded, and another one after every change to the
        code, so a table of answers that is put into the notebook would not fit its new inputs.
        """
        if self.seed is not None:
            return self.seed
        code = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
        return hashed(json.dumps(code))


def hashed(text: str) -> int:
    """A text as a number of 32 bits."""
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:4])
