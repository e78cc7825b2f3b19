"""The words that announce a part of a question, such as "How to answer:", in the languages people write them in."""

import re
from typing import NamedTuple

from server.bank.importers.tree import Document
from server.bank.importers.words import QUESTION

ASKED = r"(?: (?:it|this|that|the|to|such|an?|question|questions|one|well|best|these))*"
ASKER = r"(?:interviewers?|panel|hiring managers?|recruiters?|employers?|they|we)"
NAMES = {
    "guidance": (
        rf"how (?:to|do you|should (?:you|i)|you (?:should|can|could|might|would)|would you|can you) (?:best )?"
        rf"(?:answer|approach|respond|reply|tackle|handle){ASKED}",
        r"(?:tips?|hints?|advice|guidance|strategy) (?:for|to|on) "
        rf"(?:answer(?:ing)?|respond(?:ing)?|the answer|your answer){ASKED}",
        r"(?:quick |answer(?:ing)? |pro |interview(?:er)? |expert )?"
        r"(?:guidance|guidelines?|guide|strategy|strategies|advice|approach|tips?|hints?)",
        rf"what (?:the |your |an )?{ASKER}(?:['’](?:re|s))? (?:is |are |really )*"
        r"(?:looking for|looks? for|after|wants?(?: to (?:hear|know))?|expects?)",
        r"(?:what|things|mistakes) (?:not )?to (?:avoid|say|mention|cover|include|look for|listen for)",
        r"good to (?:hear|mention)|watch out(?: for)?|red flags",
        rf"why (?:the |your |an )?{ASKER}(?: (?:is|are|will|might|may))? ask(?:s|ing)?{ASKED}",
        r"why (?:it|this)(?: question)? (?:matters|is (?:asked|important))|(?:reason for|purpose of) the question",
        r"(?:(?:strong|good|great|ideal|best) )?(?:answer|response) (?:structure|framework|format|outline|formula)|"
        r"how to structure (?:it|your (?:answer|response))",
        r"(?:so|wie) (?:antworten|beantworten) sie(?: (?:darauf|die frage))?|wie (?:man|du) (?:darauf )?antwortet|"
        r"hinweise?|tipps?",
        r"comment (?:y )?répondre|conseils?|indices?|astuces?|cómo responder|consejos?|pistas?|como responder|dicas?",
        r"come rispondere|suggeriment[oi]|consigli[o]?|hoe te antwoorden|hoe antwoord je|aanwijzing(?:en)?",
        r"jak odpowi(?:edzieć|adać)|wskazówk[ai]|jak odpov(?:ědět|ídat)|nápověda|rady?",
        r"как (?:отвечать|ответить)|подсказк[аи]|советы?|як відповідати|підказка|nasıl (?:cevaplanır|yanıtlanır)|ipucu",
        r"如何回答|回答思路|回答要点|答题思路|提示|答え方|回答のポイント|ヒント|답변 방법|힌트",
        r"كيف(?:ية)? (?:تجيب|الإجابة)|تلميح|نصيحة|איך לענות|רמז|कैसे उत्तर दें|संकेत",
    ),
    "example": (
        r"(?:an? )?(?:sample|example|possible|spoken|exemplary|typical)(?: (?:interview|candidate))? "
        r"(?:answer|response|reply)s?",
        r"example of (?:an?|the) (?:good )?(?:answer|response|reply)",
        r"(?:answer|response) (?:example|sample)s?",
        r"(?:how (?:you|to) (?:might|could) say it|in your own words|say it like this)",
        r"beispielantwort(?:en)?|beispiel für eine (?:gute )?antwort|exemple de réponse|ejemplo de respuesta|"
        r"respuesta de ejemplo",
        r"exemplo de resposta|esempio di risposta|voorbeeldantwoord|przykładowa odpowiedź|(?:příklad|ukázka) odpovědi",
        r"ukázková odpověď|vzorová odpověď|пример(?:ный)? ответа?|приклад відповіді|örnek (?:cevap|yanıt)",
        r"示例(?:回答|答案)|(?:回答|答案)示例|参考回答|范例|回答例|예시 답변|답변 예시",
        r"مثال (?:على|عن|ل)?\s?(?:الإجابة|إجابة|للإجابة)|إجابة نموذجية|תשובה לדוגמה|उदाहरण उत्तर",
    ),
    # What it is depends on whether the question has another answer.
    "model": (
        r"(?:an? |the )?(?:model|suggested|ideal|good|strong|great|best|recommended) (?:answer|response|reply)s?",
    ),
    "answer": (
        r"(?:the )?(?:(?:short|long|full|detailed|expected|correct|right|reference) )?"
        r"(?:answer|ans\.?|solution|response)s?(?: ?key)?|(?:the )?(?:correct|right) (?:option|choice)s?",
        r"(?:richtige|correcte) antwort(?:en)?|réponses? correctes?|respuestas? correctas?|respostas? corretas?|"
        r"risposta corretta|правильны[йе] ответы?|poprawna odpowiedź|正确答案|标准答案|gabarito",
        r"(?:(?:click|tap)(?: here)? to )?(?:view|show|see|reveal|toggle|expand|check)(?: me)?(?: the)? (?:answer|"
        r"solution)s?",
        r"(?:muster)?antwort(?:en)?|lösung(?:en)?|réponses?|respuestas?|solución|respostas?|risposta|antwoord|"
        r"odpowiedź",
        r"odpověď|řešení|ответы?|решение|відповідь|cevap|yanıt|απάντηση|trả lời|đáp án|jawaban|svar|vastaus",
        r"答案|参考答案|回答|解答|答え|答|답변|정답|답|ال(?:إ|ا)جابة|(?:إ|ا)جابة|الجواب|جواب|پاسخ|תשובה|उत्तर|जवाब",
    ),
    # What explains an answer that stands before it.
    "explanation": (
        r"(?:(?:detailed|short|brief) )?(?:explanation|rationale|reasoning)|erklärung|begründung|explication|"
        r"explicación|"
        r"explicação|spiegazione|uitleg|wyjaśnienie|vysvětlení|объяснение|пояснение|解释|解説|解析|해설|الشرح|"
        r"الشرح والتوضيح|הסבר|व्याख्या|स्पष्टीकरण",
    ),
    "followups": (
        r"(?:possible |common |likely |potential )?follow[- ]?ups?(?: questions?)?|probing questions?|rückfragen?|"
        r"уточняющие вопросы|дополнительные вопросы|追问|مزيد من الأسئلة",
    ),
    "kind": (r"(?:question |answer )?(?:type|format|kind)|fragetyp|тип(?: вопроса)?|tipo(?: de pregunta)?|类型|题型",),
    "choices": (
        r"(?:answer )?(?:options|choices)|antwortmöglichkeiten|choix|opciones|opções|opzioni|"
        "варианты(?: ответа)?|选项",
    ),
    "links": (
        r"(?:additional|useful|further|external|related|more|extra|helpful)? ?"
        r"(?:links?|resources?|references?|readings?|sources?|documentation|docs)|see also|read more|learn more|"
        r"weiterführende links|quellen|liens utiles|enlaces|ссылки|参考资料|参考",
    ),
    "points": (
        r"(?:talking|key|main|important|bullet) points?(?: to (?:mention|cover|make|include))?",
        r"points to (?:mention|cover|make|include|touch on)",
        r"key takeaways?",
    ),
    "topics": (
        r"topics?|tags?|categor(?:y|ies)|keywords?|subjects?|skills?|themen|thema|schlagwörter|kategorien?|thèmes?|"
        r"catégories?|temas?|categorías?|assuntos?|argoment[oi]|темы?|теги|标签|分类|主题|タグ|分類|태그|주제",
    ),
    "difficulty": (
        r"difficulty(?: level)?|(?:experience |seniority )?level|seniority|expertise|schwierigkeit(?:sgrad)?|stufe|"
        r"difficulté|niveau|dificultad|nivel|dificuldade|nível|difficoltà|livello|moeilijkheid|poziom|obtížnost|úroveň|"
        r"сложность|уровень|难度|難易度|難度|レベル|난이도|الصعوبة|المستوى",
    ),
}
# These need a colon: as a line of their own they are more often a page's furniture.
WITH_COLON = {"topics", "difficulty", "links", "choices", "explanation", "kind"}
VOID = "void"
"""The field of a label that says nothing: the next one says it."""

