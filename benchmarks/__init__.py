"""Benchmarks of the engine, the pages, the proofs and the board; most print ratios."""
