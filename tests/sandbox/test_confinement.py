"""What a student's code cannot do, where the system can confine it in full."""

import json
import os
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from container import WITHOUT_NAMESPACES, skip_without_containers
from kernels import IMPORTS, submission

from grading.sandbox.confinement import (
    CHANGES,
    DENIED,
    PRETENDED,
    TUNING,
    UNCOUNTED,
    UNSUPPORTED,
    readable,
)
from grading.sandbox.policy import Limits, Sandbox
from grading.sandbox.spawn import exposed, what_is_missing

TRY = """
import ctypes, fcntl, os, resource, socket
def call(number, *arguments):
    whole = [ctypes.c_ulong(x) if isinstance(x, int) else x for x in arguments]  # registers
    result = ctypes.CDLL(None, use_errno=True).syscall(number, *whole)
    if result < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return result
FILE, ADDRESS = os.open(os.__file__, os.O_RDONLY), ctypes.create_string_buffer(64)
END = socket.socket(socket.AF_UNIX)
def rights():
    lines = open("/proc/self/status").read().splitlines()
    return [line.split()[1] for line in lines if line.startswith(("CapPrm", "CapEff"))]
def attempt(code):
    try:
        return f"it gave {eval(code)}"
    except OSError as error:
        return error.strerror
"""


@pytest.fixture(scope="module")
def student():
    if missing := what_is_missing(Sandbox(IMPORTS)):
        pytest.skip(f"this system lacks {missing}")
    with submission(TRY) as running:
        yield running


@pytest.mark.parametrize(
    ("code", "answer"),
    [
        ("resource.getrlimit(resource.RLIMIT_CORE)", "it gave (1, 1)"),  # with 0 a pipe gets it
        ("os.sync()", "it gave None"),
        ("os.splice(0, 1, 1)", "Function not implemented"),
        ("os.sendfile(1, 0, 0, 1)", "Function not implemented"),
        (f"open({__file__!r})", "No such file or directory"),
        (f"os.listdir({str(Path(__file__).parents[2])!r})", "Permission denied"),
        ("open('/etc/written', 'w')", "Read-only file system"),
        ("open('/dev/null', 'w').write('x')", "it gave 1"),
        ("open('written', 'w').write('x')", "it gave 1"),
        ("socket.socket(socket.AF_INET)", "Operation not supported"),
        ("os.chown('.', 0, 0)", "Operation not permitted"),
        ("fcntl.fcntl(os.open('.', 0), fcntl.F_NOTIFY, 1)", "Operation not permitted"),
        ("fcntl.fcntl(os.open(os.__file__, 0), fcntl.F_SETLEASE, 1)", "Operation not permitted"),
        ("call(157, 4, 0, 0, 0, 0)", "Operation not permitted"),  # nobody may look into it
        ("call(444, None, 0, 1)", "Operation not permitted"),  # Landlock's version
        ("call(206, 1, ctypes.byref(ctypes.c_ulong()))", "Operation not permitted"),
        ("fcntl.flock(os.open(os.__file__, 0), fcntl.LOCK_EX)", "it gave None"),
        ("fcntl.lockf(open('locked', 'w'), fcntl.LOCK_EX)", "it gave None"),
        ("fcntl.fcntl(0, fcntl.F_GETLK, bytes(32))", "Operation not permitted"),
        ("resource.getrlimit(resource.RLIMIT_NOFILE)", "it gave (512, 512)"),
        ("resource.getrlimit(resource.RLIMIT_SIGPENDING)", "it gave (256, 256)"),
        ("os.chmod('.', 0o777)", "it gave None"),  # so that programs go on, and nothing is done
    ],
)
def test_what_is_denied(student, code, answer):
    assert student.attempt(code) == answer


UPPER_HALF = 1 << 32  # of a register, which Linux leaves out where it takes an int
BY_ARGUMENT = {
    "fcntl F_SETLEASE": "call(72, FILE, 1024 + HIGH, 1)",
    "fcntl F_NOTIFY": "call(72, FILE, 1026 + HIGH, 1)",
    "fcntl F_GETLK": "call(72, FILE, 5 + HIGH, ADDRESS)",
    "ioctl TIOCSTI": "call(16, FILE, 21522 + HIGH, ADDRESS)",
    "prctl PR_SET_DUMPABLE": "call(157, 4 + HIGH, 0, 0, 0, 0)",
    "prctl PR_SET_SECCOMP": "call(157, 22 + HIGH, 1, 0, 0, 0)",
    "prctl PR_FUTEX_HASH": "call(157, 78 + HIGH, 1, 16, 0, 0)",
    "setsockopt SO_ATTACH_FILTER": "call(54, END.fileno(), 1, 26 + HIGH, ADDRESS, 16)",
    "setsockopt SOL_SOCKET": "call(54, END.fileno(), 1 + HIGH, 26, ADDRESS, 16)",
    "sched_setscheduler": "call(144, 0, 3 + HIGH, ADDRESS)",
}


@pytest.mark.skipif(os.uname().machine != "x86_64", reason="by the numbers of x86")
@pytest.mark.parametrize("high", [0, UPPER_HALF, UPPER_HALF << 31], ids=["0", "33rd", "64th bit"])
@pytest.mark.parametrize("code", BY_ARGUMENT.values(), ids=BY_ARGUMENT)
def test_what_is_denied_by_an_argument_is_denied_whatever_its_upper_half(student, code, high):
    refused = {"Operation not permitted", "Invalid argument"}
    assert student.attempt(code.replace("HIGH", str(high))) in refused


def test_processes_outside_do_not_exist(student):
    assert student.attempt("os.getppid()") == "it gave 0"
    assert student.attempt(f"os.kill({os.getpid()}, 0)") == "No such process"


