"""The MCP face: what the assistant can do as tools of the Model Context Protocol, for programs that others wrote.

All tools only read. Over standard input and output the settings' clearance decides; in the web server whoever asks.
"""
