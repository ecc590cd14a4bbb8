"""What is said of a mail, a delivery or a job at which the quiz itself has failed."""

from __future__ import annotations


def failure_of_our_own(error: Exception) -> str:
    """Return the reason that is kept and shown.

    It does not have the message of the error, in which an address may stand; the log has it, with
    the traceback.
    """
    return f"the quiz failed at it ({type(error).__name__}); its log says where"
