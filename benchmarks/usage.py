"""What a server takes, from Linux's /proc: memory and processor time of its process tree, bytes on disk."""

import os
import time
from pathlib import Path

TICKS_PER_SECOND = os.sysconf("SC_CLK_TCK")


def _stat(pid: int) -> list[str]:
    try:
        text = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return []  # it has ended meanwhile
    return text.rpartition(")")[2].split()  # the name before it may hold anything


def process_tree(root: int) -> list[int]:
    """The process and all that descend from it."""
    parents: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and (fields := _stat(int(entry.name))):
            parents.setdefault(int(fields[1]), []).append(int(entry.name))
    tree, waiting = [], [root]
    while waiting:
        pid = waiting.pop()
        tree.append(pid)
        waiting += parents.get(pid, [])
    return tree


def memory_bytes(root: int) -> int:
    """Proportional set size of the tree: a page that n processes share counts once in all."""
    total = 0
    for pid in process_tree(root):
        try:
            text = Path(f"/proc/{pid}/smaps_rollup").read_text()
        except OSError:
            continue
        total += sum(int(line.split()[1]) for line in text.splitlines() if line.startswith("Pss:"))
    return total * 1024


def available_bytes() -> int:
    """Memory of the machine that could be had without swapping."""
    lines = Path("/proc/meminfo").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("MemAvailable:")) * 1024


def processor_seconds(root: int) -> float:
    """Processor time of the tree so far, in user and in system mode."""
    stats = (_stat(pid) for pid in process_tree(root))
    return sum(int(fields[11]) + int(fields[12]) for fields in stats if fields) / TICKS_PER_SECOND


def settle(root: int, *, longest: float = 60, share: float = 0.1, pause: float = 0.2) -> bool:
    """Wait until the tree does next to nothing, so that one measurement does not run into the next.

    Args:
        longest: Seconds to wait at most.
        share: What counts as nothing, as a share of one core.
        pause: Seconds over which that is looked at.
    """
    end = time.monotonic() + longest
    while time.monotonic() < end:
        before = processor_seconds(root)
        time.sleep(pause)
        if processor_seconds(root) - before <= share * pause + 1 / TICKS_PER_SECOND:
            return True
    return False


def disk_bytes(folder: Path) -> int:
    """What the files below a folder take on disk."""
    return sum(file.stat().st_blocks * 512 for file in folder.rglob("*") if file.is_file())
