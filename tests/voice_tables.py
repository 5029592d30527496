"""Tables of voices for the tests of change, written by hand or drawn by Hypothesis."""

import pandas as pd
from hypothesis import strategies as st

from auditkit.codebook import Category, Codebook, Dimension
from auditkit.tables import CONDITIONS

ROLES = Codebook("roles", (Dimension("role", categories=(Category("w"), Category("m"))),))
M, W, UNKNOWN = ("m",), ("w",), "not reviewed"


def voices_of(rows, codebook=ROLES, platforms=None):
    """A table of voices from {voice: what} or {voice: [what, set aside, accounts]}; what is a tuple or a condition.

    `platforms` is {voice: tuple of platforms}; every other voice is on Mastodon alone.
    """
    told = {voice: row if isinstance(row, list) else [row, False, (voice,)] for voice, row in rows.items()}
    whats = [what for what, _, _ in told.values()]
    table = pd.DataFrame(
        {
            "voice": pd.Series(list(told), dtype="str"),
            "accounts": pd.Series([accounts for _, _, accounts in told.values()], dtype="object"),
            "platforms": pd.Series([(platforms or {}).get(voice, ("mastodon",)) for voice in told], dtype="object"),
            "set_aside": pd.Series([aside for _, aside, _ in told.values()], dtype="bool"),
            "role": pd.Series([what if isinstance(what, tuple) else () for what in whats], dtype="object"),
            "role condition": pd.Series(
                ["recorded" if isinstance(what, tuple) else what for what in whats], dtype="str"
            ),
        }
    )
    table.attrs["codebook"] = codebook
    return table


WHAT = st.one_of(
    st.sampled_from([("m",), ("w",), ("m", "w"), ("own word",)]),
    st.sampled_from([word for word in CONDITIONS if word != "recorded"]),
)


@st.composite
def follow_lists(draw):
    """A list of accounts grouped into voices, each with something or nothing recorded, some set aside."""
    accounts = draw(st.sets(st.sampled_from("abcdefgh")))
    groups = {}
    for account in sorted(accounts):
        groups.setdefault(draw(st.sampled_from([account, account, account, "joined"])), []).append(account)
    return voices_of({name: [draw(WHAT), draw(st.booleans()), tuple(held)] for name, held in groups.items()})
