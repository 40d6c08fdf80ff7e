"""Confines a process for good: denies all that a student's code does not need.

Four parts of Linux do this, without root: Landlock (files, signals), seccomp (sockets and other
system calls), namespaces (network, process numbers) and resource limits. Most things are denied by
two of these parts, so that a gap in one alone opens nothing.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import fcntl
import mmap
import os
import re
import resource
import socket
import sys
import termios
from pathlib import Path
from typing import Any

from grading.sandbox.policy import Limits

# What Python, torch and matplotlib read besides their own installation.
READABLE = """
    /usr /lib /lib64 /bin /sys/devices/system /proc/cpuinfo /proc/meminfo
    /etc/ld.so.cache /etc/localtime /etc/timezone /etc/os-release /etc/alternatives
    /etc/passwd /etc/group /etc/fonts /etc/ssl/certs /etc/ssl/openssl.cnf
    /proc/driver/nvidia /sys/module/nvidia
"""
DEVICES = ("/dev/null", "/dev/full", "/dev/random", "/dev/urandom")
GPUS = ("nvidia*", "nvidia-caps/*")  # in /dev

# From Linux's headers.
CLONE_NEWNS, CLONE_NEWUTS, CLONE_NEWIPC = 0x00020000, 0x04000000, 0x08000000
CLONE_NEWUSER, CLONE_NEWPID, CLONE_NEWNET = 0x10000000, 0x20000000, 0x40000000
PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_SET_SECCOMP, PR_SET_CHILD_SUBREAPER = 1, 4, 22, 36
PR_SCHED_CORE = 62  # it, and options after it, change how processors and memory are shared
SO_SNDBUFFORCE, MAP_HUGETLB = 32, 0x40000
SO_ATTACH = (26, 50, 51, 52)  # _FILTER, _BPF, _REUSEPORT_CBPF, _REUSEPORT_EBPF
INT = 0xFFFFFFFF  # the bits of an argument that Linux looks at where it takes an int
CAPABILITY_VERSION_3 = 0x20080522
SOCKET_TYPES = 0xF  # the bits of a socket's type that are no flags
NOBODY = 65534  # the number of a user, and of a group, without rights
SCOPES_ABI = 6  # of Landlock: the first that holds signals and abstract sockets back
UNKNOWN = -1  # libseccomp's number for a system call that it does not know

# It reaches any socket at a path, so it is denied where a kernel can see paths of others.
CONNECT = "connect"
# System calls that reach other processes, other memory or more of the kernel, or that watch files.
DENIED = """
    ptrace process_vm_readv process_vm_writev process_madvise kcmp pidfd_getfd bpf
    perf_event_open userfaultfd keyctl add_key request_key io_uring_setup io_uring_enter
    io_uring_register mount umount2 pivot_root chroot unshare setns open_tree move_mount fsopen
    fsconfig fsmount fspick mount_setattr name_to_handle_at open_by_handle_at memfd_create
    memfd_secret shmget msgget semget mq_open settimeofday clock_settime inotify_init inotify_init1
    inotify_add_watch fanotify_init fanotify_mark adjtimex clock_adjtime sethostname setdomainname
    swapon swapoff reboot acct quotactl quotactl_fd syslog personality kexec_load init_module
    finit_module delete_module process_mrelease get_robust_list
"""
# What these allocate (rules, filters, requests for the whole machine) is in no process's memory.
UNCOUNTED = """
    landlock_create_ruleset landlock_add_rule landlock_restrict_self seccomp io_setup
    mbind set_mempolicy set_mempolicy_home_node modify_ldt
"""
# These change the priority, scheduler or memory of any process of the user.
TUNING = "setpriority ioprio_set sched_setparam sched_setattr migrate_pages move_pages"
# Landlock lets a process change the owner, attributes, rights and times of every file of its user.
CHANGES = """
    chown fchown lchown fchownat setxattr lsetxattr fsetxattr
    removexattr lremovexattr fremovexattr
