"""Takes from a process all that a student's code has no need of, for good and for its children.

Four parts of Linux, none of which needs root: Landlock (files, signals), seccomp (sockets, other
system calls), namespaces (network, process numbers), resource limits. Each of the first two would
do for most of it; together they leave nothing to one of them alone. It imports nothing of the rest
of this package but its limits, because each kernel inherits what it holds.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import mmap
import os
import resource
import socket
import sys
from pathlib import Path

from grading.sandbox.policy import Limits

# What Python, torch and matplotlib read besides their own installation.
READABLE = (
    *("/usr", "/lib", "/lib64", "/bin", "/sys/devices/system", "/proc/cpuinfo", "/proc/meminfo"),
    *(
        "/etc/ld.so.cache",
        "/etc/localtime",
        "/etc/timezone",
        "/etc/os-release",
        "/etc/alternatives",
    ),
    *("/etc/passwd", "/etc/group", "/etc/fonts", "/etc/ssl/certs", "/etc/ssl/openssl.cnf"),
    *("/proc/driver/nvidia", "/sys/module/nvidia"),
)
DEVICES = ("/dev/null", "/dev/full", "/dev/random", "/dev/urandom")
GPUS = ("nvidia*", "nvidia-caps/*")

SCOPES_ABI = 6  # of Landlock: the first that holds signals and abstract sockets back
# Of sched.h: CLONE_NEWUSER, NEWPID, NEWNET, NEWIPC, NEWUTS; and CLONE_NEWNS.
NAMESPACES = 0x10000000 | 0x20000000 | 0x40000000 | 0x08000000 | 0x04000000
MOUNTS = 0x00020000
MS_NOSUID, MS_NODEV, MS_NOEXEC = 2, 4, 8  # sys/mount.h
UNKNOWN = -1  # libseccomp's number for a system call that it has not heard of
PR_SET_PDEATHSIG, PR_SET_CHILD_SUBREAPER = 1, 36  # prctl.h

# System calls that reach other processes, other memory or more of the kernel, or that watch files.
DENIED = (
    *("connect", "ptrace", "process_vm_readv", "process_vm_writev", "process_madvise", "kcmp"),
    *("pidfd_getfd", "bpf", "perf_event_open", "userfaultfd", "keyctl", "add_key", "request_key"),
    *("io_uring_setup", "io_uring_enter", "io_uring_register", "mount", "umount2", "pivot_root"),
    *("chroot", "unshare", "setns", "open_tree", "move_mount", "fsopen", "fsconfig", "fsmount"),
    *("fspick", "mount_setattr", "name_to_handle_at", "open_by_handle_at", "memfd_create"),
    *("memfd_secret", "shmget", "msgget", "semget", "mq_open", "settimeofday", "clock_settime"),
    *("inotify_init", "inotify_init1", "inotify_add_watch", "fanotify_init", "fanotify_mark"),
    *("adjtimex", "clock_adjtime", "sethostname", "setdomainname", "swapon", "swapoff", "reboot"),
    *(
        "acct",
        "quotactl",
        "quotactl_fd",
        "syslog",
        "personality",
        "kexec_load",
        "init_module",
        "finit_module",
    ),
    "delete_module",
)
# Landlock lets these change any file of the same user: its owner, attributes, rights and times. The
# last two are pretended to be done, for the sake of all that copies or unpacks files.
MARKS = (
    *("chown", "fchown", "lchown", "fchownat", "setxattr", "lsetxattr", "fsetxattr"),
    *("removexattr", "lremovexattr", "fremovexattr"),
)
PRETENDED = (
    *("chmod", "fchmod", "fchmodat"),
    *("utime", "utimes", "futimesat", "utimensat"),
)
# Linux 6.6 and later number new system calls from here, the same on every processor: programs do
# without them, and some do in another way what is denied above.
NEWER = range(452, 512)


# In a kernel's scratch folder: what it may do anything with, and where it can only make sockets.
# Could it put a link in a socket's place, the grader would come back to whatever that leads to.
HOME, SOCKETS = "home", "sockets"

# Of a kernel and all that it starts; its processes are counted by its warden.
THREADS = 128 + 2 * (os.cpu_count() or 1)
FEWEST_NUMBERS = 301  # that a namespace can be limited to


def enter_namespaces() -> list[str]:
    """Give the processes that this one will fork numbers and a network of their own.

    Returns:
        What is missing, if the system does not allow it.
    """
    if _libc("unshare", NAMESPACES) == 0:
        return []
    why = os.strerror(ctypes.get_errno())
    return [f"namespaces ({why}): what a submission leaves running is hunted, not ended at once"]


def mount_proc() -> None:
    """Show this process, the first of its namespace, the numbers of that namespace in /proc.

    CUDA compares the two. In a container that hides parts of /proc, Linux forbids it.
    """
    _libc("unshare", MOUNTS)  # the supervisor goes on with its own /proc
    flags = MS_NOSUID | MS_NODEV | MS_NOEXEC
    ctypes.CDLL(None).mount(b"proc", b"/proc", b"proc", ctypes.c_ulong(flags), None)


def adopt_orphans() -> None:
    """Become the parent of every descendant whose own parent has ended."""
    _libc("prctl", PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def end_with_parent() -> None:
    """Be killed when the parent process ends."""
    _libc("prctl", PR_SET_PDEATHSIG, 9, 0, 0, 0)


def limit_resources(limits: Limits, *, has_namespaces: bool) -> None:
    """Set the limits that the kernel keeps for each process."""
    seconds = int(limits.notebook * (os.cpu_count() or 1)) + 1
    wanted = {
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_CPU: seconds,
        resource.RLIMIT_FSIZE: limits.disk,
        resource.RLIMIT_NOFILE: 1024,
        resource.RLIMIT_MEMLOCK: limits.memory if _gpus() else 1 << 20,  # CUDA locks pages
        resource.RLIMIT_DATA: _data_size() + limits.memory,
    }
    if has_namespaces:  # else it would count every process of this user
        wanted[resource.RLIMIT_NPROC] = THREADS
        with contextlib.suppress(OSError):  # Linux 6.14; root is bound by this one only
            Path("/proc/sys/kernel/pid_max").write_text(str(FEWEST_NUMBERS + THREADS))
    for kind, value in wanted.items():
        _, hard = resource.getrlimit(kind)
        if hard != resource.RLIM_INFINITY:
            value = min(value, hard)
        resource.setrlimit(kind, (value, value))
    os.nice(10)  # the warden and the grader come first
    Path("/proc/self/oom_score_adj").write_text("1000")


def _data_size() -> int:
    """Bytes of private memory that this process has now, most of them shared with its parent."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmData:"):
            return int(line.split()[1]) * 1024
    return 0


