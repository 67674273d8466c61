"""The example of docs/testing-step-by-step.md: a page is driven event by event through the gates of a scenario."""

import secrets

import pytest
from playwright.sync_api import expect

# What is tested here is a page of somebody else, so it is not among ours: Playwright answers for it.
SHOP = """<!doctype html><html lang="en"><title>Your order</title><h1>Your order</h1>
<p role="status">…</p><ol></ol>
<script>
  const session = new URLSearchParams(location.search).get("session");
  const source = new EventSource(`/play/order-tracking?session=${session}`);
  source.addEventListener("order", (event) => {
    const order = JSON.parse(event.data);
    document.querySelector("[role=status]").textContent = order.state;
    document.querySelector("ol").appendChild(document.createElement("li")).textContent = order.state;
  });
  source.addEventListener("done", () => source.close());
</script></html>"""


@pytest.fixture
def shop(page, playground):
    page.route("**/shop?*", lambda route: route.fulfill(body=SHOP, content_type="text/html"))

    class Shop:
        session = f"order-{secrets.token_hex(4)}"
        status = page.get_by_role("status")
        states = page.get_by_role("listitem")

        def visit(self):
            page.goto(f"/shop?session={self.session}")

        def open_gate(self, name):
            return page.request.post(f"{playground.url}/api/sessions/{self.session}/gates/{name}")

        def step(self):
            return page.request.post(f"{playground.url}/api/sessions/{self.session}/step")

    return Shop()


def test_each_state_is_shown_when_its_gate_is_opened_and_not_before(shop):
    shop.visit()
    expect(shop.status).to_have_text("received")
    assert shop.open_gate("packed").ok
    expect(shop.status).to_have_text("packed")
    assert shop.open_gate("shipped").ok
    expect(shop.status).to_have_text("shipped")
    assert shop.open_gate("delivered").ok
    expect(shop.states).to_have_text(["received", "packed", "shipped", "delivered"])


def test_a_step_opens_the_next_gate_whatever_its_name(shop):
    shop.visit()
    expect(shop.status).to_have_text("received")
    for state in ["packed", "shipped", "delivered"]:
        assert shop.step().ok
        expect(shop.status).to_have_text(state)


def test_another_session_is_not_moved(shop, page, playground):
    shop.visit()
    expect(shop.status).to_have_text("received")
    page.request.post(f"{playground.url}/api/sessions/somebody-else/gates/packed")
    assert shop.open_gate("packed").ok
    expect(shop.states).to_have_text(["received", "packed"])
