"""How questions begin and end in the languages that people write them in."""

import re

ASKS = re.compile(
    r"[¿«\"“'„(]*(?:\*\*[^*\n]{1,40}\*\*:?\s+)?(?:and |so |now |then |briefly |please |in your (?:own )?words,? )?(?:"
    # English
    r"what|why|how|when|where|which|who|whom|whose|is|are|was|were|do|does|did|can|could|would|should|will|have|"
    r"has|had|"
    r"explain|describe|define|discuss|compare|contrast|tell|give|name|list|walk|show|write|implement|outline|"
    r"differentiate|distinguish|mention|state|elaborate|illustrate|summari[sz]e|identify|design|suppose|imagine|assume|given|consider|generate|find|using|use|add|solve|determine|predict|convert|reverse|complete|fix|refactor|"
    r"talk|share|provide|demonstrate|highlight|clarify|if|create|draw|calculate|build|difference between|"
    # German, Dutch
    r"was|wie|warum|wieso|weshalb|wann|wo|wohin|woher|wer|wen|wem|welche[rnsm]?|wozu|womit|wodurch|worin|nennen? sie|"
    r"nenne|erklären? sie|erkläre|beschreiben? sie|beschreibe|wat|hoe|waarom|wanneer|waar|welke?|leg uit|"
    r"beschrijf|noem|"
    # French, Spanish, Portuguese, Italian
    r"qu['’]est-ce|quel(?:le)?s?|comment|pourquoi|quand|où|qui|que|expliquez|décrivez|définissez|citez|donnez|"
    r"différences? entre|diferencias? entre|diferenças? entre|unterschiede? zwischen|écrivez|comparez|compara|"
    r"fale sobre|cite|escreva|implemente|implementa|menciona|háblame|cuéntame|schreiben? sie|vergleichen? sie|"
    r"qué|cómo|por qué|cuándo|dónde|quién(?:es)?|cuál(?:es)?|explica|explique|describe|descreva|defina|enumere|"
    r"o que|como|por que|quando|onde|quem|qual|quais|che cos['’]è|cos['’]è|che cosa|come|perch[eé]|dove|chi|quali|"
    r"spiega|"
    # Slavic, Turkish, Nordic
    r"co|jak|jaké|jaký|jaká|proč|kdy|kde|kdo|který|která|popište|vysvětlete|jaki|jaka|jakie|dlaczego|kiedy|gdzie|kto|"
    r"wyjaśnij|opisz|что|как|какие|какая|какой|каков[аыо]?|почему|зачем|когда|где|кто|чем|объясните|опишите|назовите|"
    r"расскажите|реализуйте|напишите|приведите|перечислите|сравните|для чего|в ч[её]м|отличи[ея]|разница|що|чому|які|"
    r"ne|nedir|nasıl|neden|niçin|hangi|açıkla(?:yın)?|vad|hur|varför|när|hvad|hvorfor|hvordan"
    r")\b|(?:ما |لماذا|كيف|متى|أين|من هو|هل |اشرح|اذكر|מה |איך |למה |מדוע |什么|什麼|为什么|為什麼|如何|怎么|怎樣|"
    r"请|請|简述|说说|谈谈|介绍|描述|解释|实现|手写|列举|比较|谁|哪|何|なぜ|どう|क्या|कैसे|क्यों)",
    re.IGNORECASE,
)
COMMANDS = re.compile(
    r"(?:briefly |please |then |now )?(?:explain|describe|define|discuss|compare|contrast|tell (?:me|us)|give|"
    r"name|list|walk (?:me|us)|"
    r"outline|differentiate|distinguish|elaborate|illustrate|summari[sz]e|identify|demonstrate|clarify|implement|"
    r"write|design|"
    r"erklären|erkläre|beschreiben|beschreibe|nennen|nenne|expliquez|décrivez|citez|définissez|explica|explique|"
    r"describe|"
    r"описать|опишите|объясните|назовите|расскажите|реализуйте|напишите|перечислите|"
    r"сравните|popište|vysvětlete|opisz|wyjaśnij|açıklayın|açıkla|leg uit|"
    r"beschrijf)\b|"
    r"اشرح|اذكر|请|請|简述|说说|谈谈|描述|解释|手写|列举",
    re.IGNORECASE,
)
TO_THE_READER = re.compile(
    r"(?:(?:are|were) you (?:\w+ )?(?:ready|prepar\w+|looking|gearing|interested|planning|a |an |new |stuck|curious)|"
    r"(?:do|would|did) you (?:want|like|need|enjoy|find|still)\b|want (?:to|more)\b|ready (?:to|for)\b|"
    r"looking (?:for|to)\b|"
    r"(?:still |do you )?(?:got|have) (?:any |a |more |further |another )*(?:questions?|feedback|suggestions?|"
    r"comments?|doubts?)|"
    r"was this|is this (?:page|article|answer)|need (?:help|more)|(?:did|does) this|like this|any (?:questions|"
    r"feedback)|"
    r"what do you think(?: of this)?\?|found (?:a|an) |spotted )",
    re.IGNORECASE,
)
ENDS_ASKING = re.compile("(?:[?？؟\u037e⁇⁈፧՞꘏]|か[。.]?|(?:吗|呢|嗎)[。.]?)[\"'”’»）)*_`\\s]*$")
REFERS_TO_CODE = re.compile(
    r"\b(?:following|this|below|above|given) (?:\w+ ){0,2}(?:code|snippet|program|function|script|query)|\boutput\b|"
    r"\bsnippet\b|\bprints?\b|\bevaluates?\b|\bwhat (?:does|will) (?:it|this)\b",
    re.IGNORECASE,
)
QUESTION = (
    r"(?:questions?|qn?|ques?|frage|vraag|pregunta|pergunta|domanda|otázka|pytanie|вопрос|питання|soru|spørgsmål|fråga|"
    r"سؤال|السؤال|שאלה|प्रश्न|问题|問題|問|質問|설문|질문|문제|题目)"
)
DELIMITERS = ".):\\]．）：、。"


def asking(text: str) -> bool:
    """Return whether a text ends with a question mark, in whichever script."""
    return bool(ENDS_ASKING.search(text[-60:]))


def begins_asking(text: str) -> bool:
    """Return whether a text begins as a question or a task does."""
    return bool(ASKS.match(text[:60]))


def commands(text: str) -> bool:
    """Return whether a text is a task, and not merely a sentence that begins like a question."""
    return bool(COMMANDS.match(text[:60]))


def to_the_reader(text: str) -> bool:
    """Return whether a text asks whoever reads the page: "Ready to ace your interview?"."""
    return bool(TO_THE_READER.match(text[:60]))


def refers_to_code(text: str) -> bool:
    """Return whether a text speaks of code that stands beside it: "What does this snippet print?"."""
    return bool(REFERS_TO_CODE.search(text[:500]))
