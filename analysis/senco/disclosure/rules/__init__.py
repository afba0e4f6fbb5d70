"""What has a form: identifiers, what people speak of, and names on no list."""
