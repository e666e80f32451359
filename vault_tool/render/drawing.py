"""One rendering: a template, the words of a language, a layout and plain values become text.

The same in our own process, for the tool's templates, and in a child, for the vault's. Nothing
here touches a file.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from types import MappingProxyType
from typing import Any, NamedTuple

from jinja2 import Environment, TemplateAssertionError, TemplateError, TemplateSyntaxError
from jinja2.exceptions import SecurityError, TemplateNotFound

from vault_tool.errors import TemplateFailure
from vault_tool.memory import Memory, Table
from vault_tool.render.environment import Texts, environment
from vault_tool.render.harmless import harmless, one_line

LARGEST_OUTPUT = 1024 * 1024


class Task(NamedTuple):
    """What is to be drawn.

    `sources` holds every template that may take part, by name; `refused` says why others may not.
    `template` is drawn with `values`; without one, the macro `macro` of the words is called for
    each of `values["each"]`. `words` are languages, the first that has a macro is asked. `paths`
    tells which templates are a vault's own, and where they stand. `form` is the layout of a draft:
    what an e-mail, a message, a card for a call looks like.
    """

    sources: Mapping[str, str]
    language: str
    words: tuple[str, ...]
    layout: str
    today: date
    values: Mapping[str, Any]
    template: str | None = None
    macro: str | None = None
    refused: Mapping[str, str] = MappingProxyType({})
    paths: Mapping[str, str] = MappingProxyType({})
    largest: int | None = None
    form: str | None = None

    @property
    def is_draft(self) -> bool:
        """Tell whether a message is drawn, which is plain text and whose facts are noted."""
        return self.template is not None and self.template.startswith("drafts/")


class Drawn(NamedTuple):
    """The texts, one for a template or one for each value, and which facts were looked at.

    `sentences` are what the words made of each of these, empty where the template said it itself.
    `unsaid` are facts that were to be said, and of which the words made nothing.
    """

    texts: tuple[str, ...]
    used: tuple[int, ...] = ()
    sentences: tuple[str, ...] = ()
    unsaid: tuple[int, ...] = ()


class NotedFact(dict[str, Any]):
    """A fact that remembers whether a template used what it says."""

    TOLD = frozenset({"text", "on"})

    def __init__(self, fact: Mapping[str, Any]) -> None:
        super().__init__(fact)
        self._used = False
        self._is_silent = False
        self.sentence = ""

    def __getitem__(self, key: str) -> Any:
        if key in self.TOLD:
            self._used = True
        return super().__getitem__(key)

    def is_used(self) -> bool:
        """Tell whether the text or the day was read."""
        return self._used

    def is_unsaid(self) -> bool:
        """Tell whether it was to be said, and nothing was."""
        return self._is_silent and not self._used

    def noted(self, say: Callable[[], str]) -> str:
        """Return what `say` says, and keep it as the fact's sentence where it reads the fact.

        Where it says nothing, it has not used the fact.
        """
        before, self._used = self._used, False
        text = say()
        if self._used and text:
            self.sentence = str(text)
        self._is_silent = self._is_silent or (self._used and not text)
        self._used = before or (self._used and bool(text))
        return text


class Recalled:
    """A macro that is not asked again what it has said of the same values."""

    __slots__ = ("_said", "macro")

    def __init__(self, macro: Callable[..., str], said: Table) -> None:
        self.macro = macro
        self._said = said

    def __call__(self, *args: Any, **kwargs: Any) -> str:
        """Say it; what is called around a part of the template, or with names, always anew."""
        return self.macro(*args, **kwargs) if kwargs else self._said.made(self.macro, *args)


class Said:
    """A macro of the words: whatever blanks and line breaks it writes, it says one line."""

    __slots__ = ("_macro",)

    def __init__(self, macro: Callable[..., str]) -> None:
        self._macro = macro

    def __call__(self, *args: Any, **kwargs: Any) -> str:
        """Say it."""
        said = self._macro(*args, **kwargs)
        return said.__class__(" ".join(str.split(said)))  # its pieces are as safe as the whole


class Noting:
    """A macro of the words, in a draft: what it says of a fact is that fact's sentence."""

    __slots__ = ("_macro",)

    def __init__(self, macro: Callable[..., str]) -> None:
        self._macro = macro

    def __call__(self, *args: Any, **kwargs: Any) -> str:
        """Say it."""

        def say() -> str:
            return self._macro(*args, **kwargs)

        for fact in (*args, *kwargs.values()):
            if isinstance(fact, NotedFact):
                say = partial(fact.noted, say)
        return say()


