"""The registers as pages: decisions, actions, indicators, papers, and what changed since a paper.

Each view is read from the address alone, so that it can be kept, sent on and gone back to. They are plain pages made
on the server and not Gradio's: the filters are the browser's own, which the keyboard, screen readers and zooming can
handle, nothing of a paper meets a script, and a page is there at once (10 to 20 ms of the server once it is warm, on the
sample papers, where an empty page of Gradio's took 0.4 s in the browser).
"""
