"""`Doc`s in, `Clause`s out: words become terms, each with a class, and number expressions get their exact value."""

from pipeline.lex.clauses import Lexer
from pipeline.lex.written import Written, fold

__all__ = ["Lexer", "Written", "fold"]
