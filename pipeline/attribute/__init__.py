"""Quantities of a text in, what each number is about out."""
