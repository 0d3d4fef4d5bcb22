"""What goes wrong in a way that the caller can mend."""


class MocgioiError(Exception):
    """A fault in the input or the set-up, told in one message.

    `message` says where, what was found and what was expected; `fix`, when known, says how to mend it. The command
    line prints both and exits with 2; it never shows a traceback for this class.
    """

    def __init__(self, message: str, fix: str | None = None):
        super().__init__(message)
        self.message = message
        self.fix = fix

    def __str__(self) -> str:
        return self.message if self.fix is None else f"{self.message}\n  fix      {self.fix}"
