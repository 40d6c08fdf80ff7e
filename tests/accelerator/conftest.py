"""`make accelerator` runs these tests in a process that has the emulated accelerator."""

import sys

collect_ignore_glob = [] if "emulated_accelerator" in sys.modules else ["test_*.py"]
