"""What is worked out once is kept with the object, also where its class forbids changes."""

from dataclasses import dataclass, field

from badgeapi.verification.once import once


@dataclass(frozen=True)
class Counted:
    calls: list[int] = field(default_factory=list)

    @once
    def answer(self) -> int:
        """What it comes to."""
        self.calls.append(1)
        return 42


def test_it_is_worked_out_once_for_each_object():
    """A second object does not see the first one's."""
    one, other = Counted(), Counted()
    assert (one.answer, one.answer, other.answer) == (42, 42, 42)
    assert (len(one.calls), len(other.calls)) == (1, 1)
    assert isinstance(Counted.answer, once)
    assert Counted.answer.__doc__ == "What it comes to."
