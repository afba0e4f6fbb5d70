"""The measures: values in, values out; they neither read nor write files, nor plot."""
