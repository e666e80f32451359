"""The language of Obsidian's Bases: expressions, as far as the example vault's Base goes.

It shares no code with the tool, so that the two can be held against each other, and it is strict:
whatever it does not know for certain raises `NotUnderstood`.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NoReturn

from tests.bases_values import FUNCTIONS, METHODS, File, NotUnderstood, Value, applied, truth


@dataclass(frozen=True)
class Scope:
    """What an expression may look at: one note, the Base's formulas, and the day."""

    file: File
    formulas: Mapping[str, "Expression"]
    today: date
    asked: list[str] = field(default_factory=list)

    def formula(self, name: str) -> Value:
        if name not in self.formulas or name in self.asked:
            raise NotUnderstood(f"formula {name}: missing, or asks for itself")
        self.asked.append(name)
        try:
            return self.formulas[name](self)
        finally:
            self.asked.pop()


Expression = Callable[[Scope], Value]


def compiled(text: str) -> Expression:
    """Return an expression that can be asked about a note."""
    return _Parser(text).whole()


def evaluate(text: str, today: date, **properties: Value) -> Value:
    """Return what an expression comes to for a note with these properties."""
    return compiled(text)(Scope(File("People/Ada.md", properties), {}, today))


# Tokens: a number, a text, a name or a sign.
_TOKEN = re.compile(
    r"\s*(?:(?P<number>\d+(?:\.\d+)?)(?!\w)|(?P<text>\"[^\"\\]*\"|'[^'\\]*')|(?P<name>[A-Za-z_]\w*)"
    r"|(?P<sign>&&|\|\||[=!<>]=|[-+*/%<>!().,\[\]]))"
)
_BINDING = {
    sign: strength
    for strength, signs in enumerate(
        [["||"], ["&&"], ["==", "!="], ["<", "<=", ">", ">="], ["+", "-"], ["*", "/", "%"]], start=1
    )
    for sign in signs
}


class _Parser:
    """Compiles one expression, by the binding of its signs."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._tokens = _tokens(text)

    def whole(self) -> Expression:
        found = self._expression(0)
        if self._tokens:
            self._refuse()
        return found

    def _expression(self, binding: int) -> Expression:
        left = self._unary()
        while self._tokens and _BINDING.get(self._tokens[0], 0) > binding:
            sign = self._tokens.pop(0)
            left = _binary(sign, left, self._expression(_BINDING[sign]))
        return left

    def _unary(self) -> Expression:
        if self._took("!"):
            operand = self._unary()
            return lambda scope: not truth(operand(scope))
        if self._took("-"):
            return _binary("-", lambda _: 0, self._unary())
        return self._with_methods(self._primary())

    def _primary(self) -> Expression:
        if self._took("("):
            inner = self._expression(0)
            self._expect(")")
            return inner
        token = self._tokens.pop(0) if self._tokens else self._refuse()
        if token[0] in "\"'":
            return lambda _: token[1:-1]
        if token[0].isdigit():
            number = float(token) if "." in token else int(token)
            return lambda _: number
        if not token[0].isalpha() and token[0] != "_":
            self._refuse()
        return self._named(token)

    def _named(self, name: str) -> Expression:
        if name in ("true", "false", "null"):
            word = {"true": True, "false": False, "null": None}[name]
            return lambda _: word
        if self._took("("):
            return self._call(name)
        if name == "formula":
            asked = self._member()
            return lambda scope: scope.formula(asked)
        if name == "note":
            key = self._member()
            return lambda scope: scope.file.properties.get(key)
        if name == "file":
            return lambda scope: scope.file
        if name == "this":
            self._refuse()
        return lambda scope: scope.file.properties.get(name)

    def _call(self, name: str) -> Expression:
        given = self._arguments()
        if name == "if" and len(given) in (2, 3):
            condition, yes, no = (*given, _nothing)[:3]
            return lambda scope: (yes if truth(condition(scope)) else no)(scope)
        if name == "today" and not given:
            return lambda scope: scope.today
        if name in FUNCTIONS and len(given) == 1:
            return lambda scope: FUNCTIONS[name](given[0](scope))
        return self._refuse()

    def _with_methods(self, found: Expression) -> Expression:
        while self._tokens and self._tokens[0] == ".":
            name = self._member()
            if self._took("("):
                found = _method(name, found, self._arguments())
            else:
                found = _field(name, found)
        return found

    def _member(self) -> str:
        """Return the name after a dot, or the text in brackets."""
        if self._took("["):
            name = self._tokens.pop(0) if self._tokens else self._refuse()
            self._expect("]")
            return name[1:-1] if name[0] in "\"'" else self._refuse()
        self._expect(".")
        name = self._tokens.pop(0) if self._tokens else self._refuse()
        return name if name.isidentifier() else self._refuse()

    def _arguments(self) -> list[Expression]:
        given: list[Expression] = []
        while not self._took(")"):
            if given:
                self._expect(",")
            given.append(self._expression(0))
        return given

    def _took(self, sign: str) -> bool:
        if self._tokens and self._tokens[0] == sign:
            self._tokens.pop(0)
            return True
        return False

    def _expect(self, sign: str) -> None:
        if not self._took(sign):
            self._refuse()

    def _refuse(self) -> NoReturn:
        raise NotUnderstood(f"{self._text} (before: {' '.join(self._tokens[:3]) or 'the end'})")


def _nothing(_: Scope) -> Value:
    return None


def _tokens(text: str) -> list[str]:
    found, at, text = [], 0, text.rstrip()
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            raise NotUnderstood(f"{text} (at: {text[at:]})")
        found.append(match[0].strip())
        at = match.end()
    return found


def _binary(sign: str, left: Expression, right: Expression) -> Expression:
    if sign == "&&":
        return lambda scope: truth(left(scope)) and truth(right(scope))
    if sign == "||":
        return lambda scope: truth(left(scope)) or truth(right(scope))
    return lambda scope: applied(sign, left(scope), right(scope))


def _method(name: str, on: Expression, given: Sequence[Expression]) -> Expression:
    """Return the call of a method; what it takes are texts."""

    def called(scope: Scope) -> Value:
        value, arguments = on(scope), [each(scope) for each in given]
        taken, method = METHODS.get((type(value), name), (-1, _nothing))
        if taken != len(arguments) or not all(isinstance(each, str) for each in arguments):
            raise NotUnderstood(f"{value!r}.{name}({arguments})")
        return method(value, *arguments)

    return called


def _field(name: str, on: Expression) -> Expression:
    def asked(scope: Scope) -> Value:
        value = on(scope)
        if isinstance(value, File) and name in ("name", "path", "basename"):
            return str(getattr(value, name))
        raise NotUnderstood(f"{value!r}.{name}")

    return asked
