"""The master process: owns the sockets and the children, and never runs user code."""
