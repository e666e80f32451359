"""Reports and drafts drawn from templates, and which templates there are.

Public: `report`, `draft`, `worded`, `said`, `ReportTemplate`, `report_templates`,
`DraftTemplate`, `draft_template`, `draft_templates`.

The tool's own templates are trusted and drawn here. As soon as one template of the vault takes
part, everything is drawn in a child process with limits. Jinja is imported only when needed.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from vault_tool.errors import TemplateFailure
from vault_tool.render.sources import (
    NO_TEMPLATES,
    OWN_FOLDER,
    OwnTemplates,
    front_matter,
    has_own,
    own_templates,
    shipped_names,
    shipped_source,
    shipped_text,
    without_front_matter,
)

if TYPE_CHECKING:
    from vault_tool.engine.drafts import DraftFacts
    from vault_tool.memory import Memory
    from vault_tool.render.drawing import Drawn

Layout = Literal["text", "md", "html"]

FALLBACK = "en"


class Draft(NamedTuple):
    """A message to edit and send, in the language it is written in; `facts` are those it used.

    Each fact has its `sentence`, None where the template said it in no words of the tool's. `form`
    is what was written: an e-mail, a message, a card for a call. `subject` is a message's title
    too, though it is not sent with it. `unsaid` are cues that the words made no question of.
    """

    subject: str
    body: str
    language: str
    facts: tuple[Mapping[str, Any], ...]
    form: str = "email"
    unsaid: tuple[str, ...] = ()


class ReportTemplate(NamedTuple):
    """A report one can ask for: which result it draws, and whether the vault brought it."""

    name: str
    data: str
    description: str
    own: bool


class DraftTemplate(NamedTuple):
    """A kind of message in one language.

    `remembers` says that no memory is too old for it, `offers` that it looks for what the user can
    offer.
    """

    kind: str
    language: str
    description: str
    own: bool
    remembers: bool = False
    offers: bool = False


def report(
    name: str,
    values: Mapping[str, Any],
    *,
    language: str,
    layout: Layout = "text",
    root: Path | None = None,
    width: int | None = None,
    color: bool = False,
    memory: "Memory | None" = None,
) -> str:
    """Return a result of `machine` drawn by the template of that name.

    `width` is that of the terminal, None where lines are not to be wrapped; it and `color` are for
    text alone. Raises `TemplateFailure`.
    """
    template = f"reports/{name}.md"
    drawn = _draw(
        language, root, layout=layout, values=values, template=template, memory=memory
    ).texts[0]
    if layout == "text":
        from vault_tool.render.columns import laid_out, painted

        return painted(laid_out(drawn, width), color)
    from vault_tool.render.pages import finished

    return finished(drawn, layout, _words_languages(language, root)[0])


def draft(
    kind: str, facts: "DraftFacts", *, language: str, today: date, root: Path | None = None
) -> Draft:
    """Return a draft in `language`, or in English where there is no template of that kind in it."""
    from vault_tool.render.columns import painted
    from vault_tool.render.drafting import draft_values

    name = _draft_template(kind, language, root)
    written_in = name.split("/")[1]
    values = draft_values(kind, facts, today)
    drawn = _draw(written_in, root, layout="text", values=values, template=name, form=facts.form)
    subject, body = _parted(painted(drawn.texts[0], color=False), name)
    used = tuple(
        {**values["facts"][number], "sentence": sentence or None}
        for number, sentence in zip(drawn.used, drawn.sentences, strict=True)
    )
    cues = [facts.facts[number] for number in drawn.unsaid if facts.facts[number].role == "cue"]
    unsaid = tuple(cue.text for cue in cues)
    return Draft(subject, body, written_in, used, facts.form, unsaid)


def draft_template(kind: str, language: str, root: Path | None = None) -> DraftTemplate:
    """Return the template that a draft of that kind is written by, as `draft` finds it."""
    name = _draft_template(kind, language, root)
    own = has_own(root, [name])
    source = own_templates(root).texts.get(name, "") if own else shipped_source(name)
    return _told_of(name, source, own)


def _draft_template(kind: str, language: str, root: Path | None) -> str:
    base = _base(language)
    for each in dict.fromkeys((base, FALLBACK)):
        if _exists(name := f"drafts/{each}/{kind}.md", root):
            return name
    known = sorted({each.kind for each in draft_templates(root)})
    raise TemplateFailure(
        f"There is no template for a draft of the kind {kind!r}.",
        f"There are: {', '.join(known)}. Your own go into {OWN_FOLDER}/drafts/{base}/.",
    )


def worded(result: Mapping[str, Any], *, language: str, root: Path | None = None) -> dict[str, Any]:
    """Return a result with what is to be said in words: the `text` of reasons and terms, `why`."""
    items = [_copied(item, "reasons") for item in result.get("items", ())]
    said = {**_copied(result, "reasons", "terms")}
    if items:
        said["items"] = items
    groups = [*items, said]
    reasons = [reason for each in groups for reason in each.get("reasons", ())]
    unsaid = [item for item in items if "why" in item]
    for macro, key, those in (
        ("reason", "text", reasons),
        ("term", "text", said.get("terms", ())),
        ("why_meet", "why", unsaid),
    ):
        if those:
            values = {"each": those, "today": result["today"]}
            texts = _draw(language, root, layout="text", values=values, macro=macro).texts
            for one, text in zip(those, texts, strict=True):
                one[key] = " ".join(text.split())
    return said


def said(
    macro: str, values: Iterable[Mapping[str, Any]], today: date, *, language: str, root: Path
) -> list[str]:
    """Return what a macro of the words says of each value, in one line, as plain text."""
    from vault_tool.render.columns import painted

    each = list(values)
    if not each:
        return []
    drawn = _draw(language, root, layout="text", values={"each": each, "today": today}, macro=macro)
    return [" ".join(painted(text, color=False).split()) for text in drawn.texts]


def report_templates(root: Path | None = None) -> list[ReportTemplate]:
    """Return every report there is, by name; the vault's own hide those of the same name."""
    found = {}
    for name, source, own in _all("reports", root):
        said = front_matter(source, name)
        title = name.removeprefix("reports/").removesuffix(".md")
        found[title] = ReportTemplate(
            title, str(said.get("data") or title), str(said.get("description") or ""), own
        )
    return [found[name] for name in sorted(found)]


