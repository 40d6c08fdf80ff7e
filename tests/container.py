"""A stand-in for a container without privileges: no user namespace can be made in it."""

import shutil
import subprocess

import pytest

# Before a command; it runs as a root who has no rights, as is usual in a container.
WITHOUT_NAMESPACES = [
    *("unshare", "--user", "--map-root-user", "sh", "-c"),
    'echo 0 > /proc/sys/user/max_user_namespaces && exec setpriv --bounding-set=-all "$@"',
    "sh",
]


def skip_without_containers() -> None:
    """Skip the test that asks, where no such container can be made."""
    if not all(map(shutil.which, ("unshare", "setpriv"))):
        pytest.skip("util-linux is not installed")
    if subprocess.run([*WITHOUT_NAMESPACES, "true"], capture_output=True).returncode:
        pytest.skip("this is a container without namespaces itself, or one may make none in it")
