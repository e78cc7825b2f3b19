"""Fields of forms: what several forms read alike."""

from collections.abc import Mapping


def number(
    form: Mapping[str, str], field: str, least: int, most: int, wrong: dict[str, str], shown: str = ""
) -> int | None:
    """Return the whole number in a field; None where it is empty, or makes no sense.

    Args:
        wrong: takes a sentence for a field that makes no sense.
        shown: beside which field the sentence stands, if another.
    """
    text = form.get(field, "").strip()
    if not text:
        return None
    if text.isascii() and text.isdigit() and len(text) < 6 and least <= int(text) <= most:
        return int(text)
    wrong[shown or field] = f"Give a whole number from {least} to {most}, or leave it empty."
    return None
