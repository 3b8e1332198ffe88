"""Measures the console beside its peers: `make bench`, described in docs/benchmarks.md."""
