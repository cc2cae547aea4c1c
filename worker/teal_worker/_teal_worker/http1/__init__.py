"""HTTP/1.1 as the worker speaks it: strict on what it reads, plain in what it writes."""
