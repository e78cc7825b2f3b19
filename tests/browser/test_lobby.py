"""The lobby and the invitation, on an origin that is neither secure nor localhost, as on most home networks."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from playwright.sync_api import expect

from tests.browser.conftest import People
from tests.browser.interviewer import Interviewer
from tests.browser.people import Candidate, Observer, Person

BERLIN, NEW_YORK = ZoneInfo("Europe/Berlin"), ZoneInfo("America/New_York")
CALL = "https://meet.example/green-room"


def test_the_invitation_is_copied_where_there_is_no_clipboard_api(people: People) -> None:
    """One large button copies an invitation with the link; a QR code shows the same; the link is of this address."""
    ada = people.come(Interviewer, "Ada").starts_an_interview()
    assert ada.page.evaluate("window.isSecureContext") is False
    link = ada.link_for("candidate")
    assert link.startswith(f"http://room.test:{ada.wire.port}/join/")
    ada.button("Copy the invitation for your candidate").click()
    expect(ada.button("Copied ✓")).to_be_visible()
    assert link in pasted(ada)
    code = ada.page.get_by_alt_text("QR code of the candidate’s link")
    expect(code).to_be_visible()
    assert code.evaluate("(image) => image.complete && image.naturalWidth > 0")
    ada.sees_not("These links work on this computer only")


def pasted(person: Person) -> str:
    """What is on the clipboard, pasted into a page of its own."""
    page = person.context.new_page()
    page.goto("/decks/new")
    box = page.get_by_label("Or paste text")
    box.press("ControlOrMeta+v")
    text = box.input_value()
    page.close()
    return text


def test_an_address_that_works_only_here_is_said_to(people: People) -> None:
    """On localhost the lobby says that the links work on this computer only, and what to do."""
    ada = people.come(Interviewer, "Ada", host="localhost").starts_an_interview()
    ada.sees("These links work on this computer only.")


def test_opening_an_invitation_takes_nothing(people: People) -> None:
    """Who opens a link reads who will see what and how long it is kept; the seat is free until they confirm."""
    ada = people.come(Interviewer, "Ada").starts_an_interview(**{"Answers are": "typed"})
    link = ada.link_for("candidate")
    curious = people.come(Candidate, "Curious").open(link)
    curious.sees(
        "Ada invites you to a practice interview", "while you type it",
        re.compile("answers and, if you agree, how they were typed"),
        re.compile("days after the end"), "Nothing is taken or stored before you press this.",
    )  # fmt: skip
    assert not [cookie for cookie in curious.context.cookies() if "form" not in cookie["name"]]
    assert not [seat for seat in ada.fetched("links")["seats"] if seat["role"] == "candidate" and seat["joined"]]
    kim = people.come(Candidate, "Kim").join(link)
    expect(kim.heading("You’re in, Kim")).to_be_visible()
    expect(ada.heading("Kim is here")).to_be_visible()


def test_extra_time_is_private(people: People) -> None:
    """Interviewers see who has extra time, and the clock has it; observers learn neither it nor the clock's length."""
    for written in ('"extra_percent":25', "25 % extra"):
        people.ledger.hold(f"extra time {written}", written, "Ada", "Kim")
    ada = people.come(Interviewer, "Ada").starts_an_interview(
        **{"Time to think, in seconds": "0", "Time to answer, in seconds": "100"}
    )
    olu = people.observer(ada)
    kim = people.come(Candidate, "Kim").join(ada.link_for("candidate"), extra="25 % more")
    kim.sees("25 % extra time")
    ada.sees("25 % extra time (private)")
    olu.sees("Kim").sees_not("extra time")
    ada.begins().asks()
    kim.sees("of 2:05")
    ada.sees("of 2:05")
    olu.has_clock("Answer").sees_not(re.compile(r"^of \d"))


def test_the_candidate_waits_knowing_what_will_happen(people: People) -> None:
    """The candidate's lobby says how many questions, how they answer, what the clock does; and that all is well."""
    ada, kim = people.pair(
        **{
            "How many questions": "4",
            "Answers are": "spoken and typed",
            "When the time is over": "the answer is cut off",
        }
    )
    kim.sees(
        "4 questions are planned.",
        "You answer aloud, and can type beside it.",
        "When time is up, nothing more is taken.",
        "Connected. The server answers within",
        "Ada starts the interview.",
    )
    ada.sees("Connected. The server answers within")
    kim.expands("Change your name")
    kim.page.get_by_label("Your name").fill("Kimberly")
    kim.button("Save the name").click()
    kim.sees("Everybody sees you as Kimberly now.")
    expect(kim.button("Save the name")).to_be_hidden()
    expect(kim.page.locator("summary").filter(has_text="Change your name")).to_be_focused()
    expect(ada.heading("Kimberly is here")).to_be_visible()


