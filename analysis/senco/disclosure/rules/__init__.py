"""Rules for what can be told by its form: identifiers, traces, and names on no list."""
