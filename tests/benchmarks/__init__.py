"""Benchmarks, run by `nox -s benchmark`: `python -m tests.benchmarks.<name>`. Figures are compared as ratios in one run,
for absolute times say more about the machine than about the code."""
