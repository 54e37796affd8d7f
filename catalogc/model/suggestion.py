"""Did you mean ...?"""

from collections.abc import Iterable


def nearest(word: str, candidates: Iterable[str]) -> str | None:
    """Return the candidate that ``word`` most likely stands for, or None.

    Spelling without case, ``-`` and ``_`` is compared first, then by similarity.
    """
    known = sorted(set(candidates))
    folded = {_fold(candidate): candidate for candidate in known}
    if _fold(word) in folded:
        return folded[_fold(word)]
    import difflib  # only a misspelt name pays for it

    close = difflib.get_close_matches(_fold(word), list(folded), n=1, cutoff=0.65)
    return folded[close[0]] if close else None


def _fold(word: str) -> str:
    return word.lower().replace("-", "").replace("_", "")