def test_the_interviewer_prepares_unseen(people: People) -> None:
    """The plan is made in the lobby: chosen, put in order, and seen by nobody else; the number can be kept back."""
    ada, kim = people.pair(**{"How many questions": "2", "The candidate sees how many questions are planned": "no"})
    ada.button("Choose questions").click()
    ada.page.get_by_label("Search titles and topics").fill("caching")
    ada.page.get_by_role("dialog").get_by_role("button", name="Add to plan").first.click()
    ada.page.get_by_role("dialog").get_by_text("In your plan").first.wait_for()
    ada.button("Close", exact=True).click()
    ada.button("Edit the plan").click()
    ada.button(re.compile("^Move up:")).last.click()
    ada.button(re.compile("^Remove from the plan: What is Flask")).click()
    expect(ada.page.locator(".plan__line")).to_have_count(2)
    expect(ada.page.locator(".plan__line").first).to_contain_text(re.compile("cach", re.IGNORECASE))
    kim.sees("Questions appear here, one at a time, when they are asked.").sees_not(re.compile("planned"))
    people.ledger.show("caching.prompt")
    ada.begins().asks()
    kim.sees(re.compile("cach", re.IGNORECASE))


def test_a_replaced_link_and_a_removed_seat(people: People) -> None:
    """The old link opens the one 404 page, whoever sat there is told, and the new link works; removing is for good."""
    ada, kim = people.pair()
    olu = people.observer(ada)
    old = {seat["name"]: seat["url"] for seat in ada.fetched("links")["seats"]}
    seat_action(ada, "Kim", "Replace the link")
    expect(kim.heading("You are not in this room any more")).to_be_visible()
    new = next(seat["url"] for seat in ada.fetched("links")["seats"] if seat["role"] == "candidate")
    assert new != old["Kim"]
    seat_action(ada, "Olu", "Remove")
    expect(olu.heading("You are not in this room any more")).to_be_visible()
    ada.sees_not("Olu")
    with kim.forgiving(), olu.forgiving():
        room = kim.room()
        pages = [guest.open(address).page.content() for guest, address in (
            (kim, old["Kim"]), (kim, room), (olu, old["Olu"]), (olu, "/join/never-was"), (olu, f"{room[:-1]}1"),
        )]  # fmt: skip
        assert len(set(pages)) == 1
        expect(olu.link("Go to home")).to_be_visible()
    kim.open(new)
    kim.button("Continue as Kim").click()
    expect(kim.heading("You’re in, Kim")).to_be_visible()


def seat_action(person: Interviewer, name: str, label: str) -> None:
    """Press what takes a second press beside somebody's seat."""
    person.expands("More people, and my other devices")
    row = person.page.locator(".person").filter(has_text=name)
    row.locator("summary").click()
    row.get_by_role("button", name=label).click()
    row.get_by_role("button", name="Press again").click()


def test_one_more_device_by_the_link_for_it(people: People) -> None:
    """The interviewer's own link opens their seat on a phone too: the same room, with the same means."""
    ada, kim = people.pair()
    ada.expands("More people, and my other devices")
    ada.button("Copy the link for my other devices").click()
    phone = people.come(Interviewer, "Ada", viewport={"width": 360, "height": 740}).open(pasted(ada).strip())
    phone.sees("Welcome back, Ada").button("Continue as Ada").click()
    phone.begins()
    expect(ada.heading("The interview has begun")).to_be_visible()
    expect(kim.heading("Here we go")).to_be_visible()


def test_everybody_is_listed_once(people: People) -> None:
    """The lead's links and further seats come to the list of who is here, and go again."""
    ada, _ = people.pair()
    rows = ada.page.locator(".person")
    expect(rows).to_have_count(2)
    expect(ada.button("Copy their link")).to_have_count(0)
    ada.expands("More people, and my other devices")
    expect(ada.button("Copy their link")).to_be_visible()
    expect(rows).to_have_count(2)


