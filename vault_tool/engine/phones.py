"""Telephone numbers as they are compared: in the one form that every country writes alike.

The only user of phonenumbers, which is loaded when the first number is asked for. A number is
shown and kept as it was written.

Public: `international(number, region)`, `same_ending(number)`,
`is_landline(number)`, `is_one(number, other, region)`.
"""

from functools import lru_cache

from vault_tool.engine.names import phone_digits

# A number without its country has at least so many figures that it can be told from others.
_TELLING = 8


@lru_cache(65536)
def international(number: str, region: str | None) -> str | None:
    """Return a number as `+39051555`, without its extension; None for what cannot be one.

    `region` is the country (`IT`) of numbers written without one; where that is not known, such a
    number has no international form.
    """
    from phonenumbers import (
        NumberParseException,
        PhoneNumberFormat,
        format_number,
        is_possible_number,
        parse,
    )

    try:
        parsed = parse(number[:100], region)
    except NumberParseException:
        return None
    if not is_possible_number(parsed):
        return None
    parsed.extension = None
    return format_number(parsed, PhoneNumberFormat.E164)


@lru_cache(4096)
def is_landline(number: str) -> bool:
    """Tell whether a number in its international form surely is that of a house or an office."""
    from phonenumbers import NumberParseException, PhoneNumberType, number_type, parse

    try:
        return number_type(parse(number)) == PhoneNumberType.FIXED_LINE
    except NumberParseException:
        return False


def same_ending(number: str) -> str | None:
    """Return the last figures of a number: those of one number are the same, however written."""
    return phone_digits(number)


def is_one(number: str, other: str, region: str | None) -> bool:
    """Tell whether two numbers of one person are the same, one of them without its country."""
    forms = [international(each, region) for each in (number, other)]
    if None not in forms:
        return forms[0] == forms[1]
    here, there = ("".join(sign for sign in each if sign.isdecimal()) for each in (number, other))
    if here == there:
        return True
    if forms == [None, None]:
        return False
    local, whole = (here, there) if forms[0] is None else (there, here)
    return len(local) >= _TELLING and whole.endswith(local.removeprefix("0"))
