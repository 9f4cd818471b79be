"""The window: a page a file, drawn by pure functions, served by Gradio behind a guarded edge.

server.py    the port, the edge, /healthz and the mounted pages
chat.py      the chat page's parts and events     desk.py      what its buttons do
review.py    the review page's parts and events   bench.py     what its buttons do
conversation.py, panel.py, plan.py, dossier.py    HTML of turns, goal, plan, review
markup.py    text to HTML; everything is escaped first
wording.py   the pages' prose, from prompts/page/
"""
