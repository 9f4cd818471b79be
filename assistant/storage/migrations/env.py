"""Alembic's entry: runs the revisions on the connection and in the transaction it is handed.

``assistant.storage.migrate`` is the only caller; there is no alembic.ini, because a store is
migrated when it is opened and at no other time.
"""

from alembic import context

from assistant.storage.schema import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
with context.begin_transaction():
    context.run_migrations()
