"""Making a registry takes the memory of one block, however many patients there are."""

import tracemalloc
from pathlib import Path

import pyarrow as pa

from core.synthesis import registry, synthesize


def test_memory_does_not_grow_with_the_registry(tmp_path):
    one, four = (peak_megabytes(blocks * registry.BLOCK, tmp_path) for blocks in (1, 4))
    assert four < 200
    assert four < 1.3 * one


def peak_megabytes(patients: int, out: Path) -> float:
    """Give the most memory that arrays and columns took at a time, in and out of Arrow."""
    before = pa.default_memory_pool()
    pool = pa.proxy_memory_pool(before)
    pa.set_memory_pool(pool)
    tracemalloc.start()
    try:
        synthesize(patients, 1, out)
        return (tracemalloc.get_traced_memory()[1] + (pool.max_memory() or 0)) / 1e6
    finally:
        tracemalloc.stop()
        pa.set_memory_pool(before)
