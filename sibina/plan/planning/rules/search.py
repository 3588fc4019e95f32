"""The best set of programmes for one person at given prices, exactly: branch and bound, compiled by numba.

A person's value is Σ min(cap, Σ gain) over the competencies that they lack. It is submodular, so that a programme
whose gain on top of a set does not pay its price pays on top of no larger set: that prunes the search. A JP floor
adds a reward for reaching it; programmes that close nothing for the person serve only there, the cheapest cover first.
Two programmes together may cost more than both alone (`both`; infinite where nobody can take both): that keeps all
this true. Where the cover has such a pair, or passes the ceiling of hours, the person is searched again with its
programmes among the others, so that the answer is exact.
"""

import numpy as np
from numba import njit

SLACK = 1e-11
NODES = 4000


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def choose(  # type: ignore[no-untyped-def]
    persons,
    price_row,
    price,
    reward,
    need_ptr,
    need_competency,
    cap,
    weight,
    gain,
    allowed,
    missing,
    jp,
    hours,
    room,
    both,
    out,
):
    """Fills `out` = (total, value, reached, taken) for persons at positions 0…; see `persons.PersonSide.answers`.

    total: value + reward − price of the best set; value: its gain alone; reached: floor met; taken: n × programmes.
    """
    total, value, reached, taken = out
    count, most = gain.shape[0], np.max(missing[persons])
    widest = max(1, np.max((need_ptr[1:] - need_ptr[:-1])[persons]))
    own = np.empty((count, widest))
    useful = np.zeros(count, dtype=np.bool_)
    pays = np.zeros(most + 1)
    cover = np.zeros(most + 1)
    took = np.zeros((count, most + 1), dtype=np.bool_)
    space = _space(count, widest)
    for i, person in enumerate(persons):
        first, last = need_ptr[person], need_ptr[person + 1]
        may = allowed[person] if allowed.shape[0] > 1 else allowed[0]
        may = may & (hours <= room[person])
        for g in range(count):
            for m in range(last - first):
                own[g, m] = gain[g, need_competency[first + m]] * weight[first + m]
            useful[g] = may[g] and (own[g, : last - first] > 0).any()
        lacking = missing[person]
        prices = price[price_row[i]]
        total[i] = np.inf
        for _ in range(2):
            _covers(useful, may, prices, jp, lacking, reward, cover, took, pays)
            space[9][1] = room[person]
            taken[i] = False
            hoped = _best(
                own, cap[first:last], useful, prices, jp, hours, lacking, pays, both, space, taken[i]
            )
            total[i] = min(total[i], hoped)
            left = max(0, lacking - int(jp[taken[i]].sum()))
            if pays[left] > 0:
                _fill(took, jp, left, taken[i])
                left = 0
            if _is_exact(taken[i], useful, hours, room[person], both):
                break
            useful |= may & (jp > 0)
        reached[i] = left == 0
        for m in range(last - first):
            value[i] += min(cap[first + m], own[taken[i], m].sum())


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _is_exact(taken, useful, hours, room, both):  # type: ignore[no-untyped-def]
    """Does the cover of the floor keep the ceiling of hours, and cost nothing more with what else is taken?"""
    picked = np.flatnonzero(taken)
    for a in picked:
        for b in picked:
            if not useful[a] and both[a, b] > 0:
                return False
    return hours[picked].sum() <= room


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _space(count, widest):  # type: ignore[no-untyped-def]
    """Room for the search: one row a depth."""
    deep = count + 2
    return (
        np.empty((deep, count + 1), dtype=np.int64),
        np.empty((deep, count + 1)),
        np.empty((deep, count + 2)),
        np.zeros(deep, dtype=np.int64),
        np.zeros(deep, dtype=np.int64),
        np.empty((deep, widest)),
        np.zeros(deep),
        np.zeros(deep, dtype=np.int64),
        np.zeros(widest),
        np.empty(deep),
        np.empty((deep, count + 1)),
    )


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _covers(useful, may, prices, jp, lacking, reward, cover, took, pays):  # type: ignore[no-untyped-def]
    """Cheapest price of r steps of JP from programmes without gain, each once; `took` tells how it was reached, and `pays`
    what the reward leaves of it."""
    cover[:], pays[:] = np.inf, 0.0
    cover[0] = 0.0
    for g in range(len(jp)):
        took[g, :] = False
        if useful[g] or not may[g] or jp[g] <= 0 or prices[g] == np.inf:
            continue
        for r in range(lacking, 0, -1):
            other = cover[max(0, r - jp[g])] + prices[g]
            if other < cover[r]:
                cover[r] = other
                took[g, r] = True
    if lacking > 0:
        for r in range(lacking + 1):
            pays[r] = max(0.0, reward - cover[r])


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _fill(took, jp, left, taken):  # type: ignore[no-untyped-def]
    for g in range(len(jp) - 1, -1, -1):
        if left > 0 and took[g, left]:
            taken[g] = True
            left = max(0, left - jp[g])


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _enter(depth, own, cap, jp, hours, pays, both, space):  # type: ignore[no-untyped-def]
    """Lists what may still be added at this depth, best first; returns the most that the node can lead to."""
    items, adds, tails, lengths, at, sums, nets, lefts, share, rooms, costs = space
    size, left = len(cap), lefts[depth]
    pull = pays[0] - pays[left]
    share[:size] = 0.0
    length, hope, by_room = 0, 0.0, 0.0
    chosen = items[depth - 1, at[depth - 1]]
    for p in range(at[depth - 1] + 1, lengths[depth - 1]):
        g = items[depth - 1, p]
        added = 0.0
        for m in range(size):
            added += min(own[g, m], max(0.0, cap[m] - sums[depth, m]))
        cost = costs[depth - 1, p] + both[chosen, g]
        more = added - cost
        if hours[g] > rooms[depth] or not more + (pull if jp[g] > 0 else 0.0) > 0:
            continue
        if more > 0:
            hope += more
            by_room += 0.0 if added > 0 else more
            for m in range(size):
                if own[g, m] > 0 and added > 0:
                    share[m] = max(share[m], more / added)
        q = length
        while q > 0 and adds[depth, q - 1] < more:
            items[depth, q], adds[depth, q] = items[depth, q - 1], adds[depth, q - 1]
            costs[depth, q] = costs[depth, q - 1]
            q -= 1
        items[depth, q], adds[depth, q], costs[depth, q] = g, more, cost
        length += 1
    for m in range(size):
        by_room += max(0.0, cap[m] - sums[depth, m]) * share[m]
    lengths[depth], at[depth] = length, -1
    tails[depth, length] = 0.0
    for q in range(length - 1, -1, -1):
        tails[depth, q] = max(0.0, tails[depth, q + 1]) + adds[depth, q]
    return nets[depth] + min(hope, by_room) + pays[0]


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _root(own, cap, useful, prices, jp, lacking, pays, space):  # type: ignore[no-untyped-def]
    """Puts the programmes that may pay into depth 0, behind one that does not exist."""
    items, _, _, lengths, at, _sums, _nets, _lefts, _, _rooms, costs = space
    pull = pays[0] - pays[lacking]
    length = 1
    items[0, 0] = len(prices)
    for g in range(len(prices)):
        if not useful[g]:
            continue
        added = 0.0
        for m in range(len(cap)):
            added += min(own[g, m], cap[m])
        if added - prices[g] + (pull if jp[g] > 0 else 0.0) > 0:
            items[0, length], costs[0, length] = g, prices[g]
            length += 1
    lengths[0], at[0] = length, 0


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _settle(own, cap, jp, hours, lacking, both, space, sure):  # type: ignore[no-untyped-def]
    """Takes at depth 0 what pays even on top of all others, where there are hours for all; the rest stays listed."""
    items, _, _, lengths, _, sums, nets, lefts, share, rooms, costs = space
    size, length = len(cap), lengths[0]
    sums[1, :size], nets[1], lefts[1], share[:size] = 0.0, 0.0, lacking, 0.0
    for p in range(1, length):
        for m in range(size):
            share[m] += own[items[0, p], m]
    if rooms[1] < np.inf and hours[items[0, 1:length]].sum() > rooms[1]:
        return
    kept = 1
    for p in range(1, length):
        g, last, free = items[0, p], 0.0, True
        for m in range(size):
            last += min(cap[m], share[m]) - min(cap[m], share[m] - own[g, m])
        for other in range(1, length):
            free = free and both[g, items[0, other]] == 0
        if not free or last < costs[0, p]:
            items[0, kept], costs[0, kept] = g, costs[0, p]
            kept += 1
            continue
        sure[g] = True
        nets[1] -= costs[0, p]
        lefts[1] = max(0, lefts[1] - jp[g])
        rooms[1] -= hours[g]
        for m in range(size):
            sums[1, m] += own[g, m]
    for m in range(size):
        nets[1] += min(cap[m], sums[1, m])
    lengths[0] = kept


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _best(own, cap, useful, prices, jp, hours, lacking, pays, both, space, taken):  # type: ignore[no-untyped-def]
    """Depth first; after NODES nodes the rest is not opened and its bound is returned if it is higher."""
    items, adds, tails, lengths, at, sums, nets, lefts, _, rooms, _ = space
    size, nodes, depth = len(cap), 0, 1
    _root(own, cap, useful, prices, jp, lacking, pays, space)
    _settle(own, cap, jp, hours, lacking, both, space, taken)
    sure = taken.copy()
    best, hoped = nets[1] + pays[lefts[1]], 0.0
    reach = _enter(1, own, cap, jp, hours, pays, both, space)
    if reach <= best + SLACK:
        return best
    while depth > 0:
        at[depth] += 1
        q = at[depth]
        if q >= lengths[depth] or nets[depth] + tails[depth, q] + pays[0] <= best + SLACK:
            depth -= 1
            continue
        g = items[depth, q]
        for m in range(size):
            sums[depth + 1, m] = sums[depth, m] + own[g, m]
        nets[depth + 1] = nets[depth] + adds[depth, q]
        lefts[depth + 1] = max(0, lefts[depth] - jp[g])
        rooms[depth + 1] = rooms[depth] - hours[g]
        nodes += 1
        score = nets[depth + 1] + pays[lefts[depth + 1]]
        if score > best + SLACK:
            best = score
            for other in range(len(taken)):
                taken[other] = sure[other]
            for d in range(1, depth + 1):
                taken[items[d, at[d]]] = True
        reach = _enter(depth + 1, own, cap, jp, hours, pays, both, space)
        if reach <= best + SLACK or lengths[depth + 1] == 0:
            continue
        if nodes > NODES:
            hoped = max(hoped, reach)
            continue
        depth += 1
    return max(best, hoped)
