"""The graph for assistants that are language models: tools and resources over the Model Context Protocol.

Every answer says what it rests on: IRIs, cells of the list, quoted words, the edition. Nothing is written.

Not here: the command (``cli.mcp``). Only ``server`` knows the ``mcp`` package, an optional extra.

Source: https://modelcontextprotocol.io/specification/
"""
