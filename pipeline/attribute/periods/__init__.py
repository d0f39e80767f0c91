"""A release's sentences and quantities in, the period of each quantity and what its change is compared with out.

text -> words -> expressions -> scene (numbers, times, cues; new or base) -> assign -> PeriodReading
                                                                          -> comparison
"""

from pipeline.attribute.periods.grammar import PeriodBook, prepare_periods
from pipeline.attribute.periods.reading import PeriodContext, PeriodReading, read_periods

__all__ = ["PeriodBook", "PeriodContext", "PeriodReading", "prepare_periods", "read_periods"]
