"""What a query process may not do, enforced by the kernel.

It can open neither a file nor a socket, so that no query reaches out of it whatever the engine does with the
text; its memory, its stack and the time of its processor are bounded.

Source: https://man7.org/linux/man-pages/man2/setrlimit.2.html, https://man7.org/linux/man-pages/man7/sched.7.html
"""

import ctypes
import os
import resource
import signal
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

_MB = 1 << 20
_PR_SET_PDEATHSIG = 1
_BEHIND = 10
"""Nice value: a tenth of the time that an ordinary process gets beside it."""


def enter(memory_mb: int) -> None:
    """Give up the rights that evaluating a query does not need. There is no way back.

    Args:
        memory_mb: What the process may allocate beyond what it has.
    """
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_FSIZE, 0)
    _limit(resource.RLIMIT_AS, _address_space() + memory_mb * _MB)
    # No new descriptor of any kind: neither file nor socket.
    _limit(resource.RLIMIT_NOFILE, 0)


def grow_stack(megabytes: int) -> None:
    """Let the main thread's stack grow to that size; the children that are forked inherit it."""
    _, hard = resource.getrlimit(resource.RLIMIT_STACK)
    wanted = megabytes * _MB
    if hard != resource.RLIM_INFINITY:
        wanted = min(wanted, hard)
    resource.setrlimit(resource.RLIMIT_STACK, (wanted, hard))


def die_with_parent() -> None:
    """End this process when the one that made it ends, however that does; on Linux only."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


def yield_to_others(pid: int) -> None:
    """Give a process little of the processor while others want it.

    Not the idle class: a process of it that is put off while it holds a lock of the kernel, as page faults of
    forked processes do, holds up everybody who waits for that lock.
    """
    with suppress(OSError):
        os.setpriority(os.PRIO_PROCESS, pid, _BEHIND)


def compete_again(pid: int) -> bool:
    """Undo ``yield_to_others``; False where this user may not."""
    try:
        os.setpriority(os.PRIO_PROCESS, pid, 0)
    except OSError:
        return False
    return True


def pause(pid: int) -> None:
    """Have a process wait, outside of the kernel; it can be killed nevertheless."""
    with suppress(OSError):
        os.kill(pid, signal.SIGSTOP)


def go_on(pid: int) -> None:
    """Undo ``pause``."""
    with suppress(OSError):
        os.kill(pid, signal.SIGCONT)


def spent(pid: int) -> float:
    """Seconds of the processor that a process has used; where the system does not tell, of the clock.

    Source: https://man7.org/linux/man-pages/man3/clock_getcpuclockid.3.html
    """
    if sys.platform != "linux":
        return time.monotonic()
    with suppress(OSError):
        return time.clock_gettime((~pid << 3) | 2)
    return 0.0


def memory_mb(pid: int) -> int:
    """Megabytes that a process may write to, those included that it shares until it does; 0 where it is gone.

    Source: https://man7.org/linux/man-pages/man5/proc_pid_statm.5.html
    """
    with suppress(OSError):
        return int(Path(f"/proc/{pid}/statm").read_text().split()[5]) * resource.getpagesize() >> 20
    return 0


def may_compete_again() -> bool:
    """Whether this user may undo ``yield_to_others``; tried out on a thread that ends at once."""
    tried: list[bool] = []

    def attempt() -> None:
        own = threading.get_native_id()
        yield_to_others(own)
        tried.append(compete_again(own))

    thread = threading.Thread(target=attempt)
    thread.start()
    thread.join()
    return tried == [True]


def _limit(which: int, most: int) -> None:
    _, hard = resource.getrlimit(which)
    if hard != resource.RLIM_INFINITY:
        most = min(most, hard)
    resource.setrlimit(which, (most, most))


def _address_space() -> int:
    """Bytes of address space in use; 0 on a system that does not tell, where the limit is then absolute."""
    statm = Path("/proc/self/statm")
    if not statm.exists():
        return 1 << 40
    return int(statm.read_text().split()[0]) * resource.getpagesize()