LABEL = re.compile(
    r"\s{0,12}(?:[-*+>•]\s+)?(?P<head>\#{1,6}\s*)?(?:[^\w\s.,;:!?\"'“„«‘”’([<{*_`$&/\\|~=+>-]{1,2}\s+)?(?P<bold>[*_]{1,3})?[^\w\s.,;:!?\"'“„«‘”’([<{*_\ue014-]{0,3}\s*(?:"
    + "|".join(f"(?P<{field}>(?:{'|'.join(names)})(?!\\w))" for field, names in NAMES.items())
    + r"|(?P<one>example)|(?P<a>a)(?=\s?\d{0,4}[*_]{0,3}\s*[:：])|(?P<an>a)(?=\d{1,4}[.)]))"
    r"(?:\s*\#?\d{1,4})?(?:\s*\([^)]{0,40}\))?\s*(?P<close>[*_]{1,3})?\s*"
    r"(?P<colon>[:：]|[-–—](?=\s)|(?<=\d)[.)](?=\s|$))?\s*(?P<close2>[*_]{1,3}(?=\s|$))?\s*(?P<rest>.*)$",
    re.IGNORECASE,
)
HINTS = {"hint", "hints", "tip", "tips", "guidance"}
SOLUTIONS = {"answer", "answers", "solution", "solutions", "explanation", "réponse", "respuesta", "antwort", "ответ"}
OPENERS = {
    *(
        "click",
        "tap",
        "press",
        "me",
        "here",
        "to",
        "for",
        "the",
        "a",
        "an",
        "and",
        "expand",
        "show",
        "view",
        "see",
        "reveal",
    ),
    *("open", "toggle", "display", "check", "get", "details", "detail", "more", "spoiler", "your", "full", "b", "br"),
}
STEP = re.compile(r"\W{0,3}(?:10|\d)(?:\s*/\s*(?:10|\d))?\W{0,3}")
KIND = re.compile(
    r"\W*(?:(?:single|multiple)[ -]?(?:choice|answer|select)|mcq|true[ /-]*(?:or )?false|short answer|"
    r"open(?:[ -]ended)?|essay|coding|code|theor(?:y|etical)|conceptual|behaviou?ral|technical|practical|situational|"
    r"单选题|多选题|判断题|填空题|简答题|编程题|代码题|选择题)\W*",
    re.IGNORECASE,
)
ASKED_BELOW = re.compile(
    rf"[\s#*_>]*(?:{QUESTION}|prompt|problem|task|aufgabe|enunciado|题干)(?: (?:text|statement))?[\s#*_:：]*",
    re.IGNORECASE,
)
BARS = re.compile(r"\s+[|•·]\s+")
SECOND = re.compile(r"\s*(?:[-*+>•]\s+)?[(\[*_]{0,3}[Bb]\s?[*_]{0,3}[:.)\]：]")
QUOTES = ('"', "“", "„", "«", "‘", "'", "”")

