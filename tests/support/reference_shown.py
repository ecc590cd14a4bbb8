"""The second reading of what the rules language only says: texts, labels, days, dates, words.

Like `reference`, it follows the language document over the plain data of a file, and must not
know quiz.core.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any

from support.reference import Reference
from support.reference_sheets import Quiz, Sheet, rules

Shown = Any

# ---- Texts


def text(written: Any, quiz: Quiz, language: str) -> str:
    """A string, or the one of the language, else of the first one, with {values} filled in."""
    first = quiz["languages"][0]
    said = written if isinstance(written, str) else written.get(language, written.get(first))
    for name, value in quiz.get("values", {}).items():
        said = said.replace("{" + name + "}", str(value))
    result: str = said
    return result


LINK = re.compile(r"(?<!\\)\[([^\]]*)\]\((https://[^)]*)\)")


def in_commands(said: str) -> str:
    r"""The address of a link follows its words in brackets; `\[` is a bracket."""
    return LINK.sub(r"\1 (\2)", said).replace(r"\[", "[")


def as_a_name(said: str) -> str:
    """Of a link, the words alone: where a name or a label stands."""
    return LINK.sub(r"\1", said).replace(r"\[", "[")


# ---- Positions, choices, the programme


def position(quiz: Quiz, id_: str, language: str) -> Shown:
    """Its name, its label (by default the id), its picture, and its day."""
    its = quiz["positions"][id_]
    return {
        "name": as_a_name(text(its["name"], quiz, language)),
        "label": as_a_name(text(its["label"], quiz, language)) if "label" in its else id_,
        "picture": its.get("picture"),
        "day": [day(quiz, entry, language) for entry in its.get("day", [])],
    }


def day(quiz: Quiz, entry: dict[str, Any], language: str) -> Shown:
    """When, what, and the choice that it answers to, with that choice's picture."""
    found = {key: as_a_name(text(entry[key], quiz, language)) for key in ("when", "what")}
    for question, choice in entry.get("choice", {}).items():
        its = quiz["questions"][question]["choices"][choice]
        picture = its.get("picture") if isinstance(its, dict) else None
        return {**found, "choice": (question, choice), "picture": picture}
    return {**found, "choice": None, "picture": None}


def choice(quiz: Quiz, question: str, id_: str, language: str) -> Shown:
    """What it says, its label (by default what it says), and its picture."""
    its = quiz["questions"][question]["choices"][id_]
    long = its if isinstance(its, dict) and "says" in its else {"says": its}
    return {
        "says": as_a_name(text(long["says"], quiz, language)),
        "label": as_a_name(text(long.get("label", long["says"]), quiz, language)),
        "picture": long.get("picture"),
    }


def question(quiz: Quiz, id_: str, language: str) -> Shown:
    """How it is asked, why, under which heading, and whether as a list to search in."""
    its = quiz["questions"][id_]
    section = quiz.get("sections", {}).get(its.get("section"))
    return {
        "ask": as_a_name(text(its["ask"], quiz, language)),
        "why": as_a_name(text(its["why"], quiz, language)) if "why" in its else None,
        "section": as_a_name(text(section["title"], quiz, language)) if section else None,
        "listed": its.get("show") == "list" and its["kind"] != "multiple",
        "choices": {each: choice(quiz, id_, each, language) for each in its["choices"]},
    }


def programme(quiz: Quiz, language: str) -> Shown:
    """What is said of it, None for what has a neutral default, and its table."""
    its = quiz.get("programme", {})
    keys = ("name", "about", "decides", "not_official")
    found: Shown = {
        key: as_a_name(text(its[key], quiz, language)) if key in its else None for key in keys
    }
    found["name"] = found["name"] or as_a_name(text(quiz["title"], quiz, language))
    found["table"] = [
        [as_a_name(text(row[key], quiz, language)) for key in ("row", *quiz["positions"])]
        for row in its.get("table", [])
    ]
    return found


# ---- What an outcome says


def explained(reference: Reference, answers: Sheet, language: str) -> Shown:
    """The words of an outcome, as `quiz explain --json` has them."""
    quiz, outcome = reference.quiz, reference.outcome(answers)
    return {
        "positions": {
            id_: {
                "band": band(reference, answers, id_, language),
                "reasons": [reason(quiz, each[0], language) for each in seen["reasons"]],
            }
            for id_, seen in outcome["positions"].items()
        },
        "notices": [said(quiz["notices"][id_], quiz, language) for id_ in outcome["notices"]],
        "tells": [
            said(quiz["questions"][id_]["choices"][each]["tells"], quiz, language)
            for id_, each in outcome["tells"]
        ],
        "dates": [
            {**said(quiz["dates"][id_], quiz, language), **ends(quiz["dates"][id_])}
            for id_ in outcome["dates"]
        ],
    }


def said(thing: dict[str, Any], quiz: Quiz, language: str) -> Shown:
    return {
        "says": in_commands(text(thing["says"], quiz, language)),
        "facts": thing.get("facts", []),
    }


def ends(date: dict[str, Any]) -> Shown:
    return {key: date[key] for key in ("from", "until", "as_of") if key in date}


def band(reference: Reference, answers: Sheet, position: str, language: str) -> str | None:
    """The last word that the exact fit reaches."""
    word = None
    for each in reference.quiz.get("outcome", {}).get("bands", []):
        if 100 * reference.fit(answers, position) >= Fraction(str(each["from"])):
            word = in_commands(text(each["says"], reference.quiz, language))
    return word


def reason(quiz: Quiz, id_: str, language: str) -> Shown:
    """Why a rule says so, what it cites, what to ask, and when a block lapses."""
    rule = rules(quiz)[id_]
    ask = rule.get("question")
    return {
        "because": in_commands(text(rule["because"], quiz, language)),
        "facts": rule.get("facts", []),
        "question": in_commands(text(ask, quiz, language)) if ask else None,
        "until": rule.get("until"),
    }


def for_recruiters(quiz: Quiz, id_: str, language: str) -> str | None:
    """What a team reads about a rule; by default nothing."""
    its = rules(quiz)[id_].get("for_recruiters")
    return as_a_name(text(its, quiz, language)) if its else None


# ---- Dates


def expected(date: dict[str, Any], edition: str) -> tuple[str | None, str | None, bool]:
    """From when and until when, and whether that is only about right.

    Of another cycle than the edition's they are months, moved by the years between.
    """
    years = int(edition) - date["as_of"]
    both = [date.get(key) for key in ("from", "until")]
    if not years:
        return both[0], both[1], False
    moved = [each and f"{int(each[:4]) + years}{each[4:7]}" for each in both]
    return moved[0], moved[1], True