"""
# These do nothing, and report success, for programs that copy, unpack or lock files. A real lock on
# a file that all may read would be a signal to other kernels; a real `sync` is work for all disks.
PRETENDED = "chmod fchmod fchmodat utime utimes futimesat utimensat flock sync syncfs"
# These keep a page, of 2 MB even, in a pipe or a socket for a byte that waits there, and no process
# holds the page any more. Programs read and write instead where a system is without these calls.
# A filter cannot see the flags of `clone3`, but those of `clone`.
UNSUPPORTED = "splice tee vmsplice sendfile clone3"
# Linux 6.5 and later number new system calls from here, the same on every processor. Programs do
# without these calls, and some of them do in another way what is denied above.
NEWER = range(451, 512)

SHARED_MEMORY = Path("/dev/shm")
NO_SHARED_MEMORY = (
    f"a kernel's processes share no memory ({SHARED_MEMORY}), as those of `multiprocessing` and of "
    "a DataLoader with workers do"
)

# Folders in a kernel's scratch folder: in HOME it may do anything, in SOCKETS only make sockets. If
# it could replace a socket by a link, the grader would connect to wherever the link leads.
HOME, SOCKETS = "home", "sockets"

# Of a kernel and all processes that it starts; the supervisor counts the processes.
THREADS = 128 + 2 * (os.cpu_count() or 1)
OPEN_FILES, MOST_OPEN_FILES = 512, 1 << 16  # of a kernel's process, and of a grader's
PENDING = 256  # signals and timers at once
MIN_PID_MAX = 301  # Linux takes no lower limit of a namespace's process numbers
OWN_PID_MAX = (6, 14)  # the first Linux where that limit is not the whole machine's


def enter_namespaces() -> list[str]:
    """Give the child processes of this one process numbers and a network of their own.

    Returns:
        The parts of confinement that are missing, if the system does not allow namespaces.
    """
    user, group = os.geteuid(), os.getegid()
    kinds = CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNET | CLONE_NEWIPC | CLONE_NEWUTS
    if _libc("unshare", kinds) == 0:
        with contextlib.suppress(OSError):  # without it there are no files in memory: see `mounts`
            for name, text in {
                "setgroups": "deny",
                "uid_map": f"{NOBODY} {user} 1",
                "gid_map": f"{NOBODY} {group} 1",
            }.items():
                Path("/proc/self", name).write_text(text)
        return []
    why = os.strerror(ctypes.get_errno())
    return [
        f"namespaces ({why}): what a submission leaves running is hunted, not ended at once; "
        f"{NO_SHARED_MEMORY}"
    ]


def adopt_orphans() -> None:
    """Become the parent of every descendant whose own parent has ended."""
    _libc("prctl", PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def end_with_parent() -> None:
    """Have Linux kill this process when its parent process ends."""
    _libc("prctl", PR_SET_PDEATHSIG, 9, 0, 0, 0)


def limit_resources(limits: Limits, *, has_namespaces: bool) -> None:
    """Set the limits that Linux itself enforces."""
    seconds = int(limits.notebook * (os.cpu_count() or 1)) + 1
    resource_limits = {
        resource.RLIMIT_CORE: 1,  # byte: with 0, Linux still starts a program that takes a core
        resource.RLIMIT_CPU: seconds,
        resource.RLIMIT_FSIZE: limits.disk,
        resource.RLIMIT_SIGPENDING: PENDING,
        resource.RLIMIT_MSGQUEUE: 0,
        resource.RLIMIT_MEMLOCK: limits.memory if _gpus() else 1 << 20,  # CUDA locks pages
        resource.RLIMIT_DATA: data_size() + limits.memory,
    }
    if has_namespaces:  # else this limit would count every process of the user
        resource_limits[resource.RLIMIT_NPROC] = THREADS
        if _linux_version() >= OWN_PID_MAX:  # the only such limit that binds root
            with contextlib.suppress(OSError):
                Path("/proc/sys/kernel/pid_max").write_text(str(MIN_PID_MAX + THREADS))
    for kind, value in resource_limits.items():
        _set_limit(kind, value)
    os.nice(10)  # the supervisor and the grader come first
    Path("/proc/self/oom_score_adj").write_text("1000")


def limit_descriptors() -> None:
    """Set the limit of open files, which also limits the descriptors that are sent by sockets.

    Linux refuses to send a descriptor when all processes of the *user* together have as many on
    their way as the sender may open. So a process with a higher limit can always send.
    """
    _set_limit(resource.RLIMIT_NOFILE, OPEN_FILES)


def raise_limit_of_descriptors() -> None:
    """Let this process, and those that it starts, open as many files as its hard limit allows."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    highest = MOST_OPEN_FILES if hard == resource.RLIM_INFINITY else min(hard, MOST_OPEN_FILES)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, highest), hard))


def _set_limit(kind: int, value: int) -> None:
    _, hard = resource.getrlimit(kind)
    if hard != resource.RLIM_INFINITY:
        value = min(value, hard)
    resource.setrlimit(kind, (value, value))


def _linux_version() -> tuple[int, ...]:
    return tuple(map(int, re.findall(r"\d+", os.uname().release)[:2]))


