"""How long a month and a year are, wherever times are counted in them."""

DAYS_A_YEAR = 365.25
DAYS_A_MONTH = DAYS_A_YEAR / 12  # 30.4375
