"""A hundred events a second must leave the page time to answer."""

from playground_page import button, write
from playwright.sync_api import expect

EVENTS = 1500
TEXT = f"""title: Busy
steps:
  - repeat: {EVENTS}
    every: 10ms
    as: n
    id: ${{n}}
    event: "${{n % 3 == 0 ? 'price' : 'trade'}}"
    data: {{ n: "${{n}}", symbol: ABC, price: "${{round(walk(100, 1), 2)}}", at: "${{now}}" }}
"""
WATCH = """
  window.longTasks = [];
  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) window.longTasks.push({ startTime, duration });
  }).observe({ type: 'longtask', buffered: true });
"""
LIMIT = 100  # ms
# A tab may be kept from running by other work on the machine; what is the page's own doing comes back every time.
TRIES = 3


def longest_task(page):
    page.goto("/")
    write(page, TEXT)
    expect(page.get_by_role("region", name="Check")).to_contain_text("no mistakes")
    start = page.evaluate("performance.now()")
    button(page, "Run").click()
    expect(page.locator(".counts")).to_contain_text(f"{EVENTS:,} events", timeout=60_000)
    tasks = page.evaluate("window.longTasks")
    return max((task["duration"] for task in tasks if task["startTime"] > start), default=0)


def test_a_hundred_events_a_second_leave_the_main_thread_free(new_page):
    page = new_page()
    page.add_init_script(WATCH)
    longest = []
    while len(longest) < TRIES and (not longest or longest[-1] > LIMIT):
        longest.append(longest_task(page))
    assert longest[-1] <= LIMIT, f"tasks of {longest} ms"
