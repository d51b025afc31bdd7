"""The one table from errors to HTTP statuses, with a title each.

Not here: how an error is shown (``problems``).
"""

from collections.abc import Mapping
from http import HTTPStatus

from kg_service import errors as ours
from kg_service.model import Text
from kg_service.web import errors as requests

STATUSES: Mapping[type[ours.KgServiceError], tuple[HTTPStatus, Text]] = {
    ours.KgServiceError: (HTTPStatus.INTERNAL_SERVER_ERROR, Text("服务器出错", "Server error")),
    ours.SyntaxProblemError: (HTTPStatus.BAD_REQUEST, Text("查询语法有误", "The query does not parse")),
    ours.RefusedQueryError: (HTTPStatus.BAD_REQUEST, Text("查询被拒绝", "The query is refused")),
    ours.UpdateRefusedError: (HTTPStatus.FORBIDDEN, Text("图谱只读", "The graph is read-only")),
    ours.QueryEvaluationError: (
        HTTPStatus.UNPROCESSABLE_ENTITY,
        Text("查询执行失败", "The query could not be evaluated"),
    ),
    ours.UnknownNameError: (HTTPStatus.NOT_FOUND, Text("没有这个名称", "No such name")),
    ours.UnknownEditionError: (HTTPStatus.NOT_FOUND, Text("没有这一版清单", "No such edition")),
    ours.UnknownQueryError: (HTTPStatus.NOT_FOUND, Text("没有这个查询", "No such named query")),
    ours.UnknownParameterError: (HTTPStatus.BAD_REQUEST, Text("没有这个参数", "No such parameter")),
    ours.UnknownValueError: (HTTPStatus.BAD_REQUEST, Text("没有这个可选值", "No such choice")),
    ours.UnknownFormatError: (HTTPStatus.BAD_REQUEST, Text("没有这种格式", "No such format")),
    ours.UnknownGraphError: (HTTPStatus.BAD_REQUEST, Text("没有这个图", "No such graph")),
    ours.MissingParameterError: (HTTPStatus.BAD_REQUEST, Text("缺少参数", "A parameter is missing")),
    ours.BadValueError: (HTTPStatus.BAD_REQUEST, Text("参数值不合要求", "A value will not do")),
    ours.NotAcceptableError: (HTTPStatus.NOT_ACCEPTABLE, Text("无法按所要求的格式提供", "Not acceptable")),
    ours.LimitExceededError: (HTTPStatus.SERVICE_UNAVAILABLE, Text("超过上限", "Over a limit")),
    ours.QueryTimeoutError: (HTTPStatus.SERVICE_UNAVAILABLE, Text("查询超时", "The query took too long")),
    ours.QueryMemoryError: (
        HTTPStatus.SERVICE_UNAVAILABLE,
        Text("查询占用内存过多", "The query needs too much memory"),
    ),
    ours.QueryDepthError: (
        HTTPStatus.SERVICE_UNAVAILABLE,
        Text("查询嵌套过深", "The query is nested too deeply"),
    ),
    ours.ResultTooLargeError: (
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        Text("答案过大", "The answer is too large"),
    ),
    ours.QueriesMemoryError: (
        HTTPStatus.SERVICE_UNAVAILABLE,
        Text("各查询合计占用内存过多", "All queries at once need too much memory"),
    ),
    ours.BusyError: (HTTPStatus.SERVICE_UNAVAILABLE, Text("服务器正忙", "The server is busy")),
    ours.RateLimitedError: (HTTPStatus.TOO_MANY_REQUESTS, Text("请求过于频繁", "Too many requests")),
    ours.EngineFailedError: (
        HTTPStatus.SERVICE_UNAVAILABLE,
        Text("查询进程意外结束", "A query process ended unexpectedly"),
    ),
    ours.RemoteFailedError: (HTTPStatus.BAD_GATEWAY, Text("远程引擎未能应答", "The remote engine failed")),
    ours.PortInUseError: (HTTPStatus.INTERNAL_SERVER_ERROR, Text("端口已被占用", "The port is in use")),
    ours.UnreadableFileError: (
        HTTPStatus.INTERNAL_SERVER_ERROR,
        Text("文件无法读取", "A file can't be read"),
    ),
    ours.DatasetProblemError: (
        HTTPStatus.INTERNAL_SERVER_ERROR,
        Text("数据不能组成一个数据集", "The files do not make one dataset"),
    ),
    ours.NotCheckedError: (HTTPStatus.UNPROCESSABLE_ENTITY, Text("未能完成检查", "Not checked")),
    ours.NothingCheckedError: (
        HTTPStatus.UNPROCESSABLE_ENTITY,
        Text("没有可检查的内容", "Nothing to check"),
    ),
    ours.UnreadableDocumentError: (
        HTTPStatus.UNPROCESSABLE_ENTITY,
        Text("文档无法读取", "A document can't be read"),
    ),
    ours.UnsupportedDocumentError: (
        HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
        Text("不支持的文档种类", "Unsupported kind of document"),
    ),
    ours.EncryptedDocumentError: (
        HTTPStatus.UNPROCESSABLE_ENTITY,
        Text("文档设有密码", "A document is locked with a password"),
    ),
    ours.DocumentTooLargeError: (
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        Text("文档过大", "A document is too large"),
    ),
    ours.DocumentTimeoutError: (
        HTTPStatus.UNPROCESSABLE_ENTITY,
        Text("文档读得太久", "The document takes too long to read"),
    ),
    ours.DocumentMemoryError: (
        HTTPStatus.UNPROCESSABLE_ENTITY,
        Text("读文档占用内存过多", "The document takes too much memory to read"),
    ),
    ours.CheckStoppedError: (
        HTTPStatus.UNPROCESSABLE_ENTITY,
        Text("校验超出限度", "The check took too much"),
    ),
    ours.TangledNodesError: (
        HTTPStatus.UNPROCESSABLE_ENTITY,
        Text("空白节点无法区分", "Blank nodes can't be told apart"),
    ),
    ours.NoTableError: (
        HTTPStatus.UNPROCESSABLE_ENTITY,
        Text("没有找到清单的表格", "The table of the list was not found"),
    ),
    ours.MissingProgramError: (
        HTTPStatus.UNPROCESSABLE_ENTITY,
        Text("缺少所需的程序", "A program that it takes is missing"),
    ),
    ours.MalformedDecisionError: (
        HTTPStatus.UNPROCESSABLE_ENTITY,
        Text("决定文件有误", "A decision can't be followed"),
    ),
    ours.UnknownLinkError: (HTTPStatus.CONFLICT, Text("没有这条链接", "There is no such link")),
    ours.LinkDecidedError: (HTTPStatus.CONFLICT, Text("链接重复", "The link is there already")),
    ours.EditionExistsError: (HTTPStatus.CONFLICT, Text("已有这个版本", "The edition is there already")),
    ours.CellTooLongError: (
        HTTPStatus.UNPROCESSABLE_ENTITY,
        Text("文字超过单元格的上限", "A text is too long for a cell"),
    ),
    ours.NotAnnotatableError: (
        HTTPStatus.UNPROCESSABLE_ENTITY,
        Text("结果不能写回这种文件", "Findings can't be written into such a file"),
    ),
    ours.NotPublishedError: (HTTPStatus.INTERNAL_SERVER_ERROR, Text("没有发布", "Not published")),
    ours.PublishBusyError: (
        HTTPStatus.CONFLICT,
        Text("正在进行另一次发布", "Another publication is going on"),
    ),
    ours.PublicationStoppedError: (
        HTTPStatus.UNPROCESSABLE_ENTITY,
        Text("因校验结果没有发布", "Not published because of findings"),
    ),
    ours.EditionChangedError: (
        HTTPStatus.CONFLICT,
        Text("已发布的版本不能改动", "A published edition can't be changed"),
    ),
    ours.EditionMissingError: (
        HTTPStatus.CONFLICT,
        Text("缺少已发布的版本", "A published edition would be missing"),
    ),
    ours.DamagedSnapshotError: (
        HTTPStatus.INTERNAL_SERVER_ERROR,
        Text("快照已损坏", "The snapshot is damaged"),
    ),
    ours.UnknownSnapshotError: (HTTPStatus.NOT_FOUND, Text("没有这个快照", "No such snapshot")),
    ours.NoEarlierSnapshotError: (HTTPStatus.CONFLICT, Text("没有更早的快照", "No earlier snapshot")),
    requests.UnknownThingError: (HTTPStatus.NOT_FOUND, Text("没有这个页面", "Nothing here")),
    requests.MalformedRequestError: (HTTPStatus.BAD_REQUEST, Text("请求不合协议", "Malformed request")),
    requests.RepeatedParameterError: (HTTPStatus.BAD_REQUEST, Text("参数重复", "A parameter is repeated")),
    requests.UnsupportedMediaTypeError: (
        HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
        Text("不支持的请求正文类型", "Unsupported type of body"),
    ),
    ours.NothingComparedError: (
        HTTPStatus.UNPROCESSABLE_ENTITY,
        Text("没有可比较的版次", "Nothing to compare with"),
    ),
    requests.ReviewRefusedError: (HTTPStatus.FORBIDDEN, Text("不能审核", "Not allowed to review")),
    requests.NoDraftError: (HTTPStatus.BAD_REQUEST, Text("没有草稿", "There is no draft")),
    requests.UploadTooLargeError: (
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        Text("文件过大", "The file is too large"),
    ),
    requests.ChecksBusyError: (
        HTTPStatus.SERVICE_UNAVAILABLE,
        Text("正在校验的草稿太多", "Too many drafts are being checked"),
    ),
    requests.BatchTooLargeError: (
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        Text("一次请求的项目过多", "Too much in one request"),
    ),
    requests.QueryTooLargeError: (
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        Text("查询文本过长", "The query is too long"),
    ),
}
"""Every error class of the package; a test fails when one is missing."""


def status_of(error: type[ours.KgServiceError]) -> tuple[HTTPStatus, Text]:
    """Status and title of an error class, or of the nearest class above it."""
    return next(STATUSES[kind] for kind in error.__mro__ if kind in STATUSES)
