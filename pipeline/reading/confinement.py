"""What keeps a reading process within bounds when its document does not: memory, core files, and its parent's life."""

import ctypes
import resource
import signal
import sys
from contextlib import suppress

from pipeline.reading.limits import Limits

_PR_SET_PDEATHSIG = 1


def confine() -> None:
    """End this process with its parent (on Linux), leave Ctrl-C to the parent, and write no core file."""
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def limit_memory(limits: Limits) -> None:
    """Limit what this process may write to. Where the system knows no such limit, the machine's own memory is it."""
    with suppress(OSError, ValueError):
        _, hard = resource.getrlimit(resource.RLIMIT_DATA)
        resource.setrlimit(resource.RLIMIT_DATA, (limits.memory_mb * 2**20, hard))
