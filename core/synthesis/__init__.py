"""Synthetic registries of any size, for trying and measuring the dashboard. They are no evidence about patients."""

from core.synthesis.registry import synthesize

__all__ = ["synthesize"]
