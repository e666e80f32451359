"""`index` and `check`: what the notes hold, and what is wrong or dubious in them."""

import sys
from collections.abc import Sequence
from time import perf_counter
from typing import TYPE_CHECKING

import click

from vault_tool.cli.opening import opened
from vault_tool.cli.options import Asked, verb
from vault_tool.cli.output import deliver

if TYPE_CHECKING:
    from vault_tool.errors import Problem
