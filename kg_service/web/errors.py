"""What can be wrong with a request, beyond what the rooms below raise themselves.

Not here: statuses and how an error is shown (``problems``).
"""

from collections.abc import Sequence

from kg_service.errors import KgServiceError, LimitExceededError, UnknownNameError
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


class BatchTooLargeError(KgServiceError):
    """More to reconcile in one request than is taken."""

    code = "batch-too-large"

    def __init__(self, count: int, limit: int) -> None:
        self.count, self.limit = count, limit
        super().__init__(
            Text(
                zh=f"一次请求至多 {limit} 项，这里有 {count} 项。请分成几次。",
                en=f"A request takes at most {limit} items, not {count}. Send them in several.",
            )
        )


class UploadTooLargeError(LimitExceededError):
    """A draft longer than the setting allows."""

    code = "upload-too-large"

    def __init__(self, megabytes: int) -> None:
        super().__init__(
            "upload_mb",
            megabytes,
            Text(
                zh=f"文件超过 {megabytes} MB 的上限。请只留下清单的表格，另存一份再试。",
                en=f"The file is longer than {megabytes} MB, which is the limit. "
                "Leave only the table of the list in it, save a copy and try again.",
            ),
        )


class ChecksBusyError(LimitExceededError):
    """More drafts to check at once than the server takes."""

    code = "checks-busy"

    def __init__(self, limit: int) -> None:
        super().__init__(
            "check_processes",
            limit,
            Text(
                zh=f"服务器正忙：同时校验的草稿已达上限（{limit} 份）。请稍后再试。",
                en=f"The server is busy: it has reached its limit of {limit} drafts at once. "
                "Try again shortly.",
            ),
        )


class ReviewRefusedError(KgServiceError):
    """A decision about a link by somebody who may not decide, or whose form is too old."""

    code = "review-refused"

    def __init__(self) -> None:
        super().__init__(
            Text(
                zh="没有写下：登录已过期，或表单不是这个页面发出的。"
                "请重新打开 /links/review，输入口令后再试。",
                en="Nothing was written: you are no longer signed in, or the form is not of this page. "
                "Open /links/review anew, give the token and try again.",
            )
        )


class NoDraftError(MalformedRequestError):
    """A form without a draft to check."""

    code = "no-draft"

    def __init__(self) -> None:
        super().__init__(
            Text(
                zh="没有收到草稿。请选择一个文件（file），或粘贴草稿的文字（text）；空文件不算。",
                en="There is no draft. Choose a file (file), or paste its text (text); an empty one is none.",
            )
        )
