"""Finding passages: embedder, vectors, lexical index, retriever, and generations on disk."""
