"""The lines of one question, sorted into its prompt and its parts."""

import re
import textwrap

from msgspec.structs import replace

from server.bank.deck import body, one_line
from server.bank.importers.choices import Choice, choices, inline
from server.bank.importers.inline import LINK
from server.bank.importers.labels import Label
from server.bank.importers.preview import LONGEST_BODY
from server.bank.importers.quotes import unquoted
from server.bank.importers.tree import MARKED, Document
from server.bank.importers.words import asking, refers_to_code

Line = tuple[int, str]

BULLET = re.compile(r"\s*(?:[-*+•·–]|\d{1,2}[.)])\s+")
# What an author writes who has not written the answer yet.
NO_ANSWER = re.compile(
    r"[\s*_>.(\[-]*(?:to be (?:completed|done|added|written|continued|announced|determined|answered)|"
    r"(?:your )?answers? (?:goes )?here|"
    r"add (?:an? |your )?answer(?: here)?|tb[dca]|to ?do|wip|work in progress|coming soon|no answer(?: yet)?|"
    r"not answered(?: yet)?|"
    r"n/?a|none|null|nil|\?+|-+|\.{3,}|…|placeholder|lorem ipsum\b.*|pending|empty|wird (?:noch )?ergänzt|"
    r"à compléter|por completar|待补充|暂无)"
    r"[\s*_.!…)\]-]*",
    re.IGNORECASE,
)
WARNING = re.compile(r"avoid|not to|watch out|red flags")
BLANKS = re.compile(r"\n(?:[ \t]*\n){2,}")
NO_TEXT = ("topics", "void", "kind")
ONE_LINE_FIELDS = ("topics", "difficulty", "kind")
MOST_ITEMS = 12
LONGEST_CHOICE = 200
LAST_FIELDS = ("answer", "model", "explanation", "more")


