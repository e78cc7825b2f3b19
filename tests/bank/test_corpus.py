"""The documents of ../shared/corpus, which nobody here wrote: every true question, in order, none false."""

import pytest

from tests.bank.corpus import CORPUS, DOCUMENTS, score

pytestmark = pytest.mark.skipif(not CORPUS.exists(), reason="../shared/corpus is absent")


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_true_question_is_found_and_none_false(name: str) -> None:
    """What the truth tells of a question's answer, guidance, example, topics and difficulty is so, too."""
    found = score(name)
    assert (found.missed, found.false) == ([], [])
    assert found.found == found.true
    assert {field: right for field, (right, told) in found.fields.items() if right != told} == {}
