"""How long a password's answer takes: nothing for who is right, and ever longer for who guesses, from one address.

Every wrong guess takes up its time whether or not somebody waits for the answer, and one after the other, so that asking
many times at once or hanging up early gains nothing. Other addresses, and browsers that are logged in, notice nothing.
"""

from __future__ import annotations

import asyncio
import time
from ipaddress import ip_address

from simulator.control.errors import ControlError

#: Real seconds that a wrong guess takes.
WRONG_SECONDS = 0.25
#: Real seconds of guesses that may wait for their turn; who has more of them is refused at once.
LONGEST_QUEUE = 30.0
#: Addresses that are remembered before those with nothing waiting are forgotten.
MOST_REMEMBERED = 10_000
#: An IPv6 customer has at least this much of an address (RFC 6177), so it counts as one guesser.
_IPV6_GUESSER = 64


class TooManyAttempts(ControlError):
    """So many wrong passwords came from an address that the next is not even looked at."""

    def __init__(self, seconds: float) -> None:
        message = f"too many wrong passwords came from your address; try again in {seconds:.0f} s"
        super().__init__(429, message, "Authorization")
        self.seconds = seconds


class LoginThrottle:
    def __init__(self) -> None:
        #: When the next guess of an address is looked at, by the monotonic clock.
        self._turns: dict[str, float] = {}

    async def answer(self, right: bool, address: str) -> bool:
        """`right`, told in its turn. Raises TooManyAttempts."""
        guesser, now = _guesser(address), time.monotonic()
        turn = max(now, self._turns.get(guesser, 0.0))
        if right and turn == now:
            return True
        if turn - now > LONGEST_QUEUE:
            raise TooManyAttempts(turn - now)
        if len(self._turns) >= MOST_REMEMBERED:
            self._turns = {each: later for each, later in self._turns.items() if later > now}
        # Taken before anything is awaited, and never given back: an answer that nobody waits for costs the same.
        self._turns[guesser] = turn + WRONG_SECONDS
        await asyncio.sleep(turn - now + (0 if right else WRONG_SECONDS))
        return right


def _guesser(address: str) -> str:
    try:
        known = ip_address(address.partition("%")[0])
    except ValueError:
        return address
    return str(known) if known.version == 4 else str(int(known) >> (128 - _IPV6_GUESSER))