def lay_out(scratch: Path) -> None:
    """Make the folders within a scratch folder."""
    for name in (HOME, SOCKETS):
        (scratch / name).mkdir()


def confine(scratch: Path) -> list[str]:
    """Leave this process one folder to write to, Python to read, and nobody to talk to.

    Only to be called while it has a single thread.

    Args:
        scratch: a folder that was laid out by `lay_out`.

    Returns:
        What is missing, if the system cannot do all of it.
    """
    missing = [part(scratch) for part in (_restrict_files, _restrict_calls)]
    return [text for text in missing if text]


def _restrict_files(scratch: Path) -> str | None:
    try:
        import landlockpy
        from landlockpy import AccessFS, Ruleset, Scope
    except ImportError as error:
        return f"Landlock ({error}): files and other processes are not protected"
    if not landlockpy.supported():
        return "Landlock (not in this kernel): files and other processes are not protected"
    read = AccessFS.READ_FILE | AccessFS.READ_DIR | AccessFS.EXECUTE
    everything = ~AccessFS.NONE & ~(AccessFS.MAKE_CHAR | AccessFS.MAKE_BLOCK | AccessFS.IOCTL_DEV)
    use = AccessFS.READ_FILE | AccessFS.WRITE_FILE
    own = (
        Path("/proc") / Path("/proc/self").readlink()
    )  # the link itself names another for each process
    with Ruleset(scoped=Scope.SIGNAL | Scope.ABSTRACT_UNIX_SOCKET) as rules:
        for path in readable():
            rules.allow_path(path, read if Path(path).is_dir() else AccessFS.READ_FILE)
        for device in DEVICES:
            rules.allow_path(device, use)
        for path in _gpus():
            rules.allow_path(path, use | AccessFS.IOCTL_DEV)
        rules.allow_path(own, read & ~AccessFS.EXECUTE)
        if _gpus():  # CUDA writes there about its own process and threads
            rules.allow_path(own, AccessFS.WRITE_FILE)
        rules.allow_path(scratch / HOME, everything)
        rules.allow_path(scratch / SOCKETS, AccessFS.READ_FILE | AccessFS.MAKE_SOCK)
        rules.restrict()
        if rules.abi_version < SCOPES_ABI:
            return f"Landlock {rules.abi_version} (older than 6): signals to other processes"
    return None


