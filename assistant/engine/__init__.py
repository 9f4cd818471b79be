"""What a language model adds to a turn: a second ear and a voice. It decides nothing.

    spoken = engine.speak(Asked(conversation, message, before, turns), brief, plain, on_piece)

The wording goes first. As soon as its first sentence has passed, the reading of the message is
asked for beside it, so no word waits for it; what it hears counts from this turn's record on, or
from the next one's where it comes late. A draft that fails before that gets one more try with the
reason, and then no reading is asked for: a turn makes two calls at most. What cannot be mended is
the embedded coach's to say.
"""
