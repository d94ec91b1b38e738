"""What the documentation says, runs: every Python block of every page, in order."""

import re
from pathlib import Path

import pytest

from zenith.app import Captured, Launch, launching

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
BLOCK = re.compile(r"^```python\n(.*?)^```", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\(([^)#]+)\)")


def page_id(path):
    return path.relative_to(ROOT).as_posix()


def run_page(path):
    names = {"__name__": "__page__"}
    text = path.read_text("utf-8")
    for block in BLOCK.finditer(text):
        line = text.count("\n", 0, block.start(1))
        source = "\n" * line + block[1]
        try:
            with launching(Launch()):
                exec(compile(source, str(path), "exec"), names)
        except Captured as captured:
            for _ in range(30):
                captured.app.tick()


@pytest.mark.parametrize("path", PAGES, ids=page_id)
def test_every_snippet_of_a_page_runs(path):
    run_page(path)


@pytest.mark.parametrize("path", PAGES, ids=page_id)
def test_links_lead_somewhere(path):
    links = [t for t in LINK.findall(path.read_text("utf-8")) if "://" not in t]
    assert [t for t in links if not (path.parent / t).exists()] == []


def test_a_wrong_snippet_is_found(tmp_path):
    page = tmp_path / "page.md"
    page.write_text("```python\nassert 1 == 2\n```\n", "utf-8")
    with pytest.raises(AssertionError):
        run_page(page)


def test_the_guide_lists_its_pages():
    guide = ROOT / "docs" / "guide"
    listed = set(re.findall(r"\((\w+\.md)\)", (guide / "index.md").read_text("utf-8")))
    assert listed == {p.name for p in guide.glob("*.md")} - {"index.md"}
