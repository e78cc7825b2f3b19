"""What the names of fields say of what is in them, in the languages that people name them in."""

import re
from functools import lru_cache

from server.bank.importers.labels import NAMES
from server.bank.importers.records.values import AGAIN, Value
from server.bank.importers.words import QUESTION, asking, begins_asking

MORE_NAMES = {
    "wrong": (
        r"(?:in|not )correct(?: ?(?:answer|option|choice)s?)?|wrong(?: ?(?:answer|option|choice)s?)?|distractors?",
    ),
    "correct": (
        r"(?:the )?(?:correct|right|true)(?: (?:answer|option|choice|response|key|index|letter|alternative))?s?"
        r"(?: (?:index|letter|key|id|no))?|(?:answer|solution|option) ?(?:key|index|idx|letter|no|id)|is ?(?:correct|right)|"
        r"richtige(?: antwort)?|respuesta correcta|resposta correta|correcta?|bonne réponse|réponse correcte|"
        r"risposta (?:corretta|esatta)|správná odpověď|poprawna odpowiedź|правильный(?: ответ)?|правильна відповідь|正确答案|正解",
    ),
    "prompt code": (r"(?:question|prompt|problem|task|starter) ?code(?: ?(?:blocks?|snippets?|samples?))?",),
    "answer code": (
        r"(?:answer|solution|response|sample|example) ?(?:code|snippet)(?: ?(?:blocks?|snippets?|samples?))?|"
        r"code ?(?:answer|solution|example)s?|implementation",
    ),
    "code": (
        r"code(?: ?(?:blocks?|snippets?|samples?))?|snippets?|source ?code|quell(?:text|code)|código|codice|код|代码|コード",
    ),
    "code language": (r"(?:code |programming )?lang(?:uage)?",),
    "number": (
        r"#|№|n[oºr°]|num(?:ber)?|nummer|número|numero|numéro|номер|číslo|(?:unique ?)?id|uid|key|index|idx|qid|qno|"
        rf"(?:{QUESTION}|q) ?(?:id|no|nr|num|number|index|nummer|#)|s ?no|sr ?no|serial(?: ?(?:no|number))?|row|order|position|"
        r"序号|编号|番号|번호|الرقم|رقم",
    ),
    "prompt": (
        rf"{QUESTION}|q|prompts?|front|interview ?questions?|(?:question|prompt) ?(?:text|title|body|name|stem|content)|stem|"
        r"problem(?: ?statement)?|tasks?|exercise|challenge|ask(?:ed)?|vorderseite|recto|avant|frente|anverso|fronte|przód|přední strana|líc|voorkant|"
        r"лицевая сторона|вопросы|fragen|preguntas|perguntas|domande|otázky|pytania|正面|表面|앞면",
    ),
    "answer": (
        r"a|soln?|back|rückseite|verso|arrière|reverso|dorso|retro|tył|zadní strana|rub|achterkant|обратная сторона|背面|裏面|뒷면|"
        r"answer ?(?:text|body|content)|definitions?|meaning|explained|respostas?|beschreibung|definición|definition",
    ),
    "model": (r"(?:sample|model|suggested|proposed|reference) ?solutions?",),
    "explanation": (r"(?:back )?extra|why|reason|details?|comment(?:ary|s)?|remarks?|elaboration",),
    "guidance": (
        r"(?:interviewers?|interview|evaluation|grading|scoring|assessor|internal)[ ']*s? ?(?:notes?|context|tips?|hints?|guide|guidance)|"
        r"notes?(?: (?:for|to) (?:the )?interviewers?)?|context|rubric|(?:evaluation|grading|scoring|marking)(?: ?(?:criteria|guide))?|"
        r"criteria|expect(?:ed|ations?)|what (?:good|great) looks like|(?:red|green) flags?|(?:things to )?look for|listen for|"
        r"good ?to ?(?:hear|know)|purpose|intent(?:ion)?|why (?:we |they )?ask(?:ed)?|anmerkung(?:en)?|notizen|poznámk[ay]|uwagi|заметки|примечани[ея]",
    ),
    "followups": (r"follow ?ups?(?: ?questions?)?|sub ?questions?|probes?|probing ?questions?|next ?questions?",),
    "example": (
        r"examples?|sample|(?:example|sample) ?(?:answer|response)s?|beispiele?|ejemplos?|exemples?|exemplos?|příklad|пример",
    ),
    "points": (
        r"points|bullets?|key ?(?:concepts?|ideas?|terms?|words)|must ?(?:have|mention)s?|should mention|checklist",
    ),
    "topics": (
        r"(?:sub)?[- ]?(?:domain|topic|categor(?:y|ies)|area|section|chapter|module|unit|theme|field|skill|technolog(?:y|ies)|"
        r"subject|group|discipline)s?|"
        r"tech(?: ?stack)?|stack|role|position name|deck|question ?(?:type|category|topic)|type|kind|labels?|bereich|gebiet|"
        r"área|área temática|domaine|oblast|kapitel|dział|раздел|область",
    ),
    "difficulty": (
        r"(?:question ?)?(?:complexity|hardness|difficulty|level)|(?:required ?)?experience|grade|lvl|diff|rank|poziom trudności|stupeň",
    ),
    "links": (r"(?:source ?)?(?:ur[il]s?|links?|hrefs?)|see|refs?|spec(?:ification)?s?|further ?reading|citations?",),
    "seconds": (
        r"seconds|(?:time|duration)(?: ?limit)?(?: ?(?:in )?\(?s(?:ec(?:ond)?s?)?\)?)|time ?limit|max(?:imum)? ?time|(?:estimated|expected) ?time",
    ),
    "detail": (
        r"description|body|text|content|scenario|background|situation|summary|passage|statement|inhalt|contenido|contenu|текст|内容",
    ),
    "title": (
        r"title|name|heading|headline|header|term|word|concept|item|titel|titre|título|titolo|název|tytuł|название|заголовок|"
        r"термин|понятие|begriff|terme|término|pojem|pojęcie|标题|题目|术语",
    ),
}
ORDER = (
    *("wrong", "correct", "prompt code", "answer code", "code", "code language", "number", "prompt", "followups"),
    *("example", "model", "answer", "explanation", "guidance", "points", "choices", "topics", "difficulty", "links"),
    *("seconds", "detail", "title"),
)
ROLES = [
    (role, re.compile("|".join((*MORE_NAMES.get(role, ()), *NAMES.get(role, ()))), re.IGNORECASE)) for role in ORDER
]
CHOICE = re.compile(
    r"(?:option|choice|opt|answer|ans|alternative|variant|opción|opção|opcion|antwort|možnost|odpověď|respuesta|réponse|choix|"
    r"вариант|ответ|选项)[ #]?(?P<label>[a-h]|[1-9])|(?P<letter>[a-h])",
    re.IGNORECASE,
)
SETTING = re.compile(
    r"(?:multiple|has|have|num(?:ber)? of|count|total|is|show|allow|random(?:ize)?|shuffle|max|min|last|next)\b.*"
)
LAST_WORD = re.compile(
    rf".*\b(?:(?P<prompt>{QUESTION})|(?P<answer>answers?|antwort|respuesta|réponse|odpověď|ответ))", re.IGNORECASE
)
GENERAL = re.compile(
    rf"(?:{QUESTION}|data|items?|entries|results?|records?|list|cards?|flash ?cards|notes?|contents?|children|rows?|quiz(?:zes)?|all|"
    r"questions? (?:and|&) answers?|q ?& ?a|qa|faqs?|main ?entity|decks?|bank|question ?bank|interview ?questions?|topics?|"
    r"categories|sub[- ]?(?:categories|category|topics?)|sections?|chapters?|groups?|modules?|sheet ?\d*|value|body|docs?|payload|root|default|general|misc)",
    re.IGNORECASE,
)
ASIDE = {"metadata", "meta", "attributes", "properties", "info"}
PAREN = re.compile(r"\s*[(\[][^()\[\]]*[)\]]\s*$")
LABEL = re.compile(r"[A-Za-z]{0,10}[-_ .#]?\d{1,6}[a-z]?|\d{1,4}(?:\.\d{1,3}){1,3}")
TEXTS = {"answer", "model", "explanation", "example", "guidance", "detail", "points", "choices", "choice", "correct"}


