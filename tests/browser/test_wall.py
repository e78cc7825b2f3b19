"""The wall: every room of a class on one screen, who needs the coach first, and acting in many at once."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import Locator, expect

from server.classes.roster import Group
from tests.browser.conftest import People
from tests.browser.looks import examine
from tests.browser.people import Candidate, Guest, Person
from tests.client import _app
from tests.system.server_process import ServerProcess
from tests.teaching import Taught, teach

SOON_MS = 1000


class Coach(Person):
    """Somebody who teaches a class, with its wall before them."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, host="localhost", **options)

    def teaches(self, server: ServerProcess, *groups: Group) -> Taught:
        """Have a class, and open its wall."""
        for question in {what.partition(".")[0] for what in self.ledger.secrets}:
            self.ledger.give(question, self.name)  # who chose the deck knows it
        self.page.goto("/drill")  # which makes them somebody
        cookies = self.context.cookies()
        cookie = next(each["value"] for each in cookies if "person" in each["name"])
        base = f"http://room.test:{self.wire.port}"
        taught = teach(_app(server.var_dir, server.port), base, cookie, groups)
        self.page.goto(f"/classes/{taught.id}/wall")
        expect(self.page.locator(".tile")).to_have_count(len(groups))
        return taught

    def tile(self, names: str) -> Locator:
        return self.page.get_by_role("listitem", name=names)

    @property
    def needs(self) -> Locator:
        return self.page.locator(".needs")


class Asker(Guest):
    """Somebody who interviews, and so has the questions before them."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for question in {what.partition(".")[0] for what in self.ledger.secrets}:
            self.ledger.give(question, self.name)


def link(person: Person, taught: Taught) -> str:
    """The link of somebody's seat, by their own way to the server."""
    path = taught.links[person.name].split("/join/")[1]
    return f"http://room.test:{person.wire.port}/join/{path}"


def test_a_class_on_the_wall(people: People, server: ServerProcess) -> None:
    """Rooms fill, questions are asked, a hand goes up: the coach sees it, acts in one, in all, and drops in."""
    cora = people.come(Coach, "Cora")
    taught = cora.teaches(server, Group("Ada", "Kim"), Group("Bo", "Li"), Group("Mo", "Jo", "Vi"))
    expect(cora.tile("Ada, Kim")).to_contain_text("Nobody has come in yet")
    expect(cora.needs).to_contain_text("Nobody at the moment")

    ada = people.come(Asker, "Ada")
    kim = people.come(Candidate, "Kim")
    ada.join(link(ada, taught))
    expect(cora.tile("Ada, Kim")).to_contain_text("Ada · here")
    kim.join(link(kim, taught))
    ada.button("Start the interview").click()
    expect(cora.tile("Ada, Kim")).to_contain_text("live")
    people.ledger.give("what-is-flask", "Kim")  # what the deck asks first
    ada.page.locator(".next-step__button").click()
    expect(cora.tile("Ada, Kim")).to_contain_text("thinking")
    examine(cora.page, "wall")

    kim.button("A hint, please").click()
    expect(cora.needs).to_contain_text("asks for a hint", timeout=SOON_MS)

    cora.page.get_by_role("checkbox", name="Ada, Kim").check()
    expect(cora.page.get_by_role("heading", name="In 1 of 3 rooms")).to_be_visible()
    cora.page.get_by_label("A line of text for them").fill("Well asked, Ada")
    cora.page.keyboard.press("Enter")
    expect(cora.page.get_by_text("Done in 1 room.").first).to_be_visible()
    for who in (ada, kim):
        expect(who.page.get_by_text("Well asked, Ada").first).to_be_visible()
    kim.button("Got it").click()
    expect(kim.page.locator(".in-class")).to_have_count(0)

    cora.button("Choose none: act on all").click()
    cora.button("Pause").click()
    expect(cora.page.get_by_text("Done in 1 room. Not in Bo, Li").first).to_be_visible()
    expect(cora.tile("Ada, Kim")).to_contain_text("paused")
    expect(kim.page.get_by_text("The clock stands still").first).to_be_visible()
    cora.button("Go on").click()
    cora.button("Wrap up in 60 s").click()
    expect(kim.page.get_by_text("Please wrap up").first).to_be_visible()
    expect(cora.tile("Ada, Kim")).to_contain_text("ends in")
    cora.button("Don’t wrap up").click()
    expect(kim.page.get_by_text("Please wrap up: this interview ends in").locator("visible=true")).to_have_count(0)

    cora.tile("Ada, Kim").get_by_role("link", name="Drop in").click()
    cora.page.get_by_label("Your name in that room").fill("Cora")
    cora.button("Drop in").click()
    expect(cora.page.locator(".prompt").first).to_be_visible()
    expect(ada.page.get_by_role("list", name="Who is here")).to_contain_text(re.compile(r"Cora\s*here"))


def test_who_is_lost_is_said(people: People, server: ServerProcess) -> None:
    """A connection that is gone stands first among who needs the coach, and is gone from there when it is back."""
    cora = people.come(Coach, "Cora")
    taught = cora.teaches(server, Group("Ada", "Kim"), Group("Bo", "Li"))
    ada, kim = people.come(Asker, "Ada"), people.come(Candidate, "Kim")
    ada.join(link(ada, taught))
    kim.join(link(kim, taught))
    ada.button("Start the interview").click()
    expect(cora.tile("Ada, Kim")).to_contain_text("live")
    with kim.forgiving():
        kim.wire.fall_silent()
        expect(cora.needs).to_contain_text("Kim has lost the connection", timeout=15_000)
        examine(cora.page, "wall-lost")
        kim.wire.speak_again()
        expect(cora.needs).to_contain_text("Nobody at the moment", timeout=15_000)


def test_a_wall_of_somebody_else_is_nowhere(people: People, server: ServerProcess) -> None:
    """The page of another's class is a 404, and its rooms can't be dropped in on."""
    cora = people.come(Coach, "Cora")
    taught = cora.teaches(server, Group("Ada", "Kim"))
    eve = people.come(Coach, "Eve")
    eve.page.goto("/drill")
    with eve.forgiving():
        for path in ("wall", f"rooms/{taught.rooms[0]}/drop-in"):
            answer = eve.page.goto(f"/classes/{taught.id}/{path}")
            assert answer is not None
            assert answer.status == 404
