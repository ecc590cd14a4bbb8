"""The installed program `quiz`: runs a command, and ends in an orderly way whatever happens.

The commands are imported only when this runs, so that Ctrl-C during their import, which
takes most of a second, ends the program as it does later.
"""

from __future__ import annotations

import codecs
import gc
import os
import sys
from contextlib import suppress
from typing import NoReturn

COULD_NOT_RUN, INTERRUPTED = 2, 130
"""Exit codes: as for a command that could not run; as a shell has it for Ctrl-C."""

PLAIN_SIGNS = {"✓": "+", "✗": "x", "→": "->", "█": "#", "·": "-", "…": "..."}
"""What stands for the signs in reports where the encoding of the output lacks them."""

OBJECTS_BEFORE_A_COLLECTION = 50_000
"""More than the 700 of Python: a start makes many objects and hardly any garbage."""


def run() -> NoReturn:
    """Run the command that the program's arguments name, and exit."""
    gc.set_threshold(OBJECTS_BEFORE_A_COLLECTION)
    try:
        _replace_what_cannot_be_encoded()
        code = _run_command()
        if sys.stdout is not None:
            sys.stdout.flush()
    except KeyboardInterrupt:
        code = INTERRUPTED
    except OSError as error:
        code = COULD_NOT_RUN
        if not isinstance(error, BrokenPipeError):  # whoever reads a pipe has read enough
            with suppress(OSError):
                print(f"quiz: {_cause(error)}", file=sys.stderr)  # noqa: T201 -- no click yet
        _discard_output()
    if "pyarrow" in sys.modules:
        _exit_at_once(code)
    sys.exit(code)


def _run_command() -> int:
    import click

    from quiz.cli import main

    try:
        with main.make_context("quiz", sys.argv[1:]) as context:
            main.invoke(context)
    except click.exceptions.Exit as exit_:
        return exit_.exit_code
    except SystemExit as exit_:  # of a command that found something, or could not run
        return int(exit_.code or 0)
    except click.Abort as error:
        raise KeyboardInterrupt from error
    except click.ClickException as error:
        error.show()
        return error.exit_code
    return 0


def _cause(error: OSError) -> str:
    reason = error.strerror or str(error)
    if error.filename is None:
        return f"the output cannot be written: {reason}"
    return f"{error.filename} cannot be used: {reason}"


def _replace_what_cannot_be_encoded() -> None:
    """Let the output have characters that its encoding lacks: as a plain sign, or escaped.

    An escaped character is as YAML has it in quotes; the commands quote ids that need it.
    """
    codecs.register_error("quiz", _replaced)
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            stream.reconfigure(errors="quiz")  # type: ignore[union-attr]  # of a real program


def _replaced(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    sign = PLAIN_SIGNS.get(error.object[error.start])
    if sign is None:
        return codecs.backslashreplace_errors(error)  # type: ignore[return-value]  # for encoding
    return sign, error.start + 1


def _exit_at_once(code: int) -> NoReturn:
    """Exit without taking Python apart.

    Arrow reads ahead in threads of its own. One that lets go of a Python file while Python is
    being taken apart aborts the process ("terminate called without an active exception").
    """
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            stream.flush()
    os._exit(code)


def _discard_output() -> None:
    """Let nothing fail once more when Python writes, at its end, what it still holds."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            os.dup2(nowhere, stream.fileno())
