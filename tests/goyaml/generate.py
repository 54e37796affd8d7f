"""Texts that readers of YAML disagree about, the same ones on every machine."""

import random

WORDS = (  # noqa: SIM905 - a table of words is read more easily than one of quotes
    "y Y yes Yes YES yEs n N no No NO on On ON oN off Off OFF true True TRUE tRue false False "
    "FALSE null Null NULL nULL ~ ~x .nan .NaN .inf -.inf +.inf .Inf << = 0 00 07 08 09 010 0644 "
    "-0644 +12 12_3 1__2 _1 1_ 0x1F 0X1f 0xg -0x1f 0o17 0O17 0o8 0b11 0B11 0b2 -0b11 1e3 1E3 1e+3 "
    "1e-3 1.5e3 1. .5 -.5 +.5 . .e1 1.e1 1e 1e999 -1e999 1e-999 1:30 12:30:45 190:20:30 "
    "2024-01-02 2024-1-2 2024-01-02T03:04:05Z 9223372036854775807 9223372036854775808 "
    "18446744073709551615 18446744073709551616 -9223372036854775808 -9223372036854775809 "
    "123456789012345678901 1e20 1e21 1e22 12345678.0 0.1 1.0 -0 -0.0 +0 0.0 1e6 1000000.0 "
    "500m 2Gi 64Gi 1.5Gi 3d 1h v1.2 1.2.3 a-b a.b a/b a:b :a a: a#b @x `x %x !x &x *x ,x [x {x "
    "-x - -- --- ? ?x | > '' \"\" 'no' \"no\" é 日本 😀 a,b 1,000 5% $x ~/x .x ..x"
).split(" ")
ALPHABET = "0123456789abcdefoxXbBeE+-._:~yYnNtTfFuUlL '\"#,é"
WHITE = ("", " ", "  ")


def scalars(count, seed=11):
    """Yield plain scalars: known troublemakers first, then random ones."""
    chance = random.Random(seed)
    yield from WORDS
    for _ in range(count - len(WORDS)):
        if chance.random() < 0.3:
            word = chance.choice(WORDS)
            at = chance.randrange(len(word) + 1)
            yield word[:at] + chance.choice(ALPHABET) + word[at + chance.randrange(2) :]
        else:
            yield "".join(chance.choice(ALPHABET) for _ in range(chance.randint(1, 8)))


def documents(count, seed=12):
    """Yield whole documents: nesting, flow and block, quotes, many lines, anchors, comments."""
    chance = random.Random(seed)
    for _ in range(count):
        lines = []
        _mapping(chance, lines, 0, chance.randint(1, 3), [])
        yield "\n".join(lines) + chance.choice(("\n", "", "\n# end\n", "\n\n"))


def _mapping(chance, lines, indent, depth, anchors):
    for number in range(chance.randint(1, 4)):
        key = chance.choice(("k", "key", "a.b", "'q'", '"d"', "y", "1", "no", "é"))
        key = key if chance.random() < 0.1 else f"k{number}"
        start = " " * indent + key + ":"
        kind = chance.random()
        if kind < 0.2 and depth:
            lines.append(start + chance.choice(("", " # comment")))
            _mapping(chance, lines, indent + 2, depth - 1, anchors)
        elif kind < 0.35 and depth:
            lines.append(start)
            _sequence(chance, lines, indent + chance.choice((0, 2)), depth - 1, anchors)
        elif kind < 0.45:
            lines.append(f"{start} {_flow(chance, 2)}")
        elif kind < 0.55:
            lines.append(f"{start} {chance.choice('|>')}{chance.choice(('', '-', '+'))}")
            for _ in range(chance.randint(1, 3)):
                lines.append(chance.choice((" " * (indent + 2) + _scalar(chance), "")))
        elif kind < 0.6:
            anchors.append(f"x{len(anchors)}")
            lines.append(f"{start} &{anchors[-1]} {_scalar(chance)}")
        elif kind < 0.65 and anchors:
            lines.append(f"{start} *{chance.choice(anchors)}")
        else:
            lines.append(f"{start} {_scalar(chance)}{chance.choice(('', ' # c', '  '))}")


def _sequence(chance, lines, indent, depth, anchors):
    for _ in range(chance.randint(1, 3)):
        if depth and chance.random() < 0.3:
            inner = []
            _mapping(chance, inner, indent + 2, depth - 1, anchors)
            lines.append(" " * indent + "- " + inner[0][indent + 2 :])
            lines.extend(inner[1:])
        else:
            lines.append(" " * indent + "- " + _scalar(chance))


def _flow(chance, depth):
    if not depth or chance.random() < 0.5:
        return chance.choice(("1", "no", "'a'", '"b"', "c", "0644", "true", "x y"))
    inner = [_flow(chance, depth - 1) for _ in range(chance.randint(0, 3))]
    if chance.random() < 0.5:
        return "[" + ", ".join(inner) + "]"
    return "{" + ", ".join(f"k{index}: {value}" for index, value in enumerate(inner)) + "}"


def _scalar(chance):
    kind = chance.random()
    if kind < 0.5:
        return chance.choice(WORDS)
    if kind < 0.7:
        return "'" + chance.choice(WORDS).replace("'", "''") + "'"
    if kind < 0.9:
        return '"' + chance.choice(("a\\tb", "\\u00e9", "\\x41", "no", "x: y", "# z", "\\n")) + '"'
    return "some plain text with spaces"