def test_an_observer_is_told_what_they_will_see(people: People) -> None:
    """Each role reads its own conditions."""
    ada = people.come(Interviewer, "Ada").starts_an_interview(**{"Answers are": "typed"})
    olu = people.come(Observer, "Olu").open(ada.invites("Invite an observer"))
    olu.sees("You are invited as an observer", "what the candidate sees, when they see it")
    ben = people.come(Interviewer, "Ben").open(ada.invites("Invite a second interviewer"))
    ben.sees("You are invited as an interviewer", "every question with guidance and answers")


def change_of_the_clocks() -> datetime:
    """Noon in Berlin of the next day on which its clocks change; New York's change on another."""
    day = datetime.now(BERLIN).replace(hour=12, minute=0, second=0, microsecond=0) + timedelta(days=2)
    while day.utcoffset() == (day - timedelta(days=1)).utcoffset():
        day += timedelta(days=1)
    return day


def as_shown(at: datetime, zone: ZoneInfo) -> str:
    """An instant as every page writes it."""
    local = at.astimezone(zone)
    return f"{local:%A} {local.day} {local:%B} {local:%Y}, {local:%H:%M}"


def plans(ada: Interviewer, start: datetime) -> None:
    """Say in the lobby when the interview begins."""
    ada.link("Plan a time").click()
    ada.page.get_by_label("Date", exact=True).fill(start.date().isoformat())
    ada.page.get_by_label("Time", exact=True).fill(f"{start:%H:%M}")
    expect(ada.page.get_by_label("Time zone")).to_have_value("Europe/Berlin")
    ada.button("Save").click()


def test_one_start_on_two_clocks(people: People) -> None:
    """On a day when clocks change, each reads the start in their own zone, with the planner's beside it, and waits."""
    start = change_of_the_clocks()
    ada = people.come(Interviewer, "Ada", timezone_id="Europe/Berlin", locale="en-US").starts_an_interview()
    plans(ada, start)
    ada.sees(as_shown(start, BERLIN), re.compile("^Begins in [0-9]+ days")).sees_not("where it was planned")
    kim = people.come(Candidate, "Kim", timezone_id="America/New_York", locale="de-DE")
    kim.join(ada.link_for("candidate"))
    kim.sees(as_shown(start, NEW_YORK), f"{start:%H:%M} in Europe/Berlin, where it was planned")
    expect(kim.link("Plan a time").or_(kim.link("Change the time"))).to_have_count(0)
    with kim.page.expect_download() as download:
        kim.link("Add to your calendar").click()
    assert download.value.suggested_filename.endswith(".ics")

    later = start + timedelta(hours=1)
    ada.link("Change the time").click()
    ada.page.get_by_label("Time", exact=True).fill(f"{later:%H:%M}")
    ada.button("Save").click()
    kim.sees(as_shown(later, NEW_YORK))
    ada.begins()
    ada.sees(re.compile("^(60|59) min left, 5 questions: about 1[12] min each$"))


def opens_the_call(person: Person) -> None:
    """The link to the call opens beside the room, and tells nobody where it came from."""
    link = person.link(re.compile("^Open the call"))
    expect(link).to_have_attribute("href", CALL)
    expect(link).to_have_attribute("target", "_blank")
    expect(link).to_have_attribute("rel", "noopener noreferrer")


def test_the_call_beside_it(people: People) -> None:
    """The lead says where the call is, in the lobby or later; every seat can open it, and only https is taken."""
    ada, kim = people.pair()
    olu = people.observer(ada)
    ada.expands("The call beside it")
    ada.page.get_by_label("Link to your call").fill("http://meet.example/plain")
    ada.button("Keep the link").click()
    ada.sees("Give the whole address of the call, beginning with https://, in 500 characters at most.")
    ada.page.get_by_label("Link to your call").fill(CALL)
    ada.button("Keep the link").click()
    for person in (ada, kim, olu):
        opens_the_call(person)
    ada.begins()
    for person in (ada, kim, olu):
        opens_the_call(person)
    ada.expands("People and links")
    ada.page.get_by_label("Link to your call").fill("")
    ada.button("Remove the link").click()
    expect(kim.link(re.compile("^Open the call"))).to_have_count(0)


def test_a_name_in_the_lobby(people: People) -> None:
    """Who gave no name is called by one as soon as they say it."""
    ada = people.come(Interviewer, "Ada").open("/interviews/new")
    ada.button("Create the interview").click()
    kim = people.come(Candidate, "Kim").join(ada.link_for("candidate"))
    kim.sees("Interviewer starts the interview.")
    ada.expands("Change your name")
    ada.page.get_by_label("Your name").fill("Ada")
    ada.button("Save the name").click()
    kim.sees("Ada starts the interview.")
