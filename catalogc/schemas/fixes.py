"""Fixes of what a schema refuses."""

from typing import Any

from catalogc.fix.scalar import quote_scalar, replace_scalar
from catalogc.model.finding import Applicability, Fix
from catalogc.model.source import FieldPath, format_path
from catalogc.model.suggestion import nearest
from catalogc.model.values import Values


def renaming(path: FieldPath, guess: str | None, values: Values) -> tuple[Fix, ...]:
    """Rename a key to the one that was probably meant, unless that is there already."""
    if guess is None:
        return ()
    document, place = values.origin(path).document, values.at_key(path)
    meant = values.origin((*path[:-1], guess))
    if meant.document is document and meant.path in document.spans:
        return ()
    title = f"rename {path[-1]} to {guess}"
    return replace_scalar(place, guess, title, Applicability.UNSAFE)


def moving(path: FieldPath, instead: tuple[str, str] | None, values: Values) -> tuple[Fix, ...]:
    """Write the field that is meant in place of what is refused, unless it is there already."""
    if instead is None or not path:
        return ()
    name, example = instead
    document, beside = values.origin(path).document, values.origin((*path[:-1], name))
    if beside.document is document and beside.path in document.spans:
        return ()
    title = f"write {name} in place of {path[-1]}"
    unsafe = Applicability.UNSAFE
    parts = [
        *replace_scalar(values.at_key(path), name, title, unsafe),
        *replace_scalar(values.at(path), example, title, unsafe),
    ]
    if len(parts) != 2:
        return ()
    return (Fix(title, unsafe, tuple(edit for part in parts for edit in part.edits)),)


def value_fixes(
    keyword: str, value: Any, limit: Any, values: Values, path: FieldPath
) -> tuple[Fix, ...]:
    """Make text of a number where only text is allowed; take the choice that was meant."""
    if not path:
        return ()
    if keyword == "type" and "string" in limit and isinstance(value, bool | int | float):
        return quote_scalar(values.at(path), f"put {format_path(path)} in quotes")
    if keyword == "enum" and isinstance(value, str):
        guess = nearest(value, [option for option in limit if isinstance(option, str)])
        title = f"change {format_path(path)} to {guess}"
        unsafe = Applicability.UNSAFE
        return replace_scalar(values.at(path), guess, title, unsafe) if guess else ()
    return ()
