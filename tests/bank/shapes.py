"""Documents of many shapes, all made here: the same questions, as different people would write them down."""

from __future__ import annotations

from html import escape

PROMPTS = [
    "What is yeast?",
    "How do you knead dough?",
    "Explain the role of salt.",
    "What is a sourdough starter, and how is it fed?",
    "Describe what happens in the oven.",
    "Why does bread go stale?",
]
ANSWERS = [
    "Yeast is a fungus of one cell. It eats sugar.",
    "You press and fold it until it is smooth.",
    "Salt slows the yeast and gives taste.",
    "It is flour and water with wild yeast.\n\nFeed it daily.",
    "The crust browns and the crumb sets.",
    "Starch turns back into crystals.",
]
TOPICS = ["Yeast", "Kneading", "Salt", "Starter", "Oven", "Staling"]
GERMAN = ["Was ist Hefe?", "Wie knetet man Teig?", "Erklären Sie die Rolle von Salz.", "Warum wird Brot alt?"]
CHINESE = ["什么是酵母？", "如何揉面？", "请解释盐的作用。", "面包为什么会变硬？"]
JAPANESE = ["酵母とは何ですか？", "パンをどうこねますか？", "塩の役割を説明してください。", "サワードウとは何ですか？"]
ARABIC = ["ما هي الخميرة؟", "كيف تعجن العجين؟", "اشرح دور الملح.", "لماذا يصبح الخبز يابسا؟"]
RUSSIAN = ["Что такое дрожжи?", "Как месить тесто?", "Объясните роль соли.", "Почему хлеб черствеет?"]
PARTS = ["Basics", "Oven", "Storage"]


def each(form: str, gap: str = "\n\n", prompts: list[str] = PROMPTS) -> str:
    """Write every question in a form: `n` its number, `p` prompt, `a` answer, `i` that answer indented, and so on."""
    return gap.join(
        form.format(
            n=n,
            p=prompt,
            a=answer,
            one=answer.partition("\n")[0],
            i=answer.replace("\n", "\n   "),
            roman=["I", "II", "III", "IV", "V", "VI"][n - 1],
            letter="abcdef"[n - 1],
            arabic="١٢٣٤٥٦"[n - 1],
            topic=TOPICS[n - 1],
        )
        for n, (prompt, answer) in enumerate(zip(prompts, ANSWERS, strict=False), 1)
    )


def sections(heading: str, form: str) -> str:
    """Write the questions under three headings, two each; `part` counts the headings, `k` within one."""
    found = []
    for n, (prompt, answer) in enumerate(zip(PROMPTS, ANSWERS, strict=True)):
        part, k = n // 2 + 1, n % 2 + 1
        if k == 1:
            found.append(heading.format(part=part, title=PARTS[part - 1]))
        found.append(form.format(part=part, k=k, p=prompt, a=answer))
    return "\n\n".join(found)


CONTENTS = "\n".join(f"{n}. [{prompt}](#q{n})" for n, prompt in enumerate(PROMPTS, 1))

