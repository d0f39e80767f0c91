"""Quantities of a text in, what each number is about out."""

from pipeline.attribute.about import AttributionBook, Scene, attribute, load_attribution

__all__ = ["AttributionBook", "Scene", "attribute", "load_attribution"]
