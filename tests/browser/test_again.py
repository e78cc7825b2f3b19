"""What can follow an interview, as one finds it from the room."""

from playwright.sync_api import expect

from tests.browser.conftest import People


def test_the_same_people_go_on_where_they_stopped(people: People) -> None:
    """From the wrap-up by one press: their names are expected, what was asked is left out; before it, a template."""
    ada, kim = people.pair(**{"How many questions": "2"})
    assert ada.link("Save it as a template, or use it again").count() == 1
    assert kim.link("Save it as a template, or use it again").count() == 0
    planned = [each["id"] for each in ada.state()["plan"]]
    ada.begins()
    asked = ada.asks()
    ada.ends()
    room = ada.room()
    ada.link("Save it as a template").click()
    ada.page.get_by_label("Name of the template").fill("Two questions")
    ada.button("Save as a template").click()
    expect(ada.heading("Two questions")).to_be_visible()
    ada.open(room).button("The same people, next questions").click()
    expected = ada.page.locator(".person").filter(has_text="Kim").first
    expect(ada.page.get_by_text("Lobby")).to_be_visible()
    expect(expected).to_contain_text("· not here yet")
    following = [each["id"] for each in ada.state()["plan"]]
    assert asked == planned[0]
    assert following[0] == planned[1]
    assert asked not in following
    kim.open(ada.link_for("candidate"))
    expect(kim.page.get_by_label("Your name")).to_have_value("Kim")
    kim.button("Take my seat").click()
    expect(expected).to_contain_text("· here")
