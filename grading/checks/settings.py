"""The settings of a grading run that every grade depends on."""

from __future__ import annotations

from dataclasses import dataclass, field

from grading.sandbox.policy import Sandbox


@dataclass(frozen=True)
class Settings:
    """How to grade.

    Attributes:
        device: auto (CPU, and CUDA where there is one), cpu or cuda.
        sandbox: how to run the student's kernels.
    """

    device: str = "auto"
    sandbox: Sandbox = field(default_factory=Sandbox)
