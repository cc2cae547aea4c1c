"""Whether connections outlive their answers."""
import math

# A connection belongs to one child. A request that comes on it while that child runs another one waits, though a
# sibling may be idle; on a new connection it would not, because only an idle child accepts. So connections are kept
# while the wait they risk is shorter than a new one is worth: for scripts of up to about two milliseconds at full
# load, and through the rare pause of a quick script.
_WORTH_S = 0.001
_SPAN_S = 10.0


class Keeping:
    """Follows how long requests occupy this child, and tells the siblings what follows from it."""

    def __init__(self, board):
        self._board = board
        self._alone = board.alone
        self._wait_s = 0.0
        self._at = 0.0

    def ran(self, seconds, now):
        """A request took this long and is over now."""
        if self._alone:
            return
        # Who comes at a random moment waits for the sum of the squares, halved, over the time in which they ran.
        faded = self._wait_s * math.exp((self._at - now) / _SPAN_S)
        self._wait_s, self._at = faded + seconds * seconds / (2 * _SPAN_S), now
        if self._wait_s > _WORTH_S:
            self._board.part_until(now + _SPAN_S * math.log(self._wait_s / _WORTH_S))

    def parts(self, now):
        """Whether connections are to end after their answers."""
        return not self._alone and self._board.parting_until() > now
