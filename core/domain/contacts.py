"""E-mail addresses and telephone numbers within a text: patterns that the engine's and Python's regular expressions both take.

A number is taken for one of a telephone only where it is written as one: groups of digits as Japan, North America or the
international form have them, or a mobile number of Japan. A date, a score, a study number are none.
"""

import re

WIDE = "".join(map(chr, range(0xFF01, 0xFF5F))) + "‐‑–−ー　"
USUAL = "".join(map(chr, range(0x21, 0x7F))) + "----- "
LONGEST = 2_000  # letters of a text that are looked at
EMAIL = r"[A-Za-z0-9]@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){0,5}\.[A-Za-z]{2,24}"
_JAPAN = (
    r"\(?0[1-9][-()]{1,2}\d{4}[-()]\d{4}",
    r"\(?0[1-9]\d[-()]{1,2}\d{3}[-()]\d{4}",
    r"\(?0[1-9]\d{2}[-()]{1,2}\d{2}[-()]\d{4}",
    r"\(?0[1-9]\d{3}[-()]{1,2}\d[-()]\d{4}",
    r"0[5-9]0[- ]?\d{4}[- ]?\d{4}",
    r"0(?:120|800)-\d{3}-?\d{3,4}",
)
_NORTH_AMERICA = (r"\(?[2-9]\d{2}\)?[-. ]{1,2}[2-9]\d{2}[-. ]\d{4}",)
_INTERNATIONAL = (
    r"\+\d{9,15}",
    r"\+\d{1,3}[-. ()]{1,2}\d{2,4}[-. ()]{1,2}\d{6,8}",
    r"\+\d{1,3}[-. ()]{1,2}\d{1,4}[-. ()]{1,2}\d{2,4}[-. ()]{1,2}\d{3,4}",
)
TELEPHONE = f"(?:^|[^0-9A-Za-z.+-])(?:{'|'.join((*_JAPAN, *_NORTH_AMERICA, *_INTERNATIONAL))})(?:$|[^0-9A-Za-z-])"
SHORTEST = 6  # letters of an address or a number
_EMAIL, _TELEPHONE = re.compile(EMAIL), re.compile(TELEPHONE, re.ASCII)
_TO_USUAL = str.maketrans(WIDE, USUAL)


def contact_in(text: str) -> str:
    """What a text holds, "an e-mail address" or "a telephone number"; empty where it holds neither."""
    if len(text) < SHORTEST:
        return ""
    usual = text[:LONGEST].translate(_TO_USUAL)
    if _EMAIL.search(usual):
        return "an e-mail address"
    return "a telephone number" if _TELEPHONE.search(usual) else ""
