"""A bound for whatever is uploaded: what is larger is read to its end, so that an answer arrives, and not kept."""

from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, SkipFile


class Bounded(FileUploadHandler):
    """Stands before Django's handlers. A file that is too large is not in `request.FILES`; `too_large` names it."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self._length = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        self._length += len(raw_data)
        if self._length > settings.RECALL_FILE_BYTES:
            self.request.too_large = self.file_name  # type: ignore[union-attr]  # Django sets the request first.
            raise SkipFile
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None
