"""Definitions.

What every variable, endpoint, analysis set and method means, and where the published rates come from.
"""

from core.ui import page, reading

ctx = page.begin(__doc__, stop_when_empty=False)
reading.version_card(ctx)
reading.endpoint_definitions(ctx)
reading.variable_definitions(ctx)
reading.lab_definitions(ctx)
reading.method_definitions()
reading.benchmark_definitions(ctx)
