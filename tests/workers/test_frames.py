import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogc.workers.frames import Decoder, encode, read

plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
messages = st.lists(st.tuples(st.text(), plain), max_size=5)


@given(messages, st.integers(min_value=1, max_value=40))
def test_messages_come_back_whatever_the_pieces(sent, size):
    stream = b"".join(map(encode, sent))
    decoder = Decoder()
    pieces = [stream[start : start + size] for start in range(0, len(stream), size)]
    received = [message for piece in pieces for message in decoder.feed(piece)]
    assert received == sent


@given(messages)
def test_messages_come_back_from_a_stream(sent):
    stream = io.BytesIO(b"".join(map(encode, sent)))
    assert [read(stream) for _ in sent] == sent
    assert read(stream) is None


@pytest.mark.parametrize("length", [0, 3, 8, 12])
def test_a_stream_that_ends_inside_a_frame_is_at_its_end(length):
    assert read(io.BytesIO(encode(("verb", "text"))[:length])) is None


def test_only_plain_values_can_be_sent():
    with pytest.raises(ValueError, match="unmarshallable"):
        encode(("verb", object()))