def data_size() -> int:
    """Return the bytes of private memory of this process, most of them shared with its parent."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmData:"):
            return int(line.split()[1]) * 1024
    return 0


def confine(scratch: Path, *, has_own_root: bool) -> list[str]:
    """Let this process write only to its own folders, read only Python, and reach no other process.

    Call this function while the process has a single thread.

    Args:
        scratch: a folder made by `grading.sandbox.scratch`.
        has_own_root: whether the process has a root folder and shared memory of its own; then it
            may also connect to sockets, such as those of its child processes.

    Returns:
        The parts of confinement that the system cannot do.
    """
    _drop_capabilities()
    folders = [scratch / HOME] + [SHARED_MEMORY] * has_own_root
    missing = [_restrict_files(scratch, folders), _restrict_calls(may_connect=has_own_root)]
    return [part for part in missing if part]


def _drop_capabilities() -> None:
    """Give up the rights of root, in this process' namespaces or, without any, on the machine.

    No program that is run later gains these rights again, because of Landlock and seccomp.
    """
    header, nothing = (ctypes.c_uint32 * 2)(CAPABILITY_VERSION_3, 0), (ctypes.c_uint32 * 6)()
    if ctypes.CDLL(None, use_errno=True).capset(header, nothing):
        raise OSError(ctypes.get_errno(), "capabilities cannot be given up")


def _restrict_files(scratch: Path, own_folders: list[Path]) -> str | None:
    try:
        import landlockpy
        from landlockpy import AccessFS, Ruleset, Scope
    except ImportError as error:
        return f"Landlock ({error}): files and other processes are not protected"
    if not landlockpy.supported():
        return "Landlock (not in this kernel): files and other processes are not protected"
    read = AccessFS.READ_FILE | AccessFS.READ_DIR | AccessFS.EXECUTE
    all_rights = ~AccessFS.NONE & ~(AccessFS.MAKE_CHAR | AccessFS.MAKE_BLOCK | AccessFS.IOCTL_DEV)
    read_write = AccessFS.READ_FILE | AccessFS.WRITE_FILE
    own_proc = Path(
        "/proc", Path("/proc/self").readlink()
    )  # the link differs from process to process
    with Ruleset(scoped=Scope.SIGNAL | Scope.ABSTRACT_UNIX_SOCKET) as rules:
        for path in readable():
            rules.allow_path(path, read if Path(path).is_dir() else AccessFS.READ_FILE)
        for device in DEVICES:
            rules.allow_path(device, read_write)
        for path in _gpus():
            rules.allow_path(path, read_write | AccessFS.IOCTL_DEV)
        rules.allow_path(own_proc, read & ~AccessFS.EXECUTE)
        if _gpus():  # CUDA writes there about its own process and threads
            rules.allow_path(own_proc, AccessFS.WRITE_FILE)
        for folder in own_folders:
            rules.allow_path(folder, all_rights)
        rules.allow_path(scratch / SOCKETS, AccessFS.READ_FILE | AccessFS.MAKE_SOCK)
        rules.restrict()
        if rules.abi_version < SCOPES_ABI:
            return f"Landlock {rules.abi_version} (older than 6): signals to other processes"
    return None


def _gpus() -> list[Path]:
    return [path for pattern in GPUS for path in Path("/dev").glob(pattern)]


def readable() -> list[Path]:
    """Return the resolved files and folders that a confined process may read, besides its own."""
    return [path.resolve() for path in _readable() if path.exists()]


def visible() -> list[Path]:
    """Return the paths, not resolved, that a confined process may see, besides its own."""
    python = Path(sys.executable)  # may be a link to a link
    return [*_readable(), python, *map(Path, DEVICES), *_gpus()]


def _readable() -> list[Path]:
    # This package, too: %autoreload, for one, reads the source of every imported module.
    package = str(Path(__file__).parents[1])
    return list(map(Path, [*READABLE.split(), sys.prefix, sys.base_prefix, package]))


def _restrict_calls(*, may_connect: bool) -> str | None:
    try:
        import pyseccomp
    except (ImportError, RuntimeError) as error:
        return f"seccomp ({error}): sockets of other programs are not protected"
    calls = pyseccomp.SyscallFilter(pyseccomp.ALLOW)
    _deny_by_name(calls, "" if may_connect else CONNECT)
    _deny_by_arguments(calls)
    try:
        calls.load()
    except OSError as error:
        return f"seccomp ({error}): sockets of other programs are not protected"
    return None


def _deny_by_name(calls: Any, more: str) -> None:
    from pyseccomp import ERRNO, Arch, resolve_syscall

    denied = f"{DENIED} {UNCOUNTED} {TUNING} {CHANGES} {more}".split()
    actions = dict.fromkeys(denied, ERRNO(errno.EPERM))
    actions |= dict.fromkeys(PRETENDED.split(), ERRNO(0))
    # Its disk space is counted nowhere; programs write instead when it is not supported.
    actions["fallocate"] = ERRNO(errno.EOPNOTSUPP)
    actions |= dict.fromkeys(UNSUPPORTED.split(), ERRNO(errno.ENOSYS))
    for name, action in actions.items():
        if resolve_syscall(Arch.NATIVE, name) != UNKNOWN:  # not every processor has each call
            calls.add_rule(action, name)
    for number in NEWER:
        calls.add_rule(ERRNO(errno.ENOSYS), number)


def _deny_by_arguments(calls: Any) -> None:
    from pyseccomp import ERRNO, GE, MASKED_EQ, NE, Arg

    def equals(position: int, value: int) -> Any:
        """Match an int: Linux ignores the upper half of the register, a plain EQ does not."""
        return Arg(position, MASKED_EQ, INT, value)

    refused, pretended = ERRNO(errno.EPERM), ERRNO(0)
    unknown = ERRNO(errno.EOPNOTSUPP)  # ZeroMQ accepts this error, and aborts on others
    for name in ("socket", "socketpair"):
        calls.add_rule(unknown, name, Arg(0, NE, socket.AF_UNIX))
        # Such sockets can send to others without connecting.
        for kind in (socket.SOCK_DGRAM, socket.SOCK_RAW):
            calls.add_rule(unknown, name, Arg(1, MASKED_EQ, SOCKET_TYPES, kind))
    for name in ("prlimit64", "sched_setaffinity"):  # limits and processors of another process
        calls.add_rule(refused, name, Arg(0, NE, 0))
    # ZeroMQ sets the usual scheduler, which its threads have already, and aborts on an error.
    calls.add_rule(pretended, "sched_setscheduler", equals(1, os.SCHED_OTHER))
    calls.add_rule(refused, "sched_setscheduler", Arg(1, NE, os.SCHED_OTHER))
    for flag in (CLONE_NEWUSER, CLONE_NEWPID, CLONE_NEWNET, CLONE_NEWNS):
        calls.add_rule(refused, "clone", Arg(0, MASKED_EQ, flag, flag))
    calls.add_rule(refused, "ioctl", equals(1, termios.TIOCSTI))  # types into a terminal
    for command in (
        fcntl.F_SETLEASE,
        fcntl.F_NOTIFY,
    ):  # F_SETLEASE makes others wait for files; F_NOTIFY watches them
        calls.add_rule(refused, "fcntl", equals(1, command))
    for command in (fcntl.F_SETLK, fcntl.F_SETLKW, fcntl.F_OFD_SETLK, fcntl.F_OFD_SETLKW):
        calls.add_rule(pretended, "fcntl", equals(1, command))  # as in `PRETENDED`
    for command in (fcntl.F_GETLK, fcntl.F_OFD_GETLK):
        calls.add_rule(refused, "fcntl", equals(1, command))
    # A process that cannot be dumped is hidden from the supervisor.
    for option in (PR_SET_DUMPABLE, PR_SET_SECCOMP):
        calls.add_rule(refused, "prctl", equals(0, option))
    calls.add_rule(ERRNO(errno.EINVAL), "prctl", Arg(0, GE, PR_SCHED_CORE))  # as by an older Linux
    # Pretended: the data in a socket is in no process's memory, and counted by the usual size.
    for option in (socket.SO_SNDBUF, SO_SNDBUFFORCE):
        calls.add_rule(pretended, "setsockopt", equals(1, socket.SOL_SOCKET), equals(2, option))
    # Their programs lie in memory that Linux has once for all, and needs for the next such filter.
    for option in SO_ATTACH:
        calls.add_rule(refused, "setsockopt", equals(1, socket.SOL_SOCKET), equals(2, option))
    # Huge pages are shared by all programs, and part of no process's memory.
    calls.add_rule(refused, "mmap", Arg(3, MASKED_EQ, MAP_HUGETLB, MAP_HUGETLB))
    if (
        not _gpus()
    ):  # whose driver needs shared memory, though it can outlive the process that is counted
        shared = mmap.MAP_SHARED | mmap.MAP_ANONYMOUS
        calls.add_rule(refused, "mmap", Arg(3, MASKED_EQ, shared, shared))


def _libc(function: str, *arguments: int) -> int:
    call = getattr(ctypes.CDLL(None, use_errno=True), function)
    return int(call(*map(ctypes.c_ulong, arguments)))
