"""What readers do on several pages."""

from playwright.sync_api import Locator, Page


def drawer(page: Page, heading: str) -> Locator:
    """The folded place of that heading, opened."""
    page.locator("summary", has_text=heading).click()
    return page.locator("details", has=page.locator("summary", has_text=heading))