def draw(task: Task, memory: Memory | None = None) -> Drawn:
    """Return what the templates make of the values, or raise `TemplateFailure`.

    With a memory, what the tool's own macros said of a value is not said again: they look at
    nothing but what they are called with.
    """
    loader = Texts(task.sources, task.layout, task.paths, task.refused)
    values = _frozen_values(task.values, memory or Memory())
    facts: tuple[NotedFact, ...] = ()
    if task.is_draft:
        values["facts"] = facts = tuple(NotedFact(fact) for fact in values["facts"])
        values.update(_by_role(facts))
    known = (*values, "page", "result", "words")
    jinja = environment(
        loader, task.layout, task.language, task.today, known, trusted=not task.paths
    )
    try:
        values["result"] = dict(values)
        values["words"] = words = _words(jinja, task.sources, task.words)
        if task.is_draft:
            words.update((name, Noting(macro)) for name, macro in words.items())
            form = f"layouts/{task.form}.jinja"
            values["page"] = _macros(jinja, task.sources, form, values) if task.form else {}
        elif memory:
            words.update(_recalled(words, task, memory, "words"))
        if task.template is None:
            said = (str(words[str(task.macro)](each)) for each in values["each"])
            texts = tuple(_within(said, task.largest))
        else:
            if not task.is_draft:
                layout = f"layouts/{task.layout}.jinja"
                page = _macros(jinja, task.sources, layout, values)
                values["page"] = _recalled(page, task, memory, "page") if memory else page
            pieces = jinja.get_template(task.template).generate(values)
            texts = ("".join(_within(pieces, task.largest)),)
    except Exception as error:  # whatever a template makes Python raise is the template's fault
        raise _failure(error, loader, task, jinja) from None
    used = tuple(number for number, fact in enumerate(facts) if fact.is_used())
    unsaid = tuple(number for number, fact in enumerate(facts) if fact.is_unsaid())
    return Drawn(texts, used, tuple(facts[number].sentence for number in used), unsaid)


def replaced(name: str) -> str:
    """Return under which name the tool's template is found that a vault's own stands in for."""
    return f"shipped:{name}"


def frozen(value: Any) -> Any:
    """Return plain values with text harmless and in one line (a letter's body aside)."""
    if isinstance(value, str):
        return one_line(value)
    if isinstance(value, dict):
        return {
            key: harmless(each) if key in SEVERAL_LINES else frozen(each)
            for key, each in value.items()
        }
    if isinstance(value, list | tuple):
        return tuple(map(frozen, value))
    return value


def _frozen_values(values: Mapping[str, Any], memory: Memory) -> dict[str, Any]:
    """Return what `frozen` does; the members of lists are the same where they were already."""
    known = memory.table("frozen")
    return {
        key: [known.made(frozen, each) for each in value]
        if isinstance(value, list)
        else frozen({key: value})[key]
        for key, value in values.items()
    }


def _recalled(
    macros: Mapping[str, Callable[..., str]], task: Task, memory: Memory, of: str
) -> dict[str, Recalled]:
    """Return macros that remember; what they say depends on all templates but the page's own."""
    sources = {name: text for name, text in task.sources.items() if name != task.template}
    given = (sources, task.language, task.layout, task.today)
    return {
        name: Recalled(macro, memory.table(f"{of}.{name} in {task.layout}", *given))
        for name, macro in macros.items()
    }


