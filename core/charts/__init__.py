"""Results as Plotly figures; one chart a file. The only place that imports plotly."""
