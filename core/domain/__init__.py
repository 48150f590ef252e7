"""Frozen values the whole product speaks in; standard library only."""
