"""Where conversations are kept.

    SqliteStore(path)   durable: one SQLite file, one writer, migrations, marks and erasure
    MemoryStore()       forgets at exit: evals, simulated conversations, trying things out

Both keep the promises of ``ports.Store``; tests/storage/test_promises.py holds them to these.
"""
