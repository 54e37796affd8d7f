"""Several passes of fixes: what is applied when, and that a run ends."""

import hashlib
from dataclasses import dataclass

import pytest

from catalogc.cli.boundary import Stop
from catalogc.cli.fixing import MAX_PASSES, Fixer
from catalogc.cli.selection import Selection
from catalogc.goyaml.compose import span_at
from catalogc.model.finding import Applicability, Edit, Finding, Fix, Severity
from catalogc.model.source import Location, SourceFile
from catalogc.pipeline import Compilation, Made


@dataclass
class Rules:
    """Finds words in files and offers to replace them: word -> (new, applicability)."""

    root: object
    words: dict
    runs: int = 0

    def compile(self, unsaved=None):
        self.runs += 1
        findings, digests = [], {}
        for path in sorted(self.root.iterdir()):
            content = (unsaved or {}).get(path.name) or path.read_bytes()
            digests[path.name] = hashlib.sha256(content).hexdigest()
            file = SourceFile(path.name, content.decode())
            findings += [
                finding
                for word, change in self.words.items()
                for finding in find(file, word, *change)
            ]
        return Compilation(None, Made(), tuple(findings), 0, digests)


def find(file, word, new, applicability):
    start = file.text.find(word)
    if start >= 0:
        place = Location(file, span_at(file.text, start, len(word)))
        fix = Fix(f"write {new}", applicability, (Edit(place, new),))
        yield Finding("word", Severity.WARNING, word, place, fixes=(fix,))


SAFE, UNSAFE = Applicability.SAFE, Applicability.UNSAFE
# name -> (words, unsafe, text, text afterwards, runs, sentences)
CASES = {
    "nothing": ({"x": ("y", SAFE)}, False, "abc", "abc", 1, "Fixed 0 findings in 0 files."),
    "beside each other": (
        {"a": ("x", SAFE), "c": ("z", SAFE)},
        False,
        "abc",
        "xbz",
        2,
        "Fixed 2 findings in 1 file.",
    ),
    "overlapping: the later one is found anew": (
        {"ab": ("x", SAFE), "bc": ("y", SAFE), "xc": ("z", SAFE)},
        False,
        "abc",
        "z",
        3,
        "Fixed 2 findings in 1 file.",
    ),
    "unsafe ones are left": (
        {"a": ("x", UNSAFE), "b": ("y", SAFE)},
        False,
        "ab",
        "ay",
        2,
        "Fixed 1 finding in 1 file.",
    ),
    "unsafe ones are asked for": (
        {"a": ("x", UNSAFE), "b": ("y", SAFE)},
        True,
        "ab",
        "xy",
        2,
        "Fixed 2 findings in 1 file.",
    ),
    "two rules that disagree": (
        {"a": ("b", SAFE), "b": ("a", SAFE)},
        False,
        "a",
        "a",
        MAX_PASSES + 1,
        f"Fixed {MAX_PASSES} findings in 1 file.",
    ),
}


@pytest.mark.parametrize(
    ("words", "unsafe", "before", "after", "runs", "sentence"), CASES.values(), ids=CASES
)
def test_passes(tmp_path, words, unsafe, before, after, runs, sentence):
    (tmp_path / "a.yaml").write_text(before, "utf-8")
    rules = Rules(tmp_path, words)
    fixer = Fixer(tmp_path, Selection(()), unsafe=unsafe)
    compilation = fixer.fix(rules.compile)
    assert (tmp_path / "a.yaml").read_text("utf-8") == after
    assert (rules.runs, fixer.sentences) == (runs, [sentence])
    assert compilation.inputs["a.yaml"] == hashlib.sha256(after.encode()).hexdigest()


def test_only_selected_files(tmp_path):
    for name in ("a.yaml", "b.yaml"):
        (tmp_path / name).write_text("a", "utf-8")
    rules = Rules(tmp_path, {"a": ("x", SAFE)})
    fixer = Fixer(tmp_path, Selection(("b.yaml",)))
    fixer.fix(rules.compile)
    assert fixer.sentences == ["Fixed 1 finding in 1 file."]
    assert [path.read_text("utf-8") for path in sorted(tmp_path.iterdir())] == ["a", "x"]


def test_a_file_that_changed_stops_the_run(tmp_path):
    (tmp_path / "a.yaml").write_text("a", "utf-8")
    (tmp_path / "b.yaml").write_text("a", "utf-8")
    rules = Rules(tmp_path, {"a": ("x", SAFE)})

    def compile_and_change():
        compilation = rules.compile()
        (tmp_path / "b.yaml").write_text("theirs", "utf-8")
        return compilation

    with pytest.raises(Stop) as caught:
        Fixer(tmp_path, Selection(())).fix(compile_and_change)
    assert caught.value.code == 3
    assert caught.value.message == (
        "b.yaml was not fixed: it was changed by someone else meanwhile; fixed before it: a.yaml"
    )
    assert (tmp_path / "b.yaml").read_text("utf-8") == "theirs"


# name -> (words, lines of the diff after its head)
DIFFS = {
    "one pass": ({"a": ("x", SAFE)}, ["-ac", "+xc"]),
    "all passes": ({"a": ("b", SAFE), "bc": ("z", SAFE)}, ["-ac", "+z"]),
    "unsafe": ({"a": ("x", UNSAFE)}, []),
    "there and back": ({"a": ("b", SAFE), "b": ("a", SAFE)}, []),
}


@pytest.mark.parametrize(("words", "lines"), DIFFS.values(), ids=DIFFS)
def test_a_diff_shows_all_passes_and_writes_nothing(tmp_path, words, lines):
    (tmp_path / "a.yaml").write_text("ac", "utf-8")
    rules = Rules(tmp_path, words)
    shown = Fixer(tmp_path, Selection(())).diff(rules.compile(), rules.compile)
    end = "\\ No newline at end of file\n"
    body = "".join(f"{line}\n{end}" for line in lines)
    assert shown == (f"--- a/a.yaml\n+++ b/a.yaml\n@@ -1 +1 @@\n{body}" if lines else "")
    assert (tmp_path / "a.yaml").read_text("utf-8") == "ac"
