"""Every refusal: a stable code, and the sentence that the asker reads."""

SENTENCES = {
    "not_allowed": "Your role can't do that in this interview.",
    "not_lead": "Only the interviewer who holds the lead can do that.",
    "bad_name": "Give a name of 1 to 60 characters that can be seen.",
    "not_seated": "Take your seat first: open your invitation and give your name.",
    "not_now": "That is not possible at this point of the interview.",
    "no_open_round": "No question is open at the moment.",
    "nobody_to_ask": "No candidate has taken their seat yet. Send them the invitation first.",
    "plan_empty": "Your plan is empty. Choose a question to ask.",
    "unknown_question": "That question is not in this interview.",
    "already_asked": "That question was asked already.",
    "asked_meanwhile": "A question was asked just now, on another device. Look at it; to ask another, press again.",
    "drill_done": "That was the last question of this drill. End it to see the answers.",
    "planned_twice": "A question can stand in a plan once.",
    "rounds_full": "This interview has 500 questions, the most that it can hold. End it, and begin another.",
    "unknown_round": "There is no such round.",
    "unknown_point": "That question has no such talking point.",
    "unknown_dimension": "Marks are not given on that dimension here.",
    "unknown_seat": "There is no such seat.",
    "nobody_there": "They are not connected at the moment.",
    "unknown_stage": "That question has no such stage.",
    "stage_revealed": "That stage is on the candidate's screen already.",
    "stage_ahead": "Earlier stages have not been shown. Confirm to skip ahead; it can't be unseen.",
    "not_thinking": "Answering has begun already.",
    "already_paused": "The clock stands still already.",
    "not_paused": "The clock is not paused.",
    "clock_stopped": "The clock of this question has stopped.",
    "handed_in": "The answer has been handed in.",
    "too_late": "The time was over before this arrived, so it was not taken.",
    "nothing_late": "No late text was offered for this question.",
    "late_accepted": "The late text was accepted already.",
    "not_typed": "Answers are not typed here.",
    "round_closed": "That question is closed; no more text is taken for it.",
    "notes_closed": "The report is released; notes can't be changed unless the interview is reopened.",
    "no_swap": "Roles can't be swapped here: that is chosen when the interview is made, for two people.",
    "round_open": "Close the open question first; roles are swapped, and decks brought, between two questions.",
    "deck_in_use": "Your side has asked a question of its deck already, so another can't take its place.",
    "nobody_to_swap": "There is nobody to swap with: the other has left, or has not come yet.",
    "nothing_offered": "No swap has been offered.",
    "own_offer": "The other has to accept the swap that you offered.",
    "one_candidate": "In an interview with a swap there is one candidate. Remove the other first.",
    "no_panel": "You judge this question alone; there is no seal to open.",
    "seal_open": "The marks of this question are open to all of you already.",
    "start_past": "That start is in the past. Choose a later one.",
    "bad_zone": "There is no such time zone. Choose one of the list, such as Europe/Berlin.",
    "bad_announcement": "Say it in one line of 1 to 200 characters that can be seen.",
    "bad_call": "Give the whole address of the call, beginning with https://, in 500 characters at most.",
    "lead_present": "The interviewer who holds the lead is still here. They can pass it to you.",
    "has_lead": "You hold the lead already.",
    "not_interviewer": "The lead can only go to an interviewer who has taken their seat.",
    "own_seat": "You can't remove yourself while you hold the lead. Pass the lead first.",
    "seats_full": "This interview has as many seats as it can hold.",
    "too_many_points": "Three points at most, over keep, stop and start together.",
    "too_long": "An answer can be 20,000 characters long, a note 5,000, a point of feedback 300. Shorten it.",
    "too_big": "That is more than the server takes at once. Nothing of it was taken; send less.",
    "behind": "Your text was older than the one on the server.",
    "malformed": "The server did not understand that request.",
    "too_fast": "That was too many requests at once. Wait a moment.",
    "gone": "This link is no longer valid.",
    "unconfirmed": "The server could not confirm that this was saved. Trying again.",
    "not_saved": "Not saved: the store is away. Trying again.",
    "error": "Something went wrong on the server. It was not saved.",
}


class Refused(Exception):  # noqa: N818 - a refusal is an answer, not an error of ours
    """A command was refused, and changed nothing.

    Args:
        code: One of `SENTENCES`.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
        self.message = SENTENCES[code]