DIFFICULTIES = {
    1: {
        *(
            "1",
            "easy",
            "beginner",
            "beginners",
            "basic",
            "basics",
            "junior",
            "entry",
            "simple",
            "low",
            "novice",
            "fresher",
        ),
        *("freshers", "elementary", "foundational", "fundamental", "fundamentals", "intern", "entry-level", "trivial"),
        *("leicht", "einfach", "anfänger", "facile", "débutant", "fácil", "básico", "principiante", "łatwe", "snadné"),
        *("лёгкий", "легкий", "простой", "简单", "初级", "初級", "易しい", "쉬움", "سهل"),
    },
    2: {
        *("2", "medium", "intermediate", "middle", "mid", "moderate", "normal", "engineer", "mid-level", "regular"),
        *("mittel", "moyen", "intermédiaire", "medio", "media", "intermedio", "médio", "médium", "średnie", "střední"),
        *("средний", "中等", "中级", "中級", "普通", "보통", "متوسط"),
    },
    3: {
        *("3", "hard", "advanced", "senior", "expert", "difficult", "high", "experienced", "architect", "principal"),
        *("staff", "lead", "guru", "pro", "master", "tough", "challenging", "complex", "senior-level"),
        *("schwer", "schwierig", "fortgeschritten", "difficile", "avancé", "difícil", "avanzado", "avançado", "trudne"),
        *("těžké", "сложный", "трудный", "困难", "高级", "上級", "難しい", "어려움", "صعب"),
    },
}


