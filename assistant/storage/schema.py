"""The tables as the code uses them; how a file gets there is told by ``migrations/versions``.

    turns      one row a turn, stored whole as JSON; the columns beside it order and list turns
    marks      a coach's marks on turns of the assistant
    erasures   digests of erased conversations, so that nothing late brings one back
    spending   tokens and cost of language models, a row a day and user
    without_model   conversations that go without a language model

No column scores, rates or profiles a person (reliability.md, finding 12): ``stage``, ``level``
and ``move`` describe the conversation, for the list of conversations.
"""

from __future__ import annotations

from sqlalchemy import (
    CheckConstraint,
    Column,
    Float,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

# "BrTk", big-endian at offset 68 of the file: tells our file from any other SQLite file.
APPLICATION_ID = 0x4272546B

# Every revision there is, oldest first; a file with another one was written by newer code.
REVISIONS = ("0001", "0002", "0003")

metadata = MetaData()

turns = Table(
    "turns",
    metadata,
    # Order over all conversations. AUTOINCREMENT: a number is never given twice, not even after
    # its turn was erased, so the newest number known tells whether anything is missing.
    Column("id", Integer, primary_key=True),
    Column("conversation", String, nullable=False),
    Column("sequence", Integer, nullable=False),
    Column("number", Integer, nullable=False),
    Column("key", String),
    Column("withdrawn", Integer, nullable=False, server_default=text("0")),
    Column("recorded_at", String, nullable=False),
    Column("stage", String, nullable=False),
    Column("level", String, nullable=False),
    Column("move", String, nullable=False),
    Column("title", String, nullable=False),
    Column("body", Text, nullable=False),
    CheckConstraint("withdrawn IN (0, 1)", name="withdrawn_is_a_flag"),
    CheckConstraint("sequence >= 1 AND number >= 1", name="counted_from_one"),
    UniqueConstraint("conversation", "sequence", name="one_turn_a_sequence"),
    UniqueConstraint("conversation", "key", name="one_turn_a_key"),
    sqlite_autoincrement=True,
)
Index(
    "one_standing_turn_a_number",
    turns.c.conversation,
    turns.c.number,
    unique=True,
    sqlite_where=turns.c.withdrawn == text("0"),
)

marks = Table(
    "marks",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("conversation", String, nullable=False),
    Column("sequence", Integer, nullable=False),
    Column("kind", String, nullable=False),
    Column("comment", Text, nullable=False),
    Column("reviewer", String, nullable=False),
    Column("marked_at", String, nullable=False),
    ForeignKeyConstraint(
        ["conversation", "sequence"],
        ["turns.conversation", "turns.sequence"],
        name="marks_a_turn",
        ondelete="CASCADE",
    ),
    sqlite_autoincrement=True,
)
Index("marks_by_turn", marks.c.conversation, marks.c.sequence)

erasures = Table(
    "erasures",
    metadata,
    Column("digest", String, primary_key=True, nullable=False),
    Column("erased_at", String, nullable=False),
)

spending = Table(
    "spending",
    metadata,
    Column("day", String, primary_key=True, nullable=False),
    Column("account", String, primary_key=True, nullable=False),
    Column("tokens", Integer, nullable=False),
    Column("cost", Float, nullable=False),
)

without_model = Table(
    "without_model",
    metadata,
    Column("conversation", String, primary_key=True, nullable=False),
    Column("chosen_at", String, nullable=False),
)
