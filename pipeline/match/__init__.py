"""Clauses in, candidates out: the token patterns of `rules/quantities/` run over the terms, the best match wins."""

from pipeline.match.candidates import RuleMatcher

__all__ = ["RuleMatcher"]
