# Asks the kernel directly, past Python and the C library, for what is denied.
#
# must: be refused
# needs: isolation

# %%
import ctypes, os, platform

call = ctypes.CDLL(None, use_errno=True).syscall
numbers = {"connect": 42, "ptrace": 101, "mount": 165, "chroot": 161, "unshare": 272, "setns": 308, "bpf": 321}
numbers |= {"io_uring_setup": 425, "pidfd_getfd": 438, "open_tree": 428, "fsopen": 430, "memfd_create": 319}
numbers |= {"userfaultfd": 323, "perf_event_open": 298, "kcmp": 312, "add_key": 248, "keyctl": 250, "shmget": 29}
numbers |= {"msgget": 68, "semget": 64, "mq_open": 240, "name_to_handle_at": 303, "open_by_handle_at": 304}
numbers |= {"swapon": 167, "reboot": 169, "sethostname": 170, "quotactl": 179, "init_module": 175, "acct": 163}
numbers |= {"process_vm_readv": 310, "memfd_secret": 447, "quotactl_fd": 443, "fanotify_init": 300, "lookup_dcookie": 212}
if platform.machine() == "x86_64":
    for name, number in numbers.items():
        for extra in (0, 0x40000000):  # the second is x32's number of it
            ctypes.set_errno(0)
            if os.fork() == 0:
                result = call(number | extra, b"/", b"/", 0, 0, 0, 0)
                refused = ctypes.get_errno() in (1, 13, 38)
                os._exit(0 if result == -1 and refused else 7)
            if os.waitstatus_to_exitcode(os.wait()[1]) == 7:
                loot(f"{name} {'of x32' if extra else ''}")
