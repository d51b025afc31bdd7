"""What pages say of their own, in zh and en. Everything else that they show comes from the graph."""

from collections.abc import Mapping

from kg_service.model import Text

COLUMNS: tuple[Text, ...] = (
    Text("序号", "No."),
    Text("目标", "Goal"),
    Text("服务对象", "Beneficiaries"),
    Text("服务项目", "Service"),
    Text("服务内容", "Content"),
    Text("责任部门", "Responsible bodies"),
)
"""Columns of the published table, from the first."""

FRAGMENTS: Mapping[str, Text] = {
    "quotation": Text("引文", "quotation"),
    "selector": Text("引文定位", "place of the quotation"),
    "checksum": Text("校验和", "checksum"),
}
"""Parts of a page that have no name in the graph."""

WORDS: Mapping[str, Text] = {
    "site": Text("关爱服务清单知识图谱", "Care checklist knowledge graph"),
    "skip": Text("跳到正文", "Skip to the content"),
    "home": Text("清单", "The list"),
    "questions": Text("现成的问题", "Ready-made questions"),
    "sparql": Text("SPARQL 查询", "SPARQL"),
    "ontology": Text("词汇表", "Vocabulary"),
    "api": Text("API 说明", "API"),
    "api-document": Text("机器可读的说明（OpenAPI 3.1）", "For programs (OpenAPI 3.1)"),
    "api-conventions": Text("通则", "What holds everywhere"),
    "api-values": Text(
        "参数的值可写中文或英文名称、IRI、IRI 的末段；空值等于不给；多余的、重复的、写错的参数得到 400 "
        "和可以写什么。",
        "A value is a Chinese or English label, an IRI or the last part of one; an empty value is none; "
        "a parameter that is unknown, repeated or wrong gets 400 with what may be written.",
    ),
    "api-formats": Text(
        "返回的格式由 Accept 决定，?format= 先于 Accept；没有所要的格式时得到 406 和可用的格式。",
        "Accept decides the format, and ?format= goes before it; what is not offered gets 406 with what is.",
    ),
    "api-errors": Text(
        "出错时返回 application/problem+json（RFC 9457），其中 code 不变。",
        "Errors are application/problem+json (RFC 9457); their code never changes.",
    ),
    "api-caching": Text(
        "答案有 ETag：以 If-None-Match 送回，数据未变则得到 304。HEAD 与 GET 同；OPTIONS 列出可用的方法。",
        "Answers have an ETag: send it back in If-None-Match, and get 304 while the data are the same. "
        "HEAD is as GET; OPTIONS lists the methods.",
    ),
    "api-form": Text(
        "有参数的问题也可用 POST 表单提问，参数便不留在地址和日志中。",
        "A question with parameters can be asked by POST of a form as well, which keeps them out of "
        "addresses and logs.",
    ),
    "api-parameters": Text("参数", "Parameters"),
    "api-choices": Text("可选值，共 {0} 个", "{0} choices"),
    "api-columns": Text("返回的列", "Columns of the answer"),
    "api-media-types": Text("格式", "Formats"),
    "api-body": Text("POST 正文", "Body of a POST"),
    "api-example": Text("例子", "Example"),
    "api-try": Text("打开这个例子", "Open this example"),
    "other-language": Text("English", "中文"),
    "about": Text(
        "黑龙江省公布的流动儿童关爱服务清单，逐格录入、逐条判读，成为一张可以查询、核对和链接的知识图谱。",
        "The care services that Heilongjiang lists for migrant children, entered cell by cell and read "
        "clause by clause into a graph that can be queried, checked and linked.",
    ),
    "official": Text(
        "宋体为清单原文。英文均为本项目译文，以中文为准。",
        "Chinese in serif type is the official wording. "
        "All English is our translation; the Chinese text prevails.",
    ),
    "translation": Text("译文", "our translation"),
    "services-by-goal": Text("按目标排列的服务", "Services by goal"),
    "services": Text("项服务", "services"),
    "goals": Text("个目标", "goals"),
    "groups": Text("类对象", "groups"),
    "bodies": Text("个部门", "bodies"),
    "measures-count": Text("条措施", "measures"),
    "ask": Text("提问", "Ask"),
    "all-questions": Text("全部问题", "All questions"),
    "write-your-own": Text("自己写查询", "Write a query of your own"),
    "download": Text("下载", "Download"),
    "download-table": Text("清单表格", "The table"),
    "download-graph": Text("这一版的图谱", "The graph of this edition"),
    "dumps": Text("数据下载", "Downloads"),
    "dumps-note": Text(
        "整个数据集、默认图和每个命名图。文件支持断点续传；校验和见末栏。",
        "The whole dataset, the default graph and every named graph. Downloads can be resumed; "
        "the last column is the checksum.",
    ),
    "dump-file": Text("文件", "File"),
    "dump-bytes": Text("字节", "Bytes"),
    "graph-store": Text("图存储接口（只读）", "Graph Store, read-only"),
    "editions": Text("其他版次", "Other editions"),
    "superseded": Text("这一版已被新版取代。", "A later edition has taken the place of this one."),
    "as-printed": Text("清单原文", "As printed"),
    "table-as-printed": Text("表格原文", "The table as printed"),
    "measures": Text("措施", "Measures"),
    "measures-note": Text(
        "措施、条件及其分类是本项目对原文的判读。",
        "Measures, conditions and their kinds are this project’s reading of the text.",
    ),
    "service-conditions": Text("享有这项服务的条件", "Conditions on the whole service"),
    "conditions": Text("条件", "Conditions"),
    "age": Text("年龄", "Age"),
    "age-range": Text("{0} 至 {1} 周岁", "{0} to {1} years"),
    "age-from": Text("{0} 周岁起", "from {0} years"),
    "age-to": Text("至 {0} 周岁", "up to {0} years"),
    "previous": Text("上一项", "Previous"),
    "next": Text("下一项", "Next"),
    "statements": Text("全部陈述", "All statements"),
    "incoming": Text("被引用", "What points here"),
    "incoming-by": Text("其“{0}”为本项", "Whose “{0}” is this"),
    "incoming-more": Text("共 {0} 项，列出全部", "{0} in all: list them"),
    "no-statements": Text(
        "数据集提到这个 IRI，但没有关于它的陈述。",
        "The dataset points at this IRI and says nothing more of it.",
    ),
    "data": Text("本页数据", "This page as data"),
    "copy-iri": Text("永久标识", "Identifier"),
    "graph": Text("命名图", "Named graph"),
    "contents": Text("内容", "Contents"),
    "and-more": Text("……共 {0} 项", "… {0} in all"),
    "terms-reused": Text("沿用的术语", "Terms of other vocabularies"),
    "download-source": Text("下载收到的文件", "Download the document as received"),
    "source-note": Text(
        "纯文本，UTF-8，与收到时逐字节相同。", "Plain text, UTF-8, byte for byte as received."
    ),
    "query": Text("查询", "Query"),
    "run": Text("运行", "Run"),
    "sparql-intro": Text(
        "用 SPARQL 1.1 查询图谱。默认图是各系列的现行版和全部参考数据；每一版另有自己的命名图。",
        "Ask the graph in SPARQL 1.1. The default graph is the current edition of each series with all "
        "reference data; every edition has a named graph of its own.",
    ),
    "dataset": Text("查询范围", "What to ask"),
    "default-graph": Text(
        "默认图（现行版和参考数据）", "The default graph (current editions, reference data)"
    ),
    "examples": Text("例子", "Examples"),
    "examples-note": Text("点击即运行，然后可以修改。", "Each link runs; change it from there."),
    "answer": Text("答案", "Answer"),
    "answer-rows": Text("{0} 行", "Rows: {0}"),
    "answer-triples": Text("{0} 条陈述", "Statements: {0}"),
    "answer-cut": Text(
        "只显示前 {0} 行。完整答案请下载。", "The first {0} are shown. Download the answer for all."
    ),
    "answer-none": Text("没有符合的结果。", "Nothing matches."),
    "answer-as": Text("答案下载", "The answer as"),
    "yes": Text("是", "Yes"),
    "no": Text("否", "No"),
    "subject": Text("主语", "Subject"),
    "predicate": Text("谓语", "Property"),
    "object": Text("宾语", "Object"),
    "edit-query": Text("查看并修改查询语句", "See and change the query text"),
    "any": Text("不限", "any"),
    "choose": Text("请选择", "choose"),
    "required": Text("必填", "required"),
    "problem-kind": Text(
        "服务器以这个代码说明一类错误；每次出错时，返回的 detail 会说明具体情况和办法。",
        "The code by which this server tells of one kind of problem. The detail of each answer says what "
        "happened and what to do.",
    ),
    "nearest": Text("您要找的也许是：", "Perhaps you meant:"),
    "back-home": Text("回到清单", "Back to the list"),
    "licence": Text("清单文字与数据：", "List and data: "),
}
"""By key; ``{0}`` and ``{1}`` are filled in by the page."""
