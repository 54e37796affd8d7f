"""What can be wrong with an expression before it is evaluated."""


class ExpressionError(Exception):
    """An expression is not valid.

    Attributes:
        line: of the expression, from 1; 0 where it is not known.
        column: of the line, from 1.
    """

    def __init__(self, message: str, line: int = 0, column: int = 0) -> None:
        super().__init__(message)
        self.message = message
        self.line = line
        self.column = column


class Unsupported(ExpressionError):  # noqa: N818 - it is no error of the one who wrote it
    """A valid expression that cannot be evaluated here; its answer is unknown."""
