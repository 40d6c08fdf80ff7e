"""What every kernel would do first, done once before kernels are forked: caches, and no state."""

from __future__ import annotations

import io
import sys
import warnings
from contextlib import suppress
from importlib import import_module

# What ipykernel and IPython import only when they start or run a cell.
LATER = (
    "IPython.core.completerlib",
    "IPython.core.debugger",
    "IPython.core.logger",
    "IPython.core.magics.execution",
    "IPython.core.magics.pylab",
    "IPython.core.oinspect",
    "IPython.extensions.storemagic",
    "faulthandler",
    "ipykernel.debugger",
    "sqlite3",
    "tornado.platform.asyncio",
    "tornado.queues",
)


def rehearse() -> None:
    """Import what a kernel imports, and draw a figure."""
    # Without it ipykernel has no debugger, which would listen on TCP.
    sys.modules["debugpy"] = None  # type: ignore[assignment]
    import ipykernel.ipkernel
    import ipykernel.kernelapp
    import ipykernel.zmqshell  # noqa: F401
    import landlockpy
    import pyseccomp  # noqa: F401
    import safetensors.torch  # noqa: F401

    landlockpy.supported()  # at first it runs a program that looks for the C library
    for name in LATER:
        with suppress(ImportError):  # another release may have no such module
            import_module(name)
    if "matplotlib" in sys.modules:
        _draw()


def _draw() -> None:
    """Draw with all that is slow at first: both formats, formulas, and a logarithmic axis."""
    import matplotlib
    import matplotlib_inline.backend_inline  # noqa: F401
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    with matplotlib.rc_context(), warnings.catch_warnings():
        figure = Figure()
        axes = FigureCanvasAgg(figure).figure.add_subplot(yscale="log")
        axes.plot([1e-9, 1e9], label="$x$")
        axes.legend()
        figure.canvas.draw()
        for kind in ("png", "svg"):
            figure.savefig(io.BytesIO(), format=kind, bbox_inches="tight")