SEVERAL_LINES = frozenset({"body"})
ROLES = (
    "cue", "promise", "thanks", "told", "last_talk", "given", "met", "place", "birthday",
    "occasion", "need", "mine", "other",
)  # fmt: skip


def _by_role(facts: Sequence[NotedFact]) -> dict[str, NotedFact | None]:
    found = {str(fact["role"]): fact for fact in reversed(facts)}
    return {role: found.get(role) for role in ROLES}


def _words(
    jinja: Environment, sources: Mapping[str, str], languages: Iterable[str]
) -> dict[str, Any]:
    """Return the macros that say things; what one language lacks, the next one says."""
    words: dict[str, Any] = {}
    for language in reversed(tuple(languages)):
        macros = _macros(jinja, sources, f"words/{language}.jinja", {"words": words})
        words.update((name, Said(macro)) for name, macro in macros.items())
    return words


def _macros(
    jinja: Environment, sources: Mapping[str, str], name: str, values: Mapping[str, Any]
) -> dict[str, Any]:
    """Return the macros of a template; those a vault's own lacks are those it replaces."""
    found: dict[str, Any] = {}
    for each in (replaced(name), name):
        if each == name or each in sources:
            module = jinja.get_template(each).make_module(dict(values))
            found.update((key, value) for key, value in vars(module).items() if callable(value))
    return found


def _within(pieces: Iterable[str], largest: int | None) -> Iterator[str]:
    total = 0
    for piece in pieces:
        total += len(piece)
        if largest is not None and total > largest:
            raise SecurityError(f"The template writes more than {largest // 1024} KiB.")
        yield piece


def _failure(error: Exception, loader: Texts, task: Task, jinja: Environment) -> TemplateFailure:
    """Return the error in our words: which template, which line, what to do."""
    name, line = _place(error, loader, task.template)
    message = _message(error, jinja)
    where = task.paths.get(name or "", name or "a template")
    return TemplateFailure(f"{where}:{line or 1}: {message}", _HINT)


def _place(error: Exception, loader: Texts, template: str | None) -> tuple[str | None, int | None]:
    if isinstance(error, TemplateSyntaxError):
        return loader.path_of(error.name) or template, error.lineno
    found: tuple[str | None, int | None] = (template, None)
    trace = error.__traceback__
    while trace is not None:
        name = loader.path_of(trace.tb_frame.f_code.co_filename)
        if name:
            found = name, trace.tb_lineno
        trace = trace.tb_next
    return found


def _message(error: Exception, jinja: Environment) -> str:
    if isinstance(error, TemplateNotFound):
        return f"There is no template {error.name!r}."
    if isinstance(error, TemplateAssertionError):
        return _with_nearest(str(error.message), jinja)
    if isinstance(error, OSError):
        return "A template has no files."
    if isinstance(error, MemoryError):
        return "The template uses too much memory."
    if isinstance(error, RecursionError):
        return "The template goes in circles, or nests too deeply."
    if isinstance(error, OverflowError) or "digits" in str(error):
        return "A number has too many digits."
    if isinstance(error, SyntaxError):  # Python's, about the code that a template became
        return f"{error.msg[:1].upper()}{error.msg[1:]}."
    if isinstance(error, TemplateError):
        said = (error.message or str(error)).rstrip(".")
        return f"{said}."
    return f"{type(error).__name__}: {error}"


def _with_nearest(message: str, jinja: Environment) -> str:
    """Return Jinja's message of a filter or test nobody knows, with the nearest one there is."""
    from difflib import get_close_matches

    quoted = message.split("'")
    known = [*jinja.filters, *jinja.tests]
    near = get_close_matches(quoted[1], known, n=1) if len(quoted) > 2 else []
    return f"{message.rstrip('.')}." + (f" The nearest is {near[0]!r}." if near else "")


_HINT = "See docs/templates.md for what a template may use."