def _gpus() -> list[Path]:
    return [path for pattern in GPUS for path in Path("/dev").glob(pattern)]


def readable() -> list[Path]:
    """The files and folders that a confined process may read, besides its own."""
    paths = map(Path, [*READABLE, sys.prefix, sys.base_prefix])
    return [path.resolve() for path in paths if path.exists()]


def _restrict_calls(_: Path) -> str | None:
    try:
        from pyseccomp import (
            ALLOW,
            EQ,
            ERRNO,
            MASKED_EQ,
            NE,
            Arch,
            Arg,
            SyscallFilter,
            resolve_syscall,
        )
    except (ImportError, RuntimeError) as error:
        return f"seccomp ({error}): sockets of other programs are not protected"
    calls = SyscallFilter(ALLOW)
    refuse, kinds = ERRNO(errno.EPERM), (socket.SOCK_DGRAM, socket.SOCK_RAW)
    denied = dict.fromkeys([*DENIED, *MARKS], refuse) | dict.fromkeys(PRETENDED, ERRNO(0))
    # It takes up room on a disk, and is counted nowhere; programs then write instead.
    for name, answer in (denied | {"fallocate": ERRNO(errno.EOPNOTSUPP)}).items():
        if resolve_syscall(Arch.NATIVE, name) != UNKNOWN:  # they differ between processors
            calls.add_rule(answer, name)
    for number in NEWER:
        calls.add_rule(ERRNO(errno.ENOSYS), number)
    unknown = ERRNO(errno.EOPNOTSUPP)  # ZeroMQ takes this for an answer, and aborts on others
    for name in ("socket", "socketpair"):
        calls.add_rule(unknown, name, Arg(0, NE, socket.AF_UNIX))
        for kind in kinds:  # those can send without a connect
            calls.add_rule(unknown, name, Arg(1, MASKED_EQ, 0xF, kind))
    calls.add_rule(refuse, "prlimit64", Arg(0, NE, 0))
    for flag in (0x10000000, 0x20000000, 0x40000000, 0x00020000):  # new namespaces within
        calls.add_rule(refuse, "clone", Arg(0, MASKED_EQ, flag, flag))
    calls.add_rule(ERRNO(errno.ENOSYS), "clone3")  # its flags cannot be seen; clone's can
    calls.add_rule(refuse, "ioctl", Arg(1, EQ, 0x5412))  # TIOCSTI types into a terminal
    if not _gpus():  # whose driver needs it: shared memory that outlives its being counted
        calls.add_rule(
            refuse, "mmap", Arg(3, MASKED_EQ, *[mmap.MAP_SHARED | mmap.MAP_ANONYMOUS] * 2)
        )
    try:
        calls.load()
    except OSError as error:
        return f"seccomp ({error}): sockets of other programs are not protected"
    return None


def _libc(function: str, *arguments: int) -> int:
    call = getattr(ctypes.CDLL(None, use_errno=True), function)
    return int(call(*map(ctypes.c_ulong, arguments)))
