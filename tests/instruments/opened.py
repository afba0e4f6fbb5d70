"""An instrument opened from a file in Chromium, as a participant has it before them."""

import json
import time

from senco.intake.formats.sessions import SavedSession, digest_session
from tests.conftest import HANG_SECONDS


class Opened:
    """A page opened from a file, with what it complained of and asked for."""

    def __init__(self, browser, folder, html, name="session", **options):
        path = folder / f"{name}.html"
        path.write_text(html[f"{name}.html"], encoding="utf-8")
        self.problems, self.asked = [], []
        options = {"viewport": {"width": 390, "height": 844}, **options}
        self.context = browser.new_context(accept_downloads=True, **options)
        self.tab = self.context.new_page()
        self.tab.on("pageerror", lambda error: self.problems.append(str(error)))
        self.tab.on("console", lambda told: self.problems.append(told.text))
        self.tab.on("request", lambda request: self.asked.append(request.url))
        self.tab.goto(path.as_uri())

    def press(self, name, **options):
        self.tab.get_by_role("button", name=name, exact=True, **options).click()

    def begin(self, who="P1", consent=True):
        self.tab.get_by_label("Pseudonym").fill(who)
        self.press("Begin")
        if consent:
            self.tab.get_by_label("My own answers too").check()
            self.tab.get_by_label("No", exact=True).check()
            self.tab.get_by_label("SENCO", exact=True).check()
            self.press("Record the consent")

    def save(self, folder=None):
        """What the saved file holds, once its sum and its form are seen to be right."""
        with self.tab.expect_download() as got:
            self.tab.locator("#save-file").click()
        text = got.value.path().read_text(encoding="utf-8")
        if folder:
            got.value.save_as(folder / got.value.suggested_filename)
        saved = json.loads(text)
        assert saved["sha256"] == digest_session(saved["session"])
        SavedSession.model_validate_json(text)
        return saved["session"]

    def save_all(self):
        self.press("Overview")
        self.press("Save and sign")
        return self.save()

    def reload(self):
        """Load the page again, until what it had kept on the device can be read: a browser writes
        that to another process of its own, and says nothing when it is there."""
        kept = self.tab.evaluate("({...localStorage})")
        self.tab.reload()
        end = time.monotonic() + HANG_SECONDS
        while self.tab.evaluate("({...localStorage})") != kept:
            assert time.monotonic() < end, f"the page lost what it had kept: {kept}"
            self.tab.reload()

    def place(self, position, level):
        """Where on the screen a place of the chart is."""
        chart = self.tab.locator("#chart")
        chart.scroll_into_view_if_needed()
        box = chart.bounding_box()
        return (
            box["x"] + 34 + position * (box["width"] - 50),
            box["y"] + 26 + (5 - level) / 10 * (box["height"] - 60),
        )

    def close(self):
        assert not self.problems, self.problems
        outside = [url for url in self.asked if not url.startswith(("file:", "blob:"))]
        assert not outside
        self.context.close()
