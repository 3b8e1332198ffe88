"""How much of what a browser sends is read, and what is kept of it.

A browser that is refused while it still sends shows an error of its own, and what was typed is lost. So large files are
read to their end and dropped while they come: memory and disk stay flat, and the page says at the field what was wrong.
"""

from __future__ import annotations

from tempfile import SpooledTemporaryFile
from typing import IO, Any, cast

from flask import Flask, Request, Response, request
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.formparser import FormDataParser
from werkzeug.wsgi import get_input_stream

from console.documents.refusals import FileRefused

MEGABYTE = 1024 * 1024
MOST_READ = 512 * MEGABYTE
"""A larger request is refused while the browser still sends it."""
MOST_KEPT = 64 * MEGABYTE
"""Bytes of all files of one request that are kept, unless the page says otherwise (`PageView.files_mb`), and bytes of
everything typed beside them."""
_IN_MEMORY = MEGABYTE // 2
_BLOCK = 1 << 16


def install(app: Flask) -> None:
    """Limit the files of a request together, and let a browser hear a refusal."""
    app.request_class = Intake

    @app.after_request
    def let_it_end(response: Response) -> Response:
        """Read and drop a body that was refused for its length, before anything of it was read."""
        length, most = request.content_length, request.max_content_length
        if response.status_code == 413 and length and most and most < length <= MOST_READ:
            body = get_input_stream(request.environ)
            while body.read(_BLOCK):
                pass
        return response


class Parser(FormDataParser):
    """Reads forms; counts the files of a request apart from what was typed."""

    most_kept = MOST_KEPT

    def parse(self, stream: IO[bytes], mimetype: str, content_length: int | None, options: Any = None) -> Any:
        """Give stream, form and files; raises `RequestEntityTooLarge` for too much text."""
        if mimetype != "multipart/form-data":
            return super().parse(stream, mimetype, content_length, options)
        body = _Body(stream, self.most_kept)
        self.stream_factory = body.new_file
        return super().parse(cast(IO[bytes], body), mimetype, content_length, options)


class Intake(Request):
    """A request whose files are limited together."""

    form_data_parser_class = Parser
    files_kept = MOST_KEPT
    """Bytes of its files together; set before anything looks at the form."""

    def make_form_data_parser(self) -> FormDataParser:
        """Give the reader of this request's form, with its limit."""
        parser = super().make_form_data_parser()
        if isinstance(parser, Parser):
            parser.most_kept = self.files_kept
        return parser


class _Body:
    """The bytes of a request: how many of them are text so far, and how much room its files have left."""

    def __init__(self, stream: IO[bytes], most: int) -> None:
        self.stream, self.text, self.most, self.room = stream, 0, most, most

    def read(self, size: int = -1) -> bytes:
        """Give the next bytes; they are text until a file takes them."""
        block = self.stream.read(size)
        self.text += len(block)
        if self.text > MOST_KEPT:
            raise RequestEntityTooLarge
        return block

    def new_file(self, *_said: object, **_by_the_browser: object) -> IO[bytes]:
        """Give the place for the next file; what a browser says of it is not believed."""
        return cast(IO[bytes], _File(self))

    def taken(self, data: bytes) -> bytes:
        """Give as much of a file's bytes as there is room for."""
        self.text -= len(data)
        kept = data[: self.room]
        self.room -= len(kept)
        return kept


class _File(SpooledTemporaryFile[bytes]):
    """A file that was sent; reading to the end of one that was not kept whole raises `FileRefused`."""

    def __init__(self, body: _Body) -> None:
        super().__init__(max_size=_IN_MEMORY, mode="w+b")
        self.body, self.size, self.is_whole = body, 0, True

    def write(self, data: Any) -> int:
        """Keep what there is room for, and let the rest go."""
        kept = self.body.taken(bytes(data))
        self.size += super().write(kept)
        self.is_whole = self.is_whole and len(kept) == len(data)
        return len(data)

    def read(self, *size: int) -> bytes:
        """Give the next bytes; raises `FileRefused` instead of passing a beginning off as the whole."""
        block = super().read(*size)
        if not self.is_whole and self.tell() == self.size:
            raise FileRefused("together", limit=self.body.most // MEGABYTE)
        return block
