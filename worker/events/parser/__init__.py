"""Text to sentences with syntax. `load_parser().parse(text)` is all that the coder needs to know of it.

    text -> blocks (short, clean) -> spaCy pipeline -> tree (Sentence, Token)

The shipped pipeline is in `trained/`; `train.py` makes it. Only this folder knows spaCy.
"""

from worker.events.parser.pipeline import ModelMissingError, Parser, load_parser
from worker.events.parser.tree import Sentence, Token

__all__ = ["ModelMissingError", "Parser", "Sentence", "Token", "load_parser"]
