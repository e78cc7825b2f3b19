"""Where the call beside the interview is: an https address, kept in the form that holds in every browser and file."""

import unicodedata
from urllib.parse import quote, urlsplit, urlunsplit

MOST_CHARS = 500
LABEL_MOST_CHARS = 63

_ASCII = "".join(map(chr, range(33, 127)))
_UNFIT = frozenset('"<>\\^`{|}')


def address(given: str) -> str | None:
    """Return a plain https address as it is kept, without a letter that is not ASCII; None if it is none.

    There is no name or password in it, nothing that can't be seen, and nothing that is no URL character.
    """
    if any(each in _UNFIT or unicodedata.category(each)[0] in "CZ" for each in given):
        return None
    try:
        parts = urlsplit(given)
        host, port = parts.hostname, parts.port
    except ValueError:  # no address, or no number for a port
        return None
    if parts.scheme != "https" or not host or "@" in parts.netloc:
        return None
    if not given.isascii():
        place = parts.netloc
        if not parts.netloc.isascii():
            named = _ascii_host(host)
            if named is None:
                return None
            place = named if port is None else f"{named}:{port}"
        given = urlunsplit(("https", place, *(quote(part, safe=_ASCII) for part in parts[2:])))
    return given if len(given) <= MOST_CHARS else None


def _ascii_host(host: str) -> str | None:
    """Return the host as the name service knows it (RFC 3492); None if no host is called so.

    Letters are made small and compatible as browsers do it (UTS 46), and "ß" stays what it is: Python's own `idna`
    codec would name another host.
    """
    labels = [_ascii_label(label) for label in unicodedata.normalize("NFKC", host).lower().split(".")]
    return ".".join(map(str, labels)) if all(labels) else None


def _ascii_label(label: str) -> str | None:
    if label.isascii():
        return label
    if any(each != "-" and unicodedata.category(each)[0] not in "LMN" for each in label):
        return None
    coded = f"xn--{label.encode('punycode').decode()}"
    return coded if len(coded) <= LABEL_MOST_CHARS else None