def test_the_machine_keeps_its_process_numbers(student):
    """An older Linux has one limit for all; on this one a kernel has a limit of its own."""
    before = Path("/proc/sys/kernel/pid_max").read_text()
    with submission(TRY) as other:
        assert other.attempt("os.getpid()") == "it gave 1"
    assert Path("/proc/sys/kernel/pid_max").read_text() == before
    assert student.attempt("os.getpid()") == "it gave 1"


def test_what_a_kernel_reads_has_no_mark_of_it(student):
    with tempfile.TemporaryDirectory(dir=sys.prefix) as folder:  # which kernels may read
        file = Path(folder, "file")
        file.write_text("x")
        for path in (file, Path(folder)):
            os.utime(path, (1, 2))  # Linux would note each reading that comes after a change
        assert student.attempt(f"open({str(file)!r}).read(), os.listdir({folder!r})") == (
            "it gave ('x', ['file'])"
        )
        assert [path.stat().st_atime for path in (file, Path(folder))] == [1, 1]


SHARE = """
import os, socket
from multiprocessing.shared_memory import SharedMemory
def share():
    note = SharedMemory("note", create=True, size=9)
    note.buf[0] = 7
    with socket.socket(socket.AF_UNIX) as listener, socket.socket(socket.AF_UNIX) as other:
        listener.bind("own")
        listener.listen()
        other.connect("own")
    about = os.statvfs("/dev/shm")
    return [os.listdir("/dev/shm"), about.f_blocks * about.f_frsize, about.f_files]
"""


@pytest.mark.usefixtures("student")
def test_each_kernel_has_shared_memory_and_sockets_of_its_own():
    limits = Limits(cell=20, call=20, notebook=120)
    for _ in range(2):
        with submission(SHARE, limits=limits) as one:
            assert one.share() == [["note"], limits.memory // 2, limits.files]
    assert not Path("/dev/shm/note").exists()


@pytest.mark.usefixtures("student")
def test_the_folder_for_temporary_files_may_be_in_shared_memory(monkeypatch):
    with tempfile.TemporaryDirectory(dir="/dev/shm") as folder:
        monkeypatch.setattr(tempfile, "tempdir", folder)
        with submission(SHARE, limits=Limits(cell=20, call=20, notebook=120)) as one:
            assert "note" in one.share()[0]


def test_no_socket_of_another_program_can_be_seen(student):
    with tempfile.TemporaryDirectory() as folder, socket.socket(socket.AF_UNIX) as listener:
        listener.bind(f"{folder}/s")
        listener.listen()
        connect = f"socket.socket(socket.AF_UNIX).connect('{folder}/s')"
        assert student.attempt(connect) == "No such file or directory"


def test_a_course_in_a_folder_that_kernels_may_read_is_told():
    assert exposed(Path(__file__).parent) == []
    assert str(readable()[0]) in exposed(readable()[0] / "course")[0]


def test_no_system_call_is_named_twice():
    names = f"{DENIED} {TUNING} {CHANGES} {PRETENDED} {UNCOUNTED} {UNSUPPORTED}".split()
    assert len(names) == len(set(names))


# What would change the grader's process, if its number is known, or all of the user's.
TUNED = """
    os.setpriority(os.PRIO_PROCESS, {grader}, 19)
    os.setpriority(os.PRIO_USER, 0, 19)
    os.sched_setaffinity({grader}, {{0}})
    os.sched_setscheduler({grader}, os.SCHED_IDLE, os.sched_param(0))
    os.sched_setparam({grader}, os.sched_param(0))
    resource.prlimit({grader}, resource.RLIMIT_NOFILE, (64, 64))
"""
# By number on x86: ioprio_set, migrate_pages, move_pages, sched_setattr, kcmp, process_madvise,
# process_mrelease, pidfd_getfd.
if os.uname().machine == "x86_64":
    TUNED += "\n".join(
        f"call({number}, {arguments})"
        for number, arguments in [
            (251, "1, {grader}, 3 << 13"),
            (256, "{grader}, 8, None, None"),
            (279, "{grader}, 0, None, None, None, 0"),
            (314, "{grader}, (ctypes.c_uint32 * 12)(48, 3), 0"),
            (312, "{grader}, {grader}, 0, 0, 0"),
            (440, "os.pidfd_open({grader}), None, 0, 20, 0"),
            (448, "os.pidfd_open({grader}), 0"),
            (438, "os.pidfd_open({grader}), 0, 0"),
        ]
    )
IN_CONTAINER = """
import json, os, sys
from kernels import IMPORTS, submission
from grading.sandbox.policy import Sandbox
from grading.sandbox.spawn import what_is_missing
before, tries = json.load(sys.stdin)
with submission(before) as student:
    tries = [one.format(grader=os.getpid()) for one in tries]
    answers = {one: student.attempt(one) for one in tries}
    answers |= {"rights": student.rights(), "missing": what_is_missing(Sandbox(IMPORTS))}
print(json.dumps(answers))
"""


def test_without_namespaces_nothing_of_another_process_is_changed():
    skip_without_containers()
    tries = [line.strip() for line in TUNED.splitlines() if line.strip()]
    done = subprocess.run(
        [*WITHOUT_NAMESPACES, sys.executable, "-c", IN_CONTAINER],
        input=json.dumps([TRY, tries]),
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[1])},
        capture_output=True,
        text=True,
    )
    answers = json.loads(done.stdout or done.stderr)
    (missing,) = answers.pop("missing")
    assert missing.startswith("namespaces")
    assert set(answers.pop("rights")) == {"0" * 16}
    assert answers
    assert set(answers.values()) == {"Operation not permitted"}, answers
