"""What the safety pages offer, in words."""

from core.domain.events import Kind

BY_NAME, MEASURE_NAME, ONLY_NAME, SEARCH_NAME, COMPARE_NAME = "Rows", "Show", "Only", "Search", "Compare by"
LEAST_NAME = "At least, % of treated"
BY: dict[Kind, str] = {"term": "Terms", "category": "Categories", "special": "Special interest"}
EVERY = "Every event"
FIRST_EVENT, COMPETES = "First event", "Stopping ends the risk"
AGAINST, LOOK_NAME = "Compared with the reference", "View"