@lru_cache(4096)
def plain(name: str) -> str:
    """Return a field's name as words: `goodToHear`, `good_to_hear` and `Good to hear:` are one."""
    name = name.strip(AGAIN + "\ufeff \t\n*_`\"':：?")
    name = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Za-z])(?=\d+$)", " ", name)
    return " ".join(re.sub(r"[_\-./:\s]+", " ", PAREN.sub("", name)).split()).casefold()


@lru_cache(4096)
def role_of(name: str) -> str | None:
    """Return what a field is by its name alone; None for one that says nothing to us."""
    words = plain(name)
    if not words or len(words) > 60:
        return None
    for role, pattern in ROLES:
        if pattern.fullmatch(words):
            return role
    if SETTING.fullmatch(words):
        return None
    if match := LAST_WORD.fullmatch(words):
        return "prompt" if match["prompt"] else "answer"
    return None


def roles(names: list[str]) -> dict[str, str]:
    """Return what the fields of records are, by their names and by which others stand beside them.

    "A" is an answer beside "Q", and a choice beside "B".
    """
    found = {name: role for name in names if (role := role_of(name))}
    labels = {
        name: (match["label"] or match["letter"]).upper() for name in names if (match := CHOICE.fullmatch(plain(name)))
    }
    first = [name for name, label in labels.items() if label in ("A", "1", "B", "2")]
    if len(first) >= 2:
        found |= dict.fromkeys(labels, "choice")
    return found


def is_general(name: str) -> bool:
    """Return whether a name says nothing of what is under it, as "questions" or "data" do."""
    return not plain(name) or GENERAL.fullmatch(plain(name)) is not None or plain(name).isdecimal()


def label_of(value: Value) -> int | str | None:
    """Return the label that a document gives a question: a number, or letters with one such as q001."""
    text = value.strip() if isinstance(value, str) else ""
    if not LABEL.fullmatch(text) or len(text) > 20:
        return None
    return int(text) if text.isascii() and text.isdecimal() and str(int(text)) == text else text


def asks(text: str) -> bool:
    """Return whether a text is a question by itself: it ends as one, or begins as one and goes on."""
    text = text.strip(AGAIN + " \n")
    return asking(text) or (len(text) > 12 and " " in text and begins_asking(text))


def flat(value: Value) -> Value:
    """Return a record with the fields that it keeps in an object of their own: "metadata": {"difficulty": ...}."""
    if not isinstance(value, dict):
        return value
    found: dict[str, Value] = {}
    for name, each in value.items():
        if isinstance(each, dict) and plain(name) in ASIDE and any(map(role_of, each)):
            found |= {key: field for key, field in each.items() if key not in value}
        else:
            found[name] = each
    return found
