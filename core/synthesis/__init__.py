"""Synthetic registries of any size, for trying the dashboard and for measuring it. They are no evidence about patients."""

from core.synthesis.registry import synthesize

__all__ = ["synthesize"]