SHAPES = {
    "Q1 and Ans": each("Q{n}. {p}\nAns: {a}"),
    "headings, bold label": "# Bread\n\n" + each("### {n}. {p}\n\n**Answer:** {a}"),
    "numbers, indented answers": "# Bread\n\n" + each("{n}. **{p}**\n\n   {i}"),
    "details in items": "# Bread\n\n" + each("- <details><summary>{p}</summary>\n\n  {one}\n\n  </details>"),
    "details on one line": "# Bread\n\n" + each("<details><summary>{p}</summary><p>{one}</p></details>", "\n"),
    "contents": f"# Bread\n\n## Contents\n\n{CONTENTS}\n\n## Basics\n\n" + each("### {p}\n\n{a}\n\n[⬆ Top](#contents)"),
    "Q and A": each("Q: {p}\nA: {a}"),
    "bold lead": each("**{p}** {a}"),
    "numbered bold lead": each("{n}. **{p}** {a}"),
    "all on one line": each("{n}. {p} {a}"),
    "underlined headings": "Bread\n=====\n\n" + each("{p}\n---\n\n{a}"),
    "roman numbers": each("{roman}. {p}\n\n{a}"),
    "letters": each("{letter}) {p}\n\n{a}"),
    "paragraphs": each("{p}\n\n{a}"),
    "lines": each("{p}\n{a}"),
    "no blank line at all": each('{n}. {p}\n{a}\nHow to answer: Say it.\nExample: "I do."', "\n"),
    "HTML in Markdown": "<h1>Bread</h1>\n" + each("<h3>{n}. {p}</h3>\n<p>{a}</p>", "\n"),
    "quoted answers": each("**Q: {p}**\n\n> A: {a}"),
    "question n of 6": each("Question {n} of 6\n{p}\n\nAnswer:\n{a}"),
    "italics": each("*{p}*\n\n{a}"),
    "parts": "# Bread\n\nIntro text here.\n\n" + sections("## Part {part}: {title}", "#### {p}\n\n{a}"),
    "numbered parts": "# Bread\n\n" + sections("## {part}. {title}", "### {part}.{k} {p}\n\n{a}"),
    "numbers that restart": sections("{title}", "{k}. {p}\n\n{a}"),
    "questions in a list below": each("{n}. {p}\n\n{a}\n\n- one?\n- two?\n- What about three {topic}?"),
    "questions in an answer": each("## {p}\n\n{a}\n\n**Why is it so?**\n\nBecause.\n\n**When is it not?**\n\nNever."),
    "follow-ups": each("## {p}\n\n{a}\n\n### Follow-up questions\n\n- What else?\n- And then?"),
    "signs": each("**{p}** 🔥\n\n{a}"),
    "first headings": each("# {p}\n\n{a}"),
    "Markdown in a fence": each("## {p}\n\n{a}\n\n```markdown\n## What is this?\n\n1. Why?\n```"),
    "code by indentation": each("{n}. {p}\n\n{a}\n\n    # What is this?\n    x = 1?"),
    "a table": "# Bread\n\n| Question | Answer |\n|---|---|\n" + each("| {p} | {one} |", "\n"),
}
ALONE = {
    "bullets": "# Bread questions\n\n" + each("- {p}", "\n"),
    "bullets in parts": "# Bread\n\n" + sections("## {title}", "* {p}"),
    "boxes": "# Bread\n\n" + each("- [ ] {p}", "\n"),
    "links": each("- [{p}](https://example.com/{n})", "\n"),
    "numbers": each("{n}. {p}", "\n"),
    "lines": each("{p}", "\n"),
}
ABROAD = {
    "German": (GERMAN, each("## Frage {n}: {p}\n\n**Antwort:** Das ist so.\n\n**Tipp:** Kurz.", prompts=GERMAN)),
    "Chinese": (CHINESE, each("问题{n}：{p}\n\n参考答案：因为如此。\n\n回答思路：先说结论。", prompts=CHINESE)),
    "Chinese numbers": (CHINESE, each("{n}、{p}\n答：因为如此。\n提示：先说结论。", prompts=CHINESE)),
    "Japanese": (JAPANESE, each("Q{n}. {p}\nA. そうだからです。\nヒント：短く。", prompts=JAPANESE)),
    "Arabic": (ARABIC, each("{arabic}. {p}\n\nالإجابة: لأنه كذلك.\n\nتلميح: باختصار.", prompts=ARABIC)),
    "Russian": (RUSSIAN, each("Вопрос {n}. {p}\n\nОтвет: Потому что так.\n\nПодсказка: Кратко.", prompts=RUSSIAN)),
}


def page(inner: str) -> str:
    """Write a page of HTML with what surrounds a text on the web."""
    return (
        "<!DOCTYPE html><html><head><title>Bread</title><style>p{}</style>"
        "<script>var q = 'What is this?';</script></head>"
        "<body><nav><ul><li><a href='/'>Home</a></li><li>What is new?</li></ul></nav><main><h1>Bread questions</h1>"
        f"<p>Intro to it. Are you ready?</p>{inner}</main><footer><p>Comments</p><p>© Bread</p></footer></body></html>"
    )


def html(form: str) -> str:
    """Write every question in a form of HTML."""
    return "".join(
        form.format(n=n, p=escape(prompt), a=escape(answer))
        for n, (prompt, answer) in enumerate(zip(PROMPTS, ANSWERS, strict=True), 1)
    )


PAGES = {
    "headings": page(html("<h2>{n}. {p}</h2><p>{a}</p><p><strong>How to answer:</strong> Say it.</p>")),
    "details": page(html("<details><summary>{p}</summary><p>{a}</p></details>")),
    "terms": page(f"<dl>{html('<dt>{p}</dt><dd>{a}</dd>')}</dl>"),
    "a list": page(f"<ol>{html('<li><strong>{p}</strong><p>{a}</p></li>')}</ol>"),
    "a list never closed": page(f"<ol>{html('<li>{p}<br>{a}')}</ol>"),
    "buttons": page(html("<div><button>{p}</button><div><p>{a}</p></div></div>")),
    "buttons in headings": page(html("<h3><button>{p}</button></h3><div><p>{a}</p></div>")),
    "nothing but divisions": page(html("<div><div>{p}</div>\n<div>{a}</div></div>")),
    "bold paragraphs": page(
        html("<p><strong>Q{n}: {p}</strong></p><p>{a}</p><pre><code># What?\nx &lt; {n}</code></pre>")
    ),
    "line breaks": page(html("<p><b>{n}. {p}</b><br>{a}</p>")),
    "spans": page(html("<h3><span>{n}.</span> <span>{p}</span></h3><div>{a}<ul><li>one</li></ul></div>")),
    "a table": page(
        f"<table><tr><th>Question</th><th>Answer</th></tr>{html('<tr><td>{p}</td><td>{a}</td></tr>')}</table>"
    ),
}
