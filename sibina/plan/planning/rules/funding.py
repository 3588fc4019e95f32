"""How what partners give changes what a plan may spend and what its sessions cost (decision 0015)."""

from collections.abc import Mapping

import pandas as pd


def taken_off(fixed_cost: int, given: int) -> int:
    """How much less a session costs the city: what is given, and never more than its price once a session."""
    return min(fixed_cost, given)


def sessions_after(sessions: pd.DataFrame, given: Mapping[int, int]) -> pd.DataFrame:
    """The sessions of a problem (`session`, `fixed_cost`) at what they cost the city."""
    off = [
        taken_off(int(cost), given.get(int(key), 0))
        for key, cost in zip(sessions["session"], sessions["fixed_cost"], strict=True)
    ]
    return sessions.assign(
        fixed_cost=sessions["fixed_cost"] - pd.Series(off, index=sessions.index, dtype="int64")
    )
