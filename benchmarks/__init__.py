"""Benchmarks, one module each: `python -m benchmarks.NAME` prints what it measures. `nox -s benchmark` runs them all."""
