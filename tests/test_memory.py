"""What is remembered: for the very same object, under the same conditions, while it is asked for."""

from vault_tool.memory import Memory


class Counted:
    """A function that tells how often it was asked."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self, of: list[int]) -> int:
        self.times += 1
        return sum(of)


def test_the_same_object_is_reckoned_once() -> None:
    reckon, value, memory = Counted(), [1, 2], Memory()
    for _ in range(3):
        assert memory.table("sum", "given").made(reckon, value) == 3
        memory.sweep()
    assert reckon.times == 1


def test_an_equal_object_is_another() -> None:
    reckon, table = Counted(), Memory().table("sum")
    assert table.made(reckon, [1, 2]) == table.made(reckon, [1, 2]) == 3
    assert reckon.times == 2


def test_nothing_is_taken_over_when_what_is_given_changes() -> None:
    reckon, value, memory = Counted(), [1, 2], Memory()
    for given in ("today", "tomorrow", "today"):
        memory.table("sum", given).made(reckon, value)
    assert reckon.times == 3


def test_what_nobody_asks_for_is_forgotten_at_the_second_sweep() -> None:
    reckon, value, memory = Counted(), [1, 2], Memory()
    memory.table("sum").made(reckon, value)
    memory.sweep()
    memory.sweep()
    memory.table("sum").made(reckon, value)
    assert reckon.times == 2


def test_the_latest_answer_serves_until_the_question_changes() -> None:
    memory = Memory()

    def after(before: str | None) -> str:
        return f"{before}+"

    assert [memory.latest("all", at, after) for at in (1, 1, 2)] == ["None+", "None+", "None++"]
