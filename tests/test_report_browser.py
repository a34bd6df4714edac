"""The report in a browser, opened from disk."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from made_up_warehouse import Text, warehouse
from test_report import finding, hostile

from pipeline.diff import diff_warehouses, write_diff_page
from pipeline.report.finding_pages import MOST_CARDS
from pipeline.report.folder import CHANGES
from pipeline.report.write import write_report

playwright = pytest.importorskip("playwright.sync_api")
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("browser")
    (folder / "before").mkdir()
    before = warehouse(folder / "before", Text("<i>Gone</i> words: £5m", "gone.txt"), hostile(savings=650))
    text = hostile()
    gap = next(record for record in text.records if record.table == "financial_gaps")
    findings = [
        finding(1, severity="error", footprint_id="E54000038", record_ids=(gap.record_id,), message="A <b>gap</b>."),
        finding(2, message="Something about estates.", rule="unit_missing"),
        finding(3, severity="info"),
    ]
    after = warehouse(folder, text, Text("Other words", "other.txt"), findings=findings)
    write_diff_page(diff_warehouses(before, after), folder / "report" / CHANGES, overview="index.html")
    write_report(after, folder / "report")
    return folder / "report"


def pages(report: Path) -> list[str]:
    """A page of every kind, by its path in the report."""
    found = ["index.html", "findings.html", "footprints.html", "documents.html", "rules.html", CHANGES]
    found += [f"footprints/{name}.html" for name in ("E54000038", "E54000001")]
    return found + sorted(str(path.relative_to(report)) for path in (report / "documents").iterdir())


@pytest.fixture(scope="module")
def browser(chromium: Path) -> Iterator[Any]:
    with playwright.sync_playwright() as started:
        opened = started.chromium.launch(executable_path=str(chromium), args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.mark.parametrize("width", [1280, 400])
def test_every_page_opens_without_an_error_a_request_or_a_sideways_scroll(
    browser: Any, report: Path, width: int
) -> None:
    troubles: list[str] = []
    page = browser.new_page(viewport={"width": width, "height": 900})
    page.on("console", lambda message: troubles.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on("dialog", lambda dialog: troubles.append(f"dialog: {dialog.message}"))
    page.on("request", lambda r: None if r.url.startswith(("file:", "data:")) else troubles.append(r.url))
    page.on("requestfailed", lambda request: troubles.append(f"failed: {request.url}"))
    for name in pages(report):
        page.goto((report / name).as_uri())
        wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wider <= 0, name
    page.close()
    assert troubles == []


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (400, "dark")])
def test_axe_finds_no_accessibility_fault(browser: Any, report: Path, width: int, scheme: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    faults = []
    for name in pages(report):
        page.goto((report / name).as_uri())
        judged = axe.run(page).response
        assert {"color-contrast", "document-title"} <= {rule["id"] for rule in judged["passes"]}, name
        faults += [
            f"{name}: {rule['impact']}, {rule['id']}: {node['html']}"
            for rule in judged["violations"]
            for node in rule["nodes"]
        ]
    page.close()
    assert faults == []


def test_filters_and_links_work(browser: Any, report: Path) -> None:
    page = browser.new_page()
    page.goto((report / "findings.html").as_uri())
    cards = page.locator(".card:visible")
    assert cards.count() == 3
    page.get_by_label("info").uncheck()
    assert cards.count() == 2
    page.get_by_label("Footprint").select_option("E54000038")
    assert cards.count() == 1
    assert page.get_by_role("status").inner_text() == "1 of 3 shown"
    page.get_by_label("Footprint").select_option("")
    page.get_by_label("Words").fill("estates")
    assert [card.splitlines()[2] for card in cards.all_inner_texts()] == ["Something about estates."]
    page.goto((report / "index.html").as_uri())
    page.get_by_role("link", name="A <b>gap</b>.").click()
    assert page.url.endswith(f"findings.html#f-{1:016x}")
    page.get_by_role("link", name="Somerset", exact=True).first.click()
    assert page.get_by_role("heading", level=1).inner_text().startswith("Somerset")
    page.close()


def test_the_filter_finds_what_stands_on_other_pages(browser: Any, tmp_path: Path) -> None:
    many = [finding(number, message=f"Finding <{number}>.") for number in range(MOST_CARDS)]
    many += [finding(MOST_CARDS, severity="info", message="Estates & <b>more</b>.")]
    write_report(warehouse(tmp_path, hostile(), findings=many), tmp_path / "report")
    page = browser.new_page()
    page.goto((tmp_path / "report" / "findings.html").as_uri())
    elsewhere = page.get_by_role("region", name="On other pages")
    assert page.get_by_role("status").inner_text() == f"{MOST_CARDS} of {MOST_CARDS} shown on this page"
    assert not elsewhere.is_visible()
    page.get_by_label("Words").fill("estates")
    assert page.get_by_role("status").inner_text() == f"0 of {MOST_CARDS} shown on this page, 1 on others"
    elsewhere.get_by_role("link", name="Estates & <b>more</b>.").click()
    assert page.url.endswith(f"findings-2.html#f-{MOST_CARDS:016x}")
    assert page.locator(".card:visible").count() == 1
    page.close()


def test_a_link_to_a_card_far_below_leads_to_it(browser: Any, tmp_path: Path) -> None:
    many = [finding(number, explanation="Long words. " * (20 * number)) for number in range(40)]
    write_report(warehouse(tmp_path, hostile(), findings=many), tmp_path / "report")
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto((tmp_path / "report" / "findings.html").as_uri() + f"#f-{20:016x}")
    card = page.locator(f"#f-{20:016x}")
    page.wait_for_function("(card) => Math.abs(card.getBoundingClientRect().top) < 100", arg=card.element_handle())
    page.close()


def test_the_map_changes_with_the_measure_by_keyboard(browser: Any, report: Path) -> None:
    page = browser.new_page()
    page.goto((report / "index.html").as_uri())
    tile = page.locator(".tiles:visible .tile", has_text="Somerset")
    assert "£1,192" in tile.inner_text()
    page.get_by_label("Combined gap a head", exact=True).focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    assert "500,000" in tile.inner_text()
    page.close()
