"""An organisation's own documents: taken in, looked through, published, withdrawn.

intake      is this file one of ours, and within the limits?     bytes only, nothing parsed
limited     reads it in a process with little time and memory
reader      in that process: tables -> entries, texts -> excerpts, and what is suspicious
documents   the register: quarantine, published, replaced, withdrawn
joining     published entries beside the general catalogue, as one corpus
"""
