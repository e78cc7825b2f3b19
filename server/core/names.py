"""What somebody may call themself, or something of theirs."""

import unicodedata

MOST_CHARS = 60
WANTED = f"Give a name of 1 to {MOST_CHARS} characters; others in the interview see it."

# Letters of many scripts need joiners (Cf), so those stay; what turns the direction of the text around it does not.
_TURNING = set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def shown(text: str) -> str:
    """Return the text without what can't be shown, or turns the direction of what stands around it."""
    return "".join(
        each for each in text if unicodedata.category(each) not in ("Cc", "Cs", "Co", "Cn") and each not in _TURNING
    )


def clean(name: str) -> str | None:
    """Return the name with single spaces, or None if it is empty, too long, or holds what can't be shown."""
    name = " ".join(name.split())
    bad = name != shown(name)
    visible = any(unicodedata.category(each)[0] in "LNPS" for each in name)
    return name if visible and not bad and len(name) <= MOST_CHARS else None
