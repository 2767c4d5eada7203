"""The line of heavy work in this process: trainings, evaluations and experiments, one at a time, in order of arrival.

Nothing is preempted, and other processes on the machine are not known here.
"""

import threading


class Line:
    """Whoever joins gets a ticket; the first in line works until it leaves."""

    def __init__(self) -> None:
        self._tickets: list[Ticket] = []
        self._moved = threading.Condition()

    def join(self) -> "Ticket":
        with self._moved:
            ticket = Ticket(self)
            self._tickets.append(ticket)
            return ticket


class Ticket:
    """A place in a line. To be left in any case, worked or not."""

    def __init__(self, line: Line) -> None:
        self._line = line

    @property
    def before(self) -> int:
        """How many are to be waited for; 0 when it is this one's turn, or when it has left.

        >>> line = Line()
        >>> first, second = line.join(), line.join()
        >>> first.before, second.before
        (0, 1)
        >>> first.leave(); second.before
        0
        """
        with self._line._moved:
            return self._place()

    def wait(self, timeout_seconds: float | None = None) -> bool:
        """Wait for the turn, or for so many seconds; whether it has come."""
        with self._line._moved:
            return self._line._moved.wait_for(lambda: self._place() == 0, timeout_seconds)

    def leave(self) -> None:
        """Let the next one in; without effect the second time."""
        with self._line._moved:
            if self in self._line._tickets:
                self._line._tickets.remove(self)
                self._line._moved.notify_all()

    def _place(self) -> int:
        return self._line._tickets.index(self) if self in self._line._tickets else 0


MACHINE = Line()
"""The line of this process, that all its visitors stand in."""
