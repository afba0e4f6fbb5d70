"""A study described by answers."""

import pytest

from senco.cohort.study import Study
from senco.errors import SencoError
from senco.skeleton.questions import ask_study

#: What is typed, by how its question begins; a question that is not here takes its usual answer.
ANSWERS = {
    "Title": "Ward rounds",
    "One participant": "nurse",
    "Their roles": "nurse, ward sister",
    "What they are asked": "grids, rankings",
    "Its systems": "The trust, The ward",
    "Key influences that belong to 'The trust'": "Money & rules, Money and rules",
    "Key influences that belong to 'The ward'": "Time",
}


def answer(**changes):
    given = ANSWERS | changes
    asked = []

    def ask(question, usual):
        asked.append(question)
        return next((text for key, text in given.items() if question.startswith(key)), usual or "")

    return ask_study(ask), asked


def test_answers_make_a_study_with_keys_of_its_own():
    """By hand: two systems; two labels that give one key are numbered apart."""
    described, asked = answer()
    study = Study.model_validate(described)
    assert [system.id for system in study.systems] == ["the-trust", "the-ward"]
    pairs = [(one.id, one.system) for one in study.influences]
    assert pairs[0] == ("money-rules", "the-trust") and pairs[2] == ("time", "the-ward")
    assert len({key for key, _ in pairs}) == 3
    assert study.participants.many == "nurses" and study.instruments == ("grids", "rankings")
    assert "What the grids are about" in asked


def test_a_study_without_grids_is_not_asked_what_they_are_about():
    """The question would have no use."""
    _, asked = answer(**{"What they are asked": "narratives"})
    assert "What the grids are about" not in asked


@pytest.mark.parametrize(
    ("question", "text", "told"),
    [
        ("What they are asked", "grids, essays", "'essays' is none of: worklines, narratives"),
        ("Its systems", "", "A study has 1 to 8 systems; 0 were named."),
        ("Title", "", "title: '' cannot be; allowed: string should have at least 1 character"),
        ("Their roles", "nurse, nurse", "'nurse' once, and not twice"),
    ],
)
def test_an_answer_that_cannot_be_is_told_with_what_is_allowed(question, text, told):
    """One answer changed."""
    with pytest.raises(SencoError) as raised:
        answer(**{question: text})
    assert told in str(raised.value)


def test_a_label_in_other_letters_has_a_key_all_the_same():
    """No Latin letter is in it."""
    described, _ = answer(**{"Its systems": "学校", "Key influences that": "Time"})
    assert described["systems"][0]["id"] == "system"
