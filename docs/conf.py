"""Set-up of the documentation's site; scripts/build-docs builds it.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

from pygments import token
from pygments.lexer import RegexLexer, words

project = "hwlock"
extensions = ["myst_parser"]
html_theme = "furo"
html_title = "hwlock"
html_show_sphinx = False
html_show_copyright = False
html_copy_source = False
# The anchors that GitHub gives to headings.
myst_heading_anchors = 4


class MlirLexer(RegexLexer):
    """Enough of MLIR to colour the examples; Pygments knows none."""

    name = "MLIR"
    tokens = {
        "root": [
            (r"//.*$", token.Comment.Single),
            (r'"[^"\n]*"', token.String),
            (r"[%^][\w$.#:]*", token.Name.Variable),
            (r"@[\w$.]+", token.Name.Function),
            (r"[!#][\w$.]+", token.Name.Class),
            (r"(tensor|memref|vector)(?=<)", token.Keyword.Type),
            (r"\b([sui]*i\d+|b?f\d+|index|none)\b", token.Keyword.Type),
            (words(("dense", "dense_resource", "true", "false", "ins", "outs"), suffix=r"\b"),
             token.Keyword.Constant),
            (r"\b[a-z_]\w*(\.\w+)+", token.Name.Builtin),
            (r"-?\d[\w.]*", token.Number),
            (r"[\w$]+", token.Text),
            (r"\s+", token.Whitespace),
            (r".", token.Punctuation),
        ]
    }


def setup(app):
    app.add_lexer("mlir", MlirLexer)
