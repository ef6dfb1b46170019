"""Lint consumer marketing copy about kratom, 7-OH and other botanicals."""

__version__ = "0.1.0"
