"""What the log of runs says that a stage took."""

import sys

import pytest

from pipeline.warehouse.stages import Stages


@pytest.mark.skipif(sys.platform != "linux", reason="other systems tell the peak since the process began")
def test_each_stage_has_a_peak_of_its_own() -> None:
    stages = Stages()
    with stages.measured("read"):
        held = bytearray(200_000_000)
        held[::4096] = bytes(len(held[::4096]))
        del held
    with stages.measured("load"):
        pass
    first, second = stages.so_far()
    assert (first.stage, second.stage) == ("read", "load")
    assert first.peak_memory_mb > second.peak_memory_mb + 100
    assert first.seconds > 0
