"""The Jinja environments that templates run in: the vault's in a sandbox, the tool's own without.

Templates see plain values, a few filters and the macros of words and layout; no clock, no random
numbers, no undefined name. A vault's reach no attribute of Python's own; what they may use up is
limited in `sandbox`, not here. Both environments make the same text of the same template.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from itertools import accumulate
from types import MappingProxyType
from typing import Any

from jinja2 import BaseLoader, Environment, StrictUndefined, Template
from jinja2.exceptions import SecurityError, TemplateNotFound
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import missing
from markupsafe import Markup

from vault_tool.render.compiled import compiled
from vault_tool.render.filters import filters_for
from vault_tool.render.markdown import escaped_markdown

LARGEST_FACTOR = 10**9


class Sandbox(ImmutableSandboxedEnvironment):
    """Jinja's sandbox, where in addition text cannot be multiplied nor numbers grow without end."""

    intercepted_binops = frozenset({"*", "**", "%"})

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Multiply and divide numbers of ordinary size; refuse everything else."""
        if operator == "**":
            raise SecurityError("Powers are not for templates.")
        for each in (left, right):
            if not isinstance(each, int | float) or abs(each) > LARGEST_FACTOR:
                raise SecurityError(f"A template may use {operator} with ordinary numbers only.")
        return super().call_binop(context, operator, left, right)


class Trusted(Environment):
    """Where the tool's own templates are drawn: nothing is refused, so nothing need be looked at.

    Lists of thousands ask mostly for the keys of plain values, which are found at once.
    """

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Return what Jinja finds: the attribute, else what is kept under that key."""
        if type(obj) is dict and attribute in obj and attribute not in _METHODS:
            return obj[attribute]
        return super().getattr(obj, attribute)


_METHODS = frozenset(dir(dict))


class Unknown(StrictUndefined):
    """A name that is not there: every use of it is an error that tells the nearest known one."""

    __slots__ = ()
    known: tuple[str, ...] = ()

    @property
    def _undefined_message(self) -> str:
        if self._undefined_hint:
            return self._undefined_hint
        from difflib import get_close_matches

        name, of = str(self._undefined_name), self._undefined_obj
        known: Iterable[str] = ()
        if of is missing:
            known = self.known
        elif isinstance(of, Mapping):
            known = [key for key in of if isinstance(key, str)]
        near = get_close_matches(name, known, n=1, cutoff=0.5)
        return f"{name!r} is not known here." + (f" The nearest is {near[0]!r}." if near else "")


class Texts(BaseLoader):
    """Templates from memory: the tool's, and those of a vault, whose names are `foreign`.

    A foreign template is compiled under a name of ours, never under the file's: a file's name
    together with its content has led out of Jinja's sandbox before.
    """

    def __init__(
        self,
        sources: Mapping[str, str],
        layout: str,
        foreign: Iterable[str] = (),
        refused: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        self.sources = sources
        self.layout = layout
        self.refused = refused
        self.given_names = {name: f"<template {number}>" for number, name in enumerate(foreign)}

    def load(
        self,
        environment: Environment,
        name: str,
        globals: Any = None,  # noqa: A002 - Jinja's name
    ) -> Template:
        """Return the template of that name, compiled."""
        for place in accumulate(name.split("/"), "{}/{}".format):
            if place in self.refused:
                raise SecurityError(f"{place} {self.refused[place]}.")
        if name not in self.sources:
            raise TemplateNotFound(name)
        if given := self.given_names.get(name):
            code = environment.compile(self.sources[name], given, given)
        else:
            code = compiled(environment, name, self.sources[name], self.layout)
        return environment.template_class.from_code(environment, code, globals or {})

    def path_of(self, compiled_name: str | None) -> str | None:
        """Return the template that is compiled under a name."""
        if compiled_name in self.sources and compiled_name not in self.given_names:
            return compiled_name
        return next((name for name, own in self.given_names.items() if own == compiled_name), None)


def environment(
    loader: BaseLoader,
    layout: str,
    language: str,
    today: date,
    known: Iterable[str],
    *,
    trusted: bool = False,
) -> Environment:
    """Return the environment for one rendering; `known` are the names its templates are given.

    It is a sandbox unless all templates are `trusted`: the tool's own.
    """
    undefined = type("Unknown", (Unknown,), {"__slots__": (), "known": tuple(known)})
    made = (Trusted if trusted else Sandbox)(
        loader=loader,
        undefined=undefined,
        autoescape=layout != "text",
        finalize=_FINALS[layout],
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        optimized=False,  # nothing is computed while compiling: filters depend on the language
    )
    made.globals.clear()
    made.filters.pop("random")
    made.filters.update(filters_for(language, today))
    return made


def _shown(value: Any) -> Any:
    return "" if value is None else value


def _shown_in_markdown(value: Any) -> Any:
    if value is None:
        return ""
    return value if hasattr(value, "__html__") else Markup(escaped_markdown(str(value)))  # noqa: S704


_FINALS: dict[str, Callable[[Any], Any]] = {
    "text": _shown,
    "html": _shown,
    "md": _shown_in_markdown,
}
