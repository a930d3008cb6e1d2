"""The figures as one inline SVG: latency by engine and kind of query, and growth with the corpus."""
