"""Candidates of a clause in, `Quantity` records with exact values, units and comparators out."""

from pipeline.normalise.quantities import quantities

__all__ = ["quantities"]
