"""Components of a graph, against reachability worked out pair by pair."""

from hypothesis import given, settings
from hypothesis import strategies as st

from catalogc.rules.shared.components import components

NODES = range(7)
GRAPHS = st.fixed_dictionaries({node: st.sets(st.sampled_from(NODES)) for node in NODES})


def _reachable(graph, start):
    reached, pending = {start}, [start]
    while pending:
        new = graph[pending.pop()] - reached
        reached |= new
        pending += new
    return reached


@settings(deadline=None, max_examples=50)
@given(GRAPHS)
def test_members_reach_each_other(graph):
    reachable = {node: _reachable(graph, node) for node in NODES}
    expected = {
        frozenset(other for other in reachable[node] if node in reachable[other]) for node in NODES
    }
    found = components(graph)
    assert set(map(frozenset, found)) == expected
    assert sorted(node for group in found for node in group) == list(NODES)


def test_a_long_chain_needs_no_recursion():
    size = 50_000
    chain = {node: [node + 1] for node in range(size)} | {size: [0]}
    assert [len(group) for group in components(chain)] == [size + 1]
