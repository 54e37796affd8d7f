"""Moved fields in every style that YAML knows."""

# name -> (before, after); None: it is left to a person.
CASES = {
    "flow to flow": (
        "inference: {image: {tag: a}, port: 80, max: 1}\ncontainer: {replicas: 2}\n",
        "inference: {max: 1}\ncontainer: {replicas: 2, image: {tag: a}, port: 80}\n",
    ),
    "the last of a flow mapping": (
        "inference: {max: 1, port: 80}\ncontainer: {replicas: 2}\n",
        "inference: {max: 1}\ncontainer: {replicas: 2, port: 80}\n",
    ),
    "flow to block, the empty parent's comments kept": (
        "a: 1\n# above\ninference: {port: 80} # beside\ncontainer:\n  replicas: 2\n",
        "a: 1\ncontainer:\n  replicas: 2\n  # above\n  # beside\n  port: 80\n",
    ),
    "flow of several lines to block": (
        "a: 1\ninference: {\n  image: {tag: a},\n  port: 80\n}\nz: 1\n",
        "a: 1\ncontainer:\n  image: {tag: a}\n  port: 80\nz: 1\n",
    ),
    "one line of a block to flow": (
        'container: {replicas: 2}\nresources: {cpu: 1}\nsecretStore: "v, w"\n',
        'container: {replicas: 2, resources: {cpu: 1}, secretStore: "v, w"}\n',
    ),
    "several lines do not go into flow": (
        "container: {replicas: 2}\nresources:\n  cpu: 1\n",
        None,
    ),
    "nor does a comment": ("container: {replicas: 2}\nresources: {cpu: 1} # little\n", None),
    "a root of braces": (
        "{workloadType: X, inference: {port: 80}, resources: {cpu: 1}}\n",
        "{workloadType: X, container: {port: 80, resources: {cpu: 1}}}\n",
    ),
    "one that can be moved beside one that cannot": (
        "container: {replicas: 2}\nresources:\n  cpu: 1\nsecretStore: v\n",
        "container: {replicas: 2, secretStore: v}\nresources:\n  cpu: 1\n",
    ),
    "into empty braces": (
        "container: {} # none yet\nresources: {cpu: 1}\n",
        "container: # none yet\n  resources: {cpu: 1}\n",
    ),
    "into empty braces inside braces": (
        "{container: {}, resources: {cpu: 1}}\n",
        "{container: {resources: {cpu: 1}}}\n",
    ),
    "into a key without a value": (
        "container:\nx: 1\nresources: {cpu: 1}\n",
        "container:\n  resources: {cpu: 1}\nx: 1\n",
    ),
    "into a null": (
        "container: ~ # nothing\nresources: {cpu: 1}\n",
        "container: # nothing\n  resources: {cpu: 1}\n",
    ),
    "a text where the parent should be is not overwritten": (
        "container: text\nresources: {cpu: 1}\n",
        None,
    ),
    "nor is a list": ("container: [1]\nresources: {cpu: 1}\n", None),
    "lists in the column of their key": (
        "resources:\n- a: 1\n  b: 2\n- - c\nx: 1\n",
        "container:\n  resources:\n  - a: 1\n    b: 2\n  - - c\nx: 1\n",
    ),
    "a literal text keeps its lines": (
        "healthCheck: |\n  one\n    two\n\n  # no comment\nx: 1\n",
        "container:\n  healthCheck: |\n    one\n      two\n\n    # no comment\nx: 1\n",
    ),
    "an indentation indicator": (
        "healthCheck: |2-\n    one\n  two\nx: 1\n",
        "container:\n  healthCheck: |2-\n      one\n    two\nx: 1\n",
    ),
    "a literal text that keeps its last blank lines": (
        "a: 1\n\nhealthCheck: |+\n  one\n\n\nx: 1\n",
        "a: 1\n\ncontainer:\n  healthCheck: |+\n    one\n\n\nx: 1\n",
    ),
    "blank lines that belong to a text go along": (
        "healthCheck: |+\n  one\n\n\ncontainer:\n  x: 1\nz: 1\n",
        "container:\n  x: 1\n  healthCheck: |+\n    one\n\n\nz: 1\n",
    ),
    "after a literal text": (
        "resources: {cpu: 1}\ncontainer:\n  note: >\n    folded\n    text\n\nx: 1\n",
        "container:\n  note: >\n    folded\n    text\n  resources: {cpu: 1}\n\nx: 1\n",
    ),
    "texts in quotes over several lines": (
        "secretStore: \"one\n  two \\\n  three\"\nx: 'it''s\n\n  so'\n",
        "container:\n  secretStore: \"one\n    two \\\n    three\"\nx: 'it''s\n\n  so'\n",
    ),
    "keys in quotes keep them": (
        "\"resources\":\n  'cpu': 1\n",
        "container:\n  \"resources\":\n    'cpu': 1\n",
    ),
    "an explicit key is left": ("? resources\n: {cpu: 1}\n", None),
    "an anchor before its alias": (
        "resources: &r {cpu: 1}\nother: *r\n",
        "container:\n  resources: &r {cpu: 1}\nother: *r\n",
    ),
    "an alias": (
        "other: &r {cpu: 1}\nresources: *r\n",
        "other: &r {cpu: 1}\ncontainer:\n  resources: *r\n",
    ),
    "an alias may not come before its anchor": (
        "container:\n  replicas: 1\nother: &r {cpu: 1}\nresources: *r\n",
        None,
    ),
    "the parent is an alias": ("base: &b {port: 80}\ninference: *b\n", None),
    "the new parent is an alias": (
        "base: &b {replicas: 1}\ncontainer: *b\nresources: {cpu: 1}\n",
        None,
    ),
    "the anchor of a parent that goes is needed": (
        "inference: &i\n  port: 80\nother: *i\n",
        None,
    ),
    "a document start": (
        "---\nresources: {cpu: 1}\n...\n",
        "---\ncontainer:\n  resources: {cpu: 1}\n...\n",
    ),
    "a comment after a document start stays there": (
        "---\n# leaf\nresources: {cpu: 1}\n",
        "---\n# leaf\ncontainer:\n  resources: {cpu: 1}\n",
    ),
    "a document end in the way": (
        "--- # leaf\na: 1\ncontainer:\n  x: 1\nsecretStore: v\n...\n",
        "--- # leaf\na: 1\ncontainer:\n  x: 1\n  secretStore: v\n...\n",
    ),
    "carriage returns": (
        "a: 1\r\nresources:\r\n  cpu: 1\r\nb: 2\r\n",
        "a: 1\r\ncontainer:\r\n  resources:\r\n    cpu: 1\r\nb: 2\r\n",
    ),
    "no final line break": (
        "resources: {cpu: 1}\ncontainer:\n  x: 1",
        "container:\n  x: 1\n  resources: {cpu: 1}",
    ),
    "no final line break after what is moved": (
        "a: 1\nresources: {cpu: 1}",
        "a: 1\ncontainer:\n  resources: {cpu: 1}",
    ),
    "odd spaces elsewhere": (
        "a:\t1  \nb :   2 \t# c \nresources: {cpu: 1}  \n\n\nz: 1",
        "a:\t1  \nb :   2 \t# c \ncontainer:\n  resources: {cpu: 1}  \n\n\nz: 1",
    ),
    "a null that is moved": ("secretStore:\na: 1\n", "container:\n  secretStore:\na: 1\n"),
    "the key is written twice": ("secretStore: a\nsecretStore: b\n", None),
    "line breaks that editors do not show": ('a: "x\u2028y"\nsecretStore: b\n', None),
    "a lone carriage return": ("a: 1\rsecretStore: b\n", None),
    "wide and combining characters": (
        'a: "\U0001f680e\u0301"\nsecretStore: \u6f22\n',
        'a: "\U0001f680e\u0301"\ncontainer:\n  secretStore: \u6f22\n',
    ),
}