def draft_templates(root: Path | None = None) -> list[DraftTemplate]:
    """Return every kind of draft in every language, by kind and language."""
    found = {}
    for name, source, own in _all("drafts", root):
        if name.count("/") == 2:
            told = _told_of(name, source, own)
            found[told.kind, told.language] = told
    return [found[key] for key in sorted(found)]


def draft_kinds(root: Path | None = None) -> list[str]:
    """Return the names of the kinds there are templates of, in whatever language."""
    names = [*shipped_names("drafts"), *own_templates(root).texts]
    parted = [name.removesuffix(".md").split("/") for name in names if name.endswith(".md")]
    return sorted({parts[2] for parts in parted if len(parts) == 3 and parts[0] == "drafts"})


def _told_of(name: str, source: str, own: bool) -> DraftTemplate:
    _, language, kind = name.removesuffix(".md").split("/")
    said = front_matter(source, name)
    remembers = str(said.get("remembers") or "").casefold() == "years"
    offers = str(said.get("looks_for") or "").casefold() == "offers"
    return DraftTemplate(kind, language, str(said.get("description") or ""), own, remembers, offers)


def _all(folder: str, root: Path | None) -> Iterable[tuple[str, str, bool]]:
    for name in shipped_names(folder):
        yield name, shipped_source(name), False
    for name, source in own_templates(root).texts.items():
        if name.startswith(f"{folder}/") and name.endswith(".md"):
            yield name, source, True


def _draw(
    language: str,
    root: Path | None,
    *,
    layout: str,
    values: Mapping[str, Any],
    template: str | None = None,
    macro: str | None = None,
    memory: "Memory | None" = None,
    form: str | None = None,
) -> "Drawn":
    """Draw in this process, or apart, without a memory, where the vault's templates take part."""
    from vault_tool.render.drawing import LARGEST_OUTPUT, Task, draw

    words = _words_languages(language, root)
    names = [f"words/{each}.jinja" for each in words]
    names += [f"layouts/{each}.jinja" for each in (layout, form) if each]
    names += [template] if template else []
    own = own_templates(root) if has_own(root, names) else NO_TEMPLATES
    _refuse(names, own)
    task = Task(
        sources=_sources(names, own),
        language=words[0],
        words=words,
        layout=layout,
        today=values["today"],
        values=values,
        template=template,
        macro=macro,
        refused=own.refused,
        paths={name: f"{OWN_FOLDER}/{name}" for name in own.texts},
        largest=LARGEST_OUTPUT if own.texts else None,
        form=form,
    )
    if not own.texts:
        return draw(task, memory)
    from vault_tool.render.sandbox import draw_apart

    return draw_apart(task)


def _sources(names: Sequence[str], own: OwnTemplates) -> dict[str, str]:
    """Return the templates that may take part: those named, and with the vault's own, all."""
    if not own.texts:
        return {name: text for name in names if (text := shipped_text(name)) is not None}
    from vault_tool.render.drawing import replaced

    shipped = {name: shipped_source(name) for name in shipped_names("")}
    kept = {replaced(name): shipped[name] for name in own.texts if name in shipped}
    every = {**shipped, **own.texts, **kept}
    return {name: without_front_matter(text) for name, text in every.items()}


def _refuse(names: Iterable[str], own: OwnTemplates) -> None:
    """Fail when a template that is meant to replace one of the tool's was not read."""
    for name in names:
        if reason := own.refusal(name):
            raise TemplateFailure(f"{reason}.", "Mend it or take it away.")


def _words_languages(language: str, root: Path | None) -> tuple[str, ...]:
    """Return the languages to ask for words: the one wanted, where it has any, then English."""
    base = _base(language)
    spoken = base if base != FALLBACK and _exists(f"words/{base}.jinja", root) else None
    return (spoken, FALLBACK) if spoken else (FALLBACK,)


def _exists(name: str, root: Path | None) -> bool:
    return shipped_text(name) is not None or has_own(root, [name])


def _base(language: str) -> str:
    """Return `it` of `it_IT.UTF-8`; what is no language is as good as English."""
    base = language.replace("-", "_").partition("_")[0].partition(".")[0].lower()
    return base if base.isascii() and base.isalpha() else FALLBACK


def _parted(text: str, name: str) -> tuple[str, str]:
    """Return subject and body of a drawn draft, whose first line is `Subject: …`."""
    first, _, body = text.strip("\n").partition("\n")
    label, colon, subject = first.partition(":")
    if not colon or label.strip().lower() != "subject":
        raise TemplateFailure(
            f"{name}:1: A draft begins with a line `Subject: …`.",
            "See docs/templates.md for how a draft is written.",
        )
    lines = (line.rstrip() for line in body.strip("\n").split("\n"))
    tidy: list[str] = []
    for line in lines:
        if line or (tidy and tidy[-1]):
            tidy.append(line)
    return " ".join(subject.split()), "\n".join(tidy).strip("\n") + "\n"


def _copied(of: Mapping[str, Any], *lists: str) -> dict[str, Any]:
    """Return a copy whose lists of these names can be changed."""
    copies = {name: [dict(each) for each in of[name]] for name in lists if name in of}
    return {**of, **copies}
