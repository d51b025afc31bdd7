"""What can be wrong with a request, beyond what the rooms below raise themselves.

Not here: statuses and how an error is shown (``problems``).
"""

from collections.abc import Sequence

from kg_service.errors import KgServiceError, UnknownNameError
from kg_service.model import Text


class UnknownThingError(UnknownNameError):
    """A path that no IRI of the dataset answers to."""

    code = "unknown-thing"

    def __init__(self, name: str, nearest: Sequence[str] = ()) -> None:
        super().__init__(Text("资源", "thing"), name)
        self.nearest = tuple(nearest)  # IRIs are too long for a sentence


class MalformedRequestError(KgServiceError):
    """A request that the protocol does not allow."""

    code = "malformed-request"


class RepeatedParameterError(MalformedRequestError):
    """A parameter of a named query with more than one value."""

    code = "repeated-parameter"

    def __init__(self, name: str, count: int) -> None:
        self.name, self.count = name, count
        super().__init__(
            Text(
                zh=f"参数“{name}”只能有一个值，这里有 {count} 个。",
                en=f"{name} takes one value, not {count}.",
            )
        )


class UnsupportedMediaTypeError(KgServiceError):
    """A body of a type or character encoding that is not taken."""

    code = "unsupported-media-type"

    def __init__(self, media_type: str, accepted: Sequence[str]) -> None:
        self.media_type, self.accepted = media_type, tuple(accepted)
        given_zh, given_en = (media_type, media_type) if media_type else ("（未注明）", "no type")
        super().__init__(
            Text(
                zh=f"不接受类型为 {given_zh} 的请求正文。请使用 {'、'.join(self.accepted)}，编码为 UTF-8。",
                en=f"A body of {given_en} is not taken. Send {' or '.join(self.accepted)}, in UTF-8.",
            )
        )


class QueryTooLargeError(KgServiceError):
    """A query text longer than the setting allows."""

    code = "query-too-large"

    def __init__(self, limit: int) -> None:
        self.limit = limit
        super().__init__(
            Text(
                zh=f"查询文本超过 {limit} 字节的上限。",
                en=f"The query text is longer than {limit} bytes, which is the limit.",
            )
        )
