"""Every hostile input gets its answer, and every honest one its yes: against the real server, over HTTP.

Cases are data: one file per group in `cases/`. A new one is a row there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest

from tests.hostile.arena import Arena, arena
from tests.hostile.case import FETCH_S, PROMPT_S, VERIFIED, Case
from tests.hostile.cases import CONTROLS, GROUPS

MEMORY_BYTES = 150 << 20

HOSTILE = [(group, case) for group, cases in GROUPS.items() for case in cases]


@pytest.fixture(scope="module")
def field(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Arena]:
    with arena(tmp_path_factory.mktemp("server"), [case for _, case in HOSTILE if case.stalls]) as found:
        yield found


def judged(case: Case, field: Arena) -> None:
    """Put a case to the server, and hold everything that is promised against its answer."""
    allowed = PROMPT_S + (FETCH_S if case.stalls else 0)
    answer = field.answer(case)
    assert answer.status < 500, str(answer)
    assert answer.outcome in case.expected.split(), f"{case.truth}: {answer}"
    if case.because:
        assert answer.reasons & set(case.because.split()), f"{case.truth}: {answer}"
    if answer.seconds > allowed and not case.stalls:  # a machine may hiccup once
        answer = field.answer(case)
    assert answer.seconds <= allowed
    assert field.world.canary.calls == 0
    assert field.grown <= MEMORY_BYTES


@pytest.mark.parametrize("case", [pytest.param(case, id=f"{group}-{case.name}") for group, case in HOSTILE])
def test_a_hostile_input(case: Case, field: Arena):
    """No false yes, no crash, no delay, nobody called who must not be, bounded memory; the case says its own truth."""
    assert VERIFIED not in case.expected.split()
    judged(case, field)


@pytest.mark.parametrize("case", [pytest.param(case, id=case.name) for case in CONTROLS])
def test_an_honest_input(case: Case, field: Arena):
    """What is sound is verified, so that refusing everything would fail."""
    assert case.expected == VERIFIED
    judged(case, field)


def test_the_suite_is_whole():
    """At least 300 hostile inputs and 80 honest ones, each with a name of its own and a truth."""
    assert len(HOSTILE) >= 300
    assert len(CONTROLS) >= 80
    names = Counter([*(f"{group}-{case.name}" for group, case in HOSTILE), *(case.name for case in CONTROLS)])
    assert not [name for name, times in names.items() if times > 1]
    assert all(case.truth for case in (*CONTROLS, *(case for _, case in HOSTILE)))
