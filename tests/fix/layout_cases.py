"""Where moved fields go in block style, and what goes along."""

# name -> (before, after); None: it is left to a person.
CASES = {
    "a block, its parent written anew": (
        """\
        model: phi
        resources:
          limits:
            cpu: "1"
        ingress: {enabled: false}
        """,
        """\
        model: phi
        container:
          resources:
            limits:
              cpu: "1"
        ingress: {enabled: false}
        """,
    ),
    "into a block that is there, at its end, in its indentation": (
        """\
        resources:
          cpu: 1
        container:
            port: 80
            environment:
            - {name: A, value: b}
        x: 1
        """,
        """\
        container:
            port: 80
            environment:
            - {name: A, value: b}
            resources:
              cpu: 1
        x: 1
        """,
    ),
    "a new parent is indented as the file is": (
        """\
        gpu:
            count: 1
        healthCheck:
            period: 1
        """,
        """\
        gpu:
            count: 1
        container:
            healthCheck:
                period: 1
        """,
    ),
    "the rest of the old parent stays": (
        """\
        inference:
          image: a
          maxTotalTokens: 1
          port: 80
        """,
        """\
        inference:
          maxTotalTokens: 1
        container:
          image: a
          port: 80
        """,
    ),
    "an empty parent goes, and so does its own": (
        """\
        model:
          tuning:
            batch:
              size: 4
        gpu:
          count: 1
        """,
        """\
        gpu:
          count: 1
          batchSize: 4
        """,
    ),
    "comments go along": (
        """\
        model: phi # the model
        # About inference.
        inference: # of old
          # The image.
          image: # and its parts
            # where
            repository: a # registry
              # deeper

          # Loose.

          port: 80 # http
        # About x.
        x: 1
        """,
        """\
        model: phi # the model
        container:
          # About inference.
          # of old
          # The image.
          image: # and its parts
            # where
            repository: a # registry
              # deeper
          # Loose.
          port: 80 # http
        # About x.
        x: 1
        """,
    ),
    "a comment that opens the file stays there": (
        """\
        # yaml-language-server: $schema=leaf.json
        resources: {cpu: 1}
        """,
        """\
        # yaml-language-server: $schema=leaf.json
        container:
          resources: {cpu: 1}
        """,
    ),
    "a waiver stays above its field": (
        """\
        a: 1
        # catalogc: ignore[x] until=2030-01-01 reason=y
        secretStore:
          name: v
        """,
        """\
        a: 1
        container:
          # catalogc: ignore[x] until=2030-01-01 reason=y
          secretStore:
            name: v
        """,
    ),
    "blank lines part what they parted": (
        """\
        a: 1

        inference:
          port: 1
          max: 2

        resources:
          cpu: 1

        healthCheck:
          period: 1

        z: 1
        """,
        """\
        a: 1

        inference:
          max: 2

        container:
          port: 1
          resources:
            cpu: 1
          healthCheck:
            period: 1

        z: 1
        """,
    ),
    "blank lines at the end of the file go with its last field": (
        "container:\n  port: 1\nx: 1\n\nresources:\n  cpu: 1\n",
        "container:\n  port: 1\n  resources:\n    cpu: 1\nx: 1\n",
    ),
}
