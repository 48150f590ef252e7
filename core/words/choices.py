"""What controls are called that stand on several pages."""

METHODS = "Methods"
ANALYSIS_SET, WINDOW = "Analysis set", "Visit window, ± months"
INTERVAL, LEVEL = "Interval", "Confidence level"