class Label(NamedTuple):
    """A part's name in a line: which field it announces, the text behind it, and the name as it stands there."""

    field: str
    rest: str
    name: str = ""


def label(line: str) -> Label | None:
    """Return the label that a line begins with, or None."""
    # A label is short: what a line holds beyond that is never searched, however long.
    if len(line) < 2 or not (match := LABEL.match(line[:200])):
        return None
    rest = (match["rest"] + line[200:]).strip()
    if match["bold"] and not match["close"] and not match["close2"]:
        rest = rest.removesuffix(match["bold"]).rstrip()  # the whole line is bold
    colon = match["colon"] or re.match(r"\W*ans\.", line, re.IGNORECASE)
    if match["one"]:
        # "Example:" is an example answer only if somebody speaks; otherwise it is part of an answer.
        return Label("example", rest) if colon and rest.startswith(QUOTES) else None
    if match["a"] or match["an"]:
        return Label("answer", rest)
    field = next(name for name in NAMES if match[name])
    if not colon and (rest or (field in WITH_COLON and not match["head"] and not match["bold"])):
        return None
    if not colon and not match["head"] and not match["bold"] and match[field].islower() and match[field].isascii():
        return None
    if field == "difficulty" and difficulty(rest) is None and not STEP.fullmatch(rest):
        return None
    if (field == "choices" and rest) or (field == "kind" and not KIND.fullmatch(rest)):
        return None
    return Label(field, rest, match[field].casefold())


def apart(text: str) -> str:
    """Return a text with what stands between bars, such as "Level: easy | Topic: SQL", on lines of its own."""
    return "\n".join(_pieces(line) if "|" in line or "•" in line or "·" in line else line for line in text.split("\n"))


def _pieces(line: str) -> str:
    pieces = BARS.split(line) if len(line) < 200 else []
    named = [label(piece) for piece in pieces]
    facts = all(each is not None and each.field in ("topics", "difficulty", "kind") for each in named)
    return "\n".join(pieces) if facts and len(pieces) > 1 else line


def labels(document: Document) -> dict[int, Label]:
    """Return which lines announce a part.

    A label with nothing behind it, above another of the same field, is one with it: a summary "Answer" above a heading
    "Answer: D".
    """
    found: dict[int, Label] = {}
    for i, line in enumerate(document.lines):
        place = document.places[i]
        if place.kind in ("code", "table", "rule") or not line.strip():
            continue
        named = label(line)
        if named and SECOND.match(_below(document, i)):
            continue  # "A: ..." above "B: ..." is one to choose
        if named is None and place.kind == "summary":
            named = _of_summary(line)
        if named is not None:
            found[i] = named
    for i, below in zip(list(found), list(found)[1:], strict=False):
        between = document.lines[i + 1 : below]
        if found[i].field == found[below].field and not found[i].rest and not any(map(str.strip, between)):
            found[i] = Label(VOID, "")
    return found


def is_between(line: str, label: Label | None) -> bool:
    """Return whether a line may stand between a question's number and its text: blank, "Tags: ...", "### Question"."""
    between = label is not None and label.field in ("topics", "difficulty", "kind")
    return between or not line.strip() or ASKED_BELOW.fullmatch(line[:100]) is not None


def _below(document: Document, i: int) -> str:
    """Return the next line with text."""
    return next((line for line in document.lines[i + 1 : i + 4] if line.strip()), "")


def _of_summary(line: str) -> Label | None:
    """Return what a summary announces that says nothing but to open it: "Show me the answer", "Hint", "Click here"."""
    words = set(re.sub(r"[^\w\s]+|\d+", " ", line[:100]).casefold().split())
    if not words or words - HINTS - SOLUTIONS - OPENERS or len(line) > 100:
        return None
    return Label("guidance" if words & HINTS else "answer", "")


def difficulty(text: str) -> int | None:
    """Return 1-3 for a word that says how hard a question is, or None."""
    word = text.strip("*_` .()[]").casefold()
    return next((step for step, names in DIFFICULTIES.items() if word in names), None)
