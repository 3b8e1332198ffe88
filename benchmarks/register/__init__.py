"""A plugin that only the benchmarks install: a long register whose entries name a kind and an office, and themes."""

from console.plugin import Manifest

MANIFEST = Manifest(
    name="bench",
    title="Benchmark",
    description="A long register for the benchmarks.",
    version="0.1.0",
    console=">=0.1,<1",
)
