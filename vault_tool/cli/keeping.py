"""`index` and `check`: what the notes hold, and what is wrong or dubious in them."""

from time import perf_counter
from typing import TYPE_CHECKING

import click

from vault_tool.cli.opening import entered, opened
from vault_tool.cli.options import Asked, verb
from vault_tool.cli.output import deliver, remark
from vault_tool.cli.showing import show

if TYPE_CHECKING:
    from vault_tool.errors import Problem

FOUND_SOMETHING = 1
NOT_ALL_READ = 3
INDEX_FORMATS = ("text", "md", "json", "html")
CHECK_FORMATS = ("text", "md", "json", "csv", "tsv", "html", "path")