class Parts:
    """What one question consists of: `head` begins its prompt, a section whose field is "" has no label."""

    def __init__(self, document: Document, head: list[Line]) -> None:
        self.document = document
        self.head = head
        self.sections: list[tuple[str, list[Line]]] = []
        self.choices: list[Choice] = []
        self.names: dict[int, str] = {}
        self.left_out: set[int] = set()
        self.flags: list[str] = []
        self.comments: list[str] = []

    def prompt(self) -> str:
        """Return the prompt: with the unlabelled text, if a label says where the answer begins."""
        head = one_line(" ".join(text for _, text in self.head))
        more = [self._joined("asked"), self._joined("") if self._answer_is_labelled() else ""]
        return self.document.whole("\n\n".join(filter(None, [head, *more])))

    def title(self) -> str:
        """Return the prompt's first paragraph."""
        return self.document.whole(one_line(" ".join(text for _, text in self.head)))

    def text(self, field: str) -> str | None:
        """Return the guidance, the answer or the example; None if the document has none."""
        fields = [field]
        model_is = "example" if self._joined("answer") or (self._joined("") and not self._is_prompt("")) else "answer"
        if field == model_is:
            fields.append("model")
        if field == "answer":
            if not self._answer_is_labelled():
                fields.insert(0, "")
            fields += ["explanation", "more"]
        texts = self._guidance() if field == "guidance" else list(filter(None, map(self._joined, fields)))
        if field == "guidance" and (asked := self._joined("followups")):
            texts.append(f"**Follow-ups:**\n\n{asked}")
        text = "\n\n".join(texts)
        if field == "example":
            text = unquoted(text)
        if field == "answer" and text and (links := self._joined("links")):
            text = f"{text}\n\n{links}"
        return self.document.whole(text) or None

    def _guidance(self) -> list[str]:
        """Return each piece of guidance; of several all but the first say what they are: "**What to avoid:**"."""
        found = [(lines, text) for field, lines in self.sections if field == "guidance" and (text := self._text(lines))]
        names = [self.names.get(lines[0][0], "") for lines, _ in found]
        return [
            f"**{name.capitalize()}:**\n\n{text}" if name and (at or WARNING.search(name)) else text
            for at, ((_, text), name) in enumerate(zip(found, names, strict=True))
        ]

    def points(self) -> tuple[str, ...]:
        """Return the talking points, one for each line or list item."""
        lines = (BULLET.sub("", text, 1) for text in self._joined("points").split("\n"))
        return tuple(filter(None, (one_line(self.document.whole(text)) for text in lines)))

    def topics(self) -> tuple[str, ...]:
        """Return the topics, which commas, semicolons or bars divide."""
        said = [
            self.document.whole(self._joined("topics")).replace("\n", ","),
            *self._commented("tags?|topics?|category|categories"),
        ]
        found = [one_line(each).strip("`#* ") for text in said for each in re.split(r"[,;|]", text)]
        return tuple(dict.fromkeys(filter(None, found)))

    def difficulty(self) -> str:
        """Return what the question says of how hard it is, as it says it."""
        return self._joined("difficulty") or next(iter(self._commented("expertise|difficulty|level")), "")

    def has_text(self) -> bool:
        """Return whether there is anything but the prompt."""
        return bool(self.choices) or any(
            text.strip() for field, lines in self.sections if field not in NO_TEXT for _, text in lines
        )

    def has(self, field: str) -> bool:
        """Return whether a section of this field says anything."""
        return bool(self._joined(field))

    def rename(self, field: str, name: str) -> None:
        """Take the sections of a field for those of another."""
        self.sections = [(name if each == field else each, lines) for each, lines in self.sections]

    def part_hint(self) -> None:
        """Take what follows the paragraph of a hint for the answer."""
        for position, (field, lines) in enumerate(self.sections):
            end = next((at for at, (_, text) in enumerate(lines) if at and not text.strip()), len(lines))
            if field == "guidance" and lines[0][1] and any(text.strip() for _, text in lines[end:]):
                self.sections[position : position + 1] = [(field, lines[:end]), ("answer", lines[end:])]
                return

    def label(self, i: int, label: Label) -> None:
        """Begin the section that a line announces; what only says which kind of question this is, is left out."""
        self.sections.append((label.field, [(i, label.rest)]))
        self.names[i] = label.name
        if label.field in ("kind", "void"):
            self.left_out.add(i)

    def all_lines(self) -> set[int]:
        """Return the lines that this question took from the document."""
        return {i for i, _ in self.head} | {i for _, lines in self.sections for i, _ in lines} | self.left_out

    def cut(self, lines: set[int]) -> None:
        """Leave lines out of the last section."""
        field, kept = self.sections[-1]
        self.sections[-1] = (field, [each for each in kept if each[0] not in lines])
        self.left_out |= lines

    def settle(self) -> None:
        """Take the choices out of the text, and leave out what is no answer."""
        self._settle_inline_choices()
        labelled = self._answer_is_labelled()
        for position, (field, lines) in enumerate(self.sections):
            if field in ("", "choices") and not self.choices:
                found, more = choices(lines)
                if found and (labelled or field == "choices" or _are_choices(list(found.values()))):
                    self.choices = [replace(each, text=self.document.whole(each.text)) for each in found.values()]
                    self.sections[position] = (
                        field,
                        [each for each in lines if each[0] not in found and each[0] not in more],
                    )
                    if field == "" and not self._answer_is_labelled():
                        self._answer_after_choices(position, max(found))
                    break
        if not self._answer_is_labelled():
            self._settle_prompt()
        promised = False
        for position, (field, lines) in enumerate(self.sections):
            if field not in ("void", "points", *ONE_LINE_FIELDS):
                texts = {i: text for i, text in lines if text.strip()}
                ends = (next(iter(texts), -1), next(reversed(texts), -1))
                # In the middle of a text, what says that there is none may well mean something.
                gone = {i for i, text in texts.items() if _is_anchor(text) or (i in ends and NO_ANSWER.fullmatch(text))}
                if gone:
                    promised |= any(NO_ANSWER.fullmatch(texts[i]) for i in gone)
                    self.sections[position] = (field, [each for each in lines if each[0] not in gone])
                    self.left_out |= gone
        if not self.text("answer"):
            # Links alone answer it, unless the answer is said to be still to come.
            for position, (field, lines) in enumerate(self.sections):
                if field == "links" and promised:
                    self.left_out |= {i for i, text in lines if text.strip()}
                    self.sections[position] = (field, [])
                elif field == "links":
                    self.sections[position] = ("more", lines)

    def _settle_inline_choices(self) -> None:
        """Take choices that all stand on one line out of the prompt, or out of the line below it."""
        (start, head), *more = self.head
        text, found = inline(head)
        if found and text and not more:
            self.head, self.choices = [(start, text)], found
            return
        for position, (field, lines) in enumerate(self.sections):
            at = next((k for k, (_, line) in enumerate(lines) if line.strip()), -1)
            if (
                field in ("", "choices")
                and at >= 0
                and (found := inline(lines[at][1])[1])
                and not inline(lines[at][1])[0]
            ):
                self.choices = found
                self.sections[position] = (field, [(i, "" if k == at else line) for k, (i, line) in enumerate(lines)])
                return

    def _settle_prompt(self) -> None:
        """Give code that the prompt speaks of, and items that ask further, to the prompt."""
        position = next(i for i, (field, _) in enumerate(self.sections) if field == "")
        lines = self.sections[position][1]
        filled = [i for i, text in lines if text.strip()]
        texts = dict(lines)
        if filled and all(BULLET.match(texts[i]) and asking(texts[i]) for i in filled):
            self.sections[position] = ("asked", lines)
        elif filled and self.document.places[filled[0]].kind == "code" and refers_to_code(self.title()):
            code, rest = [(filled[0], texts[filled[0]])], [each for each in lines if each[0] > filled[0]]
            self.sections[position : position + 1] = [("asked", code), ("", rest)]

    def _answer_after_choices(self, position: int, last: int) -> None:
        """Give what follows the choices to the answer, and what stands before them to the prompt."""
        field, lines = self.sections[position]
        before = [each for each in lines if each[0] < last]
        after = [each for each in lines if each[0] > last]
        self.sections[position : position + 1] = [(field, before), ("answer", after)]

    def limit(self) -> None:
        """Leave out what is more than a question may hold, and say so."""
        sizes: dict[str, int] = {"": sum(len(text) + 1 for _, text in self.head)}
        over: set[int] = set()
        for position, (field, lines) in enumerate(self.sections):
            kept = []
            for i, text in lines:
                # The answer is what is unlabelled, labelled or a model, together; two more for the blank line between.
                of = "" if field in (*LAST_FIELDS, "links", "choices") else field
                items = field in ("points", "topics")
                length = len(self.document.whole(text)) if MARKED.search(text) else len(text)
                sizes[of] = sizes.get(of, 0) + (bool(text.strip()) if items else length + 3)
                most = MOST_ITEMS if items else LONGEST_BODY
                if field == "topics":
                    fits = text.count(",") + text.count(";") + text.count("|") < MOST_ITEMS and all(
                        len(topic) <= 60 for topic in re.split(r"[,;|]", text)
                    )
                else:
                    fits = field != "points" or length <= 400
                if sizes[of] <= most and fits:
                    kept.append((i, text))
                elif text.strip():
                    over.add(i)
            self.sections[position] = (field, kept)
        if over:
            self.left_out |= over
            self.flags.append("It is longer than a question may be; the rest was left out.")

    def _joined(self, field: str) -> str:
        texts = (self._text(lines) for name, lines in self.sections if name == field)
        return "\n\n".join(text for text in texts if text)

    def _text(self, lines: list[Line]) -> str:
        """Return the text of a section; what a list indented is moved back."""
        if not lines:
            return ""
        (start, first), rest = lines[0], "\n".join(text for _, text in lines[1:])
        if first.strip() and first == self.document.lines[start]:
            return _tidy(textwrap.dedent(f"{first}\n{rest}"))
        # What stands behind a label stands at whatever column: only the other lines have an indentation of their own.
        return _tidy(f"{first}\n{textwrap.dedent(rest)}")

    def _commented(self, names: str) -> list[str]:
        """Return the values of a key in the comments: `tags: (css, html)`."""
        found = (re.match(rf"\W*(?:{names})\s*[:=]\s*(.*)$", each, re.IGNORECASE) for each in self.comments)
        return [match[1].strip("()[] ") for match in found if match]

    def _answer_is_labelled(self) -> bool:
        return any(field in ("answer", "choices") for field, _ in self.sections)

    def _is_prompt(self, field: str) -> bool:
        return field == "" and self._answer_is_labelled()


def _are_choices(found: list[Choice]) -> bool:
    """Tell a question's choices from an answer that has points A, B and C."""
    marked = any(each.correct is not None for each in found)
    return marked or (len(found) > 2 and all(len(each.text) <= LONGEST_CHOICE for each in found))


def _is_anchor(line: str) -> bool:
    """Tell whether a line is only a way to another place of the page: "[Back to top](#top)"."""
    links = LINK.findall(line)
    return (
        bool(links) and all(target.startswith("#") for _, target in links) and not re.search(r"\w", LINK.sub("", line))
    )


def _tidy(text: str) -> str:
    return BLANKS.sub("\n\n", body(text)).rstrip()
