"""Sphinx's settings for the documentation's site; `tools/build_site.py` lays out what it reads."""

from __future__ import annotations

import ast
import inspect
from functools import cache
from types import ModuleType
from typing import Any

from voicenter_mock import __version__

project = "voicenter-mock"
author = "The voicenter-mock authors"
release = version = __version__
html_title = f"voicenter-mock {__version__}"

extensions = ["myst_parser", "sphinx.ext.autodoc"]
source_suffix = {".md": "markdown"}
root_doc = "index"
myst_heading_anchors = 4  # links to headings are checked, as the repository's own viewer makes them
myst_enable_extensions = ["fieldlist"]
# Programs in the documentation are of many kinds, and some are parts of programs: colours are not worth a failure.
suppress_warnings = ["misc.highlighting_failure"]
smartquotes = False  # quotation marks stay as they are written; to look for them in every text is a tenth of the work

html_theme = "furo"
html_copy_source = False
html_show_sphinx = False

autodoc_member_order = "bysource"
autodoc_typehints = "signature"
autodoc_typehints_format = "short"
autodoc_preserve_defaults = True

EXTERNAL_HOSTS = ("locust.io", "modelcontextprotocol.io", "semver.org", "www.voicenter.com")
"""Every host that pages link to. CI reaches none of them, only package registries: `poe links` asks them, by hand before
a release, and a test sees that pages link to no others."""

linkcheck_timeout = 20
linkcheck_retries = 2


def setup(app: Any) -> None:
    """Sphinx calls it with the application of a build."""

    def find_names(_: Any, documented: object, __: bool) -> None:
        _import_types(inspect.getmodule(documented))

    app.connect("autodoc-before-process-signature", find_names)


@cache
def _import_types(module: ModuleType | None) -> None:
    """Imports what a module of ours imports for its types only, or names in its signatures would lead nowhere."""
    if module is None or not module.__name__.startswith("voicenter_mock."):
        return
    for node in ast.parse(inspect.getsource(module)).body:
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            exec(compile(ast.Module(node.body, []), module.__name__, "exec"), vars(module))
