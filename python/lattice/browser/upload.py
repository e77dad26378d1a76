"""Files on their way to the server, as the browser sends them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from streamlit.proto.Common_pb2 import FileUploaderState, FileURLs, UploadedFileInfo


@dataclass(frozen=True)
class File:
    """A file the server holds. Its addresses hold random names, so they are not compared."""

    name: str
    content: str
    urls: FileURLs = field(compare=False, repr=False)

    def info(self) -> UploadedFileInfo:
        size = len(self.content.encode())
        info = UploadedFileInfo(name=self.name, size=size, file_id=self.urls.file_id)
        info.file_urls.CopyFrom(self.urls)
        return info


# Sends (name, content) pairs, returns the files in the same order.
Uploader = Callable[[Sequence[tuple[str, str]]], list[File]]


def uploader_state(files: Sequence[File]) -> FileUploaderState:
    state = FileUploaderState()
    state.uploaded_file_info.extend(file.info() for file in files)
    return state


def kept_or_new(now: Any, wanted: dict[str, str], upload: Uploader) -> list[File]:
    """The files of an uploader that is to hold `wanted`: those it has already keep their place."""
    present = {(file.name, file.content): file for file in now or []}
    fresh = [pair for pair in wanted.items() if pair not in present]
    present |= {(file.name, file.content): file for file in upload(fresh)}
    return [present[pair] for pair in wanted.items()]
