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

COMPARED_AS: Mapping[str, Text] = {
    "report": Text("网页（可转发）", "Page to pass on"),
    "json": Text("JSON", "JSON"),
    "markdown": Text("Markdown", "Markdown"),
    "csv": Text("CSV 表格", "CSV table"),
    "turtle": Text("Turtle", "Turtle"),
    "patch": Text("RDF 补丁", "RDF patch"),
}
"""What the files of a comparison are called, by name of format."""

CHECKED_AS: Mapping[str, Text] = {
    "html": Text("在本页显示", "This page"),
    "report": Text("下载：网页（可转发）", "Download: page to pass on"),
    "annotated": Text(
        "下载：批注在原文件中（.docx、.xlsx）", "Download: notes in the file itself (.docx, .xlsx)"
    ),
    "json": Text("下载：JSON", "Download: JSON"),
    "csv": Text("下载：CSV 表格", "Download: CSV table"),
    "sarif": Text("下载：SARIF", "Download: SARIF"),
    "junit": Text("下载：JUnit", "Download: JUnit"),
    "turtle": Text("下载：SHACL 报告（Turtle）", "Download: SHACL report (Turtle)"),
    "changes": Text("下载变化：网页（可转发）", "Download the changes: page to pass on"),
    "changes-markdown": Text("下载变化：Markdown", "Download the changes: Markdown"),
    "changes-csv": Text("下载变化：CSV 表格", "Download the changes: CSV table"),
    "changes-turtle": Text("下载变化：Turtle", "Download the changes: Turtle"),
}
"""What the results of a check are called, by name of format."""

SEVERITIES: Mapping[str, Text] = {
    "Violation": Text("违反规则", "Violation"),
    "Warning": Text("提醒", "Warning"),
    "Info": Text("说明", "Info"),
}
"""SHACL's three steps, by the end of their IRI."""

WORDS: Mapping[str, Text] = {
    "site": Text("关爱服务清单知识图谱", "Care checklist knowledge graph"),
    "skip": Text("跳到正文", "Skip to the content"),
    "home": Text("清单", "The list"),
    "questions": Text("现成的问题", "Ready-made questions"),
    "sparql": Text("SPARQL 查询", "SPARQL"),
    "ontology": Text("词汇表", "Vocabulary"),
    "api": Text("API 说明", "API"),
    "data-page": Text("数据", "Data"),
    "data-intro": Text(
        "整张图谱都可以取走：一次下载，或按需查询。以下地址都在本服务上；例子可以直接运行。",
        "The whole graph can be taken away, at once or by query. All addresses are on this server; "
        "the examples run as they stand.",
    ),
    "data-downloads": Text("下载", "Downloads"),
    "data-all-downloads": Text(
        "每个命名图的文件，共 {0} 个文件", "Files of every named graph, {0} files in all"
    ),
    "data-endpoints": Text("接口", "Endpoints"),
    "data-formats": Text("格式", "Formats"),
    "data-name": Text("名称", "Name"),
    "data-usage": Text("怎样使用", "How to use it"),
    "data-prefixes": Text("前缀", "Prefixes"),
    "data-licence": Text("许可", "Licence"),
    "data-licence-words": Text(
        "本体、形状与数据采用 CC BY 4.0，署名即可使用、改编和再分发；程序采用 Apache-2.0。收到的原始文件"
        "是公开文件，不在许可之列。",
        "Ontology, shapes and data are under CC BY 4.0: use, adapt and pass them on, with attribution. The "
        "program is under Apache-2.0. Documents as received are public documents, and not licensed here.",
    ),
    "data-citation": Text("引用", "Cite it"),
    "data-citation-note": Text(
        "请写明数据集的版本（下面的标识随每次发布而变）。",
        "Name the state of the dataset: its identifier, below, changes with each publication.",
    ),
    "data-snapshot": Text("当前数据集的标识（SHA-256）", "Identifier of the present dataset (SHA-256)"),
    "shapes-table": Text("全部规则", "All rules"),
    "shapes-rules": Text("{0} 条", "rules: {0}"),
    "shapes-target": Text("适用于", "Applies to"),
    "shapes-path": Text("属性或路径", "Property or path"),
    "shapes-message": Text("错在哪里，怎样改", "What is wrong and what to do"),
    "shapes-severity": Text("程度", "Severity"),
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
    "crumbs": Text("位置", "Where this is"),
    "concerned": Text("涉及的服务：{0} 项", "Services concerned: {0}"),
    "concerned-parts": Text("，措施和条件 {0} 条", ", measures and conditions: {0}"),
    "concerned-by": Text("措施与条件", "Measures and conditions"),
    "concerned-whole": Text("整项服务", "the whole service"),
    "tree": Text("在体系中的位置", "Its place in the scheme"),
    "index-bodies": Text("责任部门", "Responsible bodies"),
    "index-norms": Text("规范", "Norms"),
    "index-national": Text("国家部门", "National bodies"),
    "index-named": Text("清单的措施所依据的", "That measures of a list rely on"),
    "index-others": Text("其他版本和相关规范", "Versions of them, and others of the field"),
    "index-note": Text("数字是现行清单中涉及的服务数。", "Numbers are of services in the current lists."),
    "tree-count": Text("{0} 项服务", "services: {0}"),
    "statements-more": Text("名称、标识与状态", "Names, identifiers and states"),
    "marks-note": Text(
        "文中下划线加数字的是一条措施，虚线框住的是条件；数字与旁注对应。",
        "Underlined and numbered: a measure. In a dashed box: a condition. Numbers lead to the notes.",
    ),
    "measure-number": Text("措施 {0}", "Measure {0}"),
    "norms": Text("依据的规范", "Norms relied on"),
    "original-row": Text("原表", "The printed table"),
    "original-cell": Text("表格中的这一行（序号 {0}）", "This row of the table (No. {0})"),
    "continued": Text("各版次中的这项服务", "This service across editions"),
    "continued-none": Text("没有其他版次", "No other edition"),
    "kin": Text("相关的服务", "Services akin"),
    "colon": Text("：", ": "),
    "diagram": Text("类图", "Classes and how they hang together"),
    "diagram-note": Text(
        "方框是类，其中各行是它的属性：有线的指向另一个类，右侧写明体系的取其中的概念。",
        "Boxes are classes and their rows properties: a line leads to another class; a scheme named on "
        "the right gives the concepts.",
    ),
    "diagram-class": Text("类", "Class"),
    "diagram-property": Text("属性", "Property"),
    "diagram-target": Text("指向", "Points to"),
    "diagram-scheme": Text("概念体系", "concept scheme"),
    "diagram-term": Text("术语", "Term"),
    "shapes-note": Text(
        "每条规则写明查什么、错在哪里、怎样改。完整的定义见 Turtle。",
        "Each rule says what is wrong and what to do. Whole definitions are in the Turtle.",
    ),
    "home-matrix": Text("哪个部门在哪个目标下负责几项", "Which body is responsible under which goal"),
    "home-matrix-note": Text(
        "格中数字是服务项数，点开即是这些服务。一项服务有几个责任部门的，各计一次。",
        "Figures count services; each leads to them. A service with several bodies counts once for each.",
    ),
    "home-child-note": Text(
        "填年龄、教育阶段和处境，看清单给这个孩子什么。",
        "Give age, stage and situation, and see what the list has for this child.",
    ),
    "home-other-lists": Text("其他清单", "Other lists"),
    "home-use": Text("取用数据", "Take the data"),
    "home-curl": Text("复制即可运行：", "Copy and run:"),
    "matrix-cell": Text("{0}，{1}：{2} 项（序号 {3}）", "{0}, {1}: services {2} (No. {3})"),
    "matrix-total": Text("{0}：共 {1} 项", "{0}: services {1} in all"),
    "as-table": Text("以表格显示", "The same as a table"),
    "services-by-goal": Text("按目标排列的服务", "Services by goal"),
    "services": Text("项服务", "services"),
    "goals": Text("个目标", "goals"),
    "groups": Text("类对象", "groups"),
    "bodies": Text("个部门", "bodies"),
    "measures-count": Text("条措施", "measures"),
    "ask": Text("提问", "Ask"),
    "asks-others": Text(
        "这个问题还要向另一个 SPARQL 端点提问（SERVICE），该端点须列入本服务的设置 KG_SERVICE_ALLOW。",
        "This question also asks another SPARQL endpoint (SERVICE), which the setting KG_SERVICE_ALLOW of "
        "this server has to list.",
    ),
    "no-endpoint": Text(
        "现在没有列出任何端点，因此在这里不能提问；可把下面的查询拿到自己的引擎上运行，"
        "并把 ?endpoint 换成端点的地址。",
        "None is listed now, so that it can't be asked here; run the query below in an engine of your own, "
        "with the address of the endpoint in place of ?endpoint.",
    ),
    "all-questions": Text("全部问题", "All questions"),
    "write-your-own": Text("自己写查询", "Write a query of your own"),
    "download": Text("下载", "Download"),
    "download-table": Text("清单表格", "The table"),
    "download-package": Text("数据包：表格、图、收到的文件", "Package: tables, graph, document received"),
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
    "outward": Text("对外链接", "Links outward"),
    "outward-note": Text(
        "与其他数据的对应，由人判断；“待定”的尚未确认，不在默认图中。",
        "How it relates to other data, as judged by people; candidates are not confirmed and not in the "
        "default graph.",
    ),
    "places-note": Text(
        "省级行政区，以及黑龙江省的地级、县级行政区；编号为 GB/T 2260 代码。有清单的地方列出清单。",
        "The provincial units, and those of Heilongjiang below; the numbers are codes of GB/T 2260. "
        "Places that have a list show it.",
    ),
    "places-parts": Text("下辖 {0} 个", "{0} parts"),
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
    "ask-ways": Text("提问的方式", "Ways to ask"),
    "conditions-tab": Text("按条件", "By conditions"),
    "editor": Text("SPARQL 编辑器", "SPARQL editor"),
    "conditions-title": Text("按条件提问", "Ask by conditions"),
    "conditions-note": Text(
        "选好条件，查询语句随之写成；可以直接看结果，也可以在编辑器里接着改。",
        "Choose conditions, and the query is written for you: read its answer here, or change it in the "
        "editor.",
    ),
    "conditions-show": Text("要看什么", "What to show"),
    "conditions-list": Text("服务和措施", "Services and measures"),
    "conditions-count": Text("服务数量，按{0}", "Number of services by: {0}"),
    "conditions-query": Text("写成的查询", "The query"),
    "format-query": Text("整理格式", "Format"),
    "completions": Text("可以填写的", "Completions"),
    "editor-help": Text(
        "键入中文或英文名称即有补全；Ctrl+Enter 运行，Shift+Alt+F 整理格式，Tab 离开编辑器。",
        "Type a Chinese or English name to have it completed; Ctrl+Enter runs, Shift+Alt+F formats, Tab "
        "leaves the editor.",
    ),
    "chart-bar": Text("条形图", "Bar chart"),
    "chart-matrix": Text("矩阵", "Matrix"),
    "chart-sankey": Text("流向图", "Flows"),
    "chart-graph": Text("关系图", "Graph"),
    "chart-map": Text("方格地图", "Tile map"),
    "map-none": Text("没有数据", "No data"),
    "map-note": Text(
        "一格是一个省级行政区，位置只是示意，不是疆界图。颜色深浅按每幅图各自的数值分级。",
        "A square is a provincial unit at about its place: a scheme, not a map of borders. Each map is "
        "shaded by its own numbers.",
    ),
    "map-elsewhere": Text(
        "另有 {0} 行属于其他地方，见表格。", "In the table only: {0} rows of other places."
    ),
    "shown-as": Text("显示方式", "Shown as"),
    "shown-table": Text("表格", "Table"),
    "shown-chart": Text("图和表格", "Chart and table"),
    "shown-raw": Text("原始数据", "Raw data"),
    "use-answer": Text("链接和代码", "Links and code"),
    "link-page": Text("本页（查询和答案）", "This page (query and answer)"),
    "link-answer": Text("答案数据", "The answer as data"),
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
    "compare": Text("比较", "Compare"),
    "compare-title": Text("两版清单的比较", "Two editions compared"),
    "compare-intro": Text(
        "逐项对照两版清单：服务按延续关系配对，不按序号。",
        "Two editions service by service, paired by what they continue and never by number.",
    ),
    "compare-one": Text(
        "数据集中只有一版清单（{0}），没有可以比较的另一版。",
        "The dataset holds one edition only ({0}), so there is nothing to compare it with.",
    ),
    "compare-none": Text("数据集中没有清单。", "The dataset holds no edition."),
    "compare-draft": Text(
        "手里有下一版的草稿？上传校验，同时看到它与这一版的不同。",
        "Is there a draft of the next edition? Upload it to be checked, and see what it changes.",
    ),
    "compare-old": Text("旧版", "Old edition"),
    "compare-new": Text("新版", "New edition"),
    "compare-show": Text("比较", "Compare"),
    "compare-only": Text("只看变化", "Changes only"),
    "compare-whole": Text("全部服务", "All services"),
    "compare-which": Text("显示哪些服务", "Services shown"),
    "compare-filtered": Text("只列：", "Only: "),
    "compare-unfilter": Text("全部列出", "Show everything"),
    "compare-sums": Text("概况", "Sums"),
    "compare-kinds": Text("各类变化", "Kinds of change"),
    "compare-by-goal": Text("按目标", "By goal"),
    "compare-by-body": Text("按责任部门", "By responsible body"),
    "compare-total": Text("合计", "Total"),
    "compare-changes": Text("变化", "Changes"),
    "compare-services": Text("逐项对照", "Service by service"),
    "compare-legend": Text("图例：", "Key: "),
    "compare-removed": Text("删去的字", "words removed"),
    "compare-added": Text("新增的字", "words added"),
    "compare-come": Text("新增", "new"),
    "compare-gone": Text("取消", "withdrawn"),
    "compare-same": Text("没有变化", "unchanged"),
    "compare-nothing": Text("没有变化。", "Nothing changed."),
    "compare-questions": Text("请确认", "Please decide"),
    "compare-unfit": Text("不再合用的决定", "Decisions that no longer fit"),
    "compare-numbers": Text("序号", "Numbers"),
    "compare-moved": Text("在清单中移了位置：", "Moved among the others: "),
    "compare-shifted": Text(
        "仅因前面有增删或移动而改了序号，不算变化：",
        "Another number only because others came, went or moved, which is no change: ",
    ),
    "compare-download": Text("下载这份比较", "This comparison as a file"),
    "check": Text("校验", "Check"),
    "check-title": Text("校验清单草稿", "Check a draft of the list"),
    "check-result": Text("校验结果", "Result of the check"),
    "check-intro": Text(
        "上传草稿，或粘贴文字：逐格指出问题，并与上一版对照。",
        "Upload a draft or paste it: what is wrong is shown at its cell, and what it changes against the "
        "edition before.",
    ),
    "check-kept": Text(
        "草稿只在内存中处理，答复之后即丢弃，不保存，也不发往别处。",
        "A draft is held in memory only and dropped with the answer; it is neither kept nor sent anywhere.",
    ),
    "check-file": Text("文件", "File"),
    "check-file-note": Text(
        "Word（.docx、.doc）、Excel（.xlsx）、CSV、TSV、文本、PDF、网页，或 RDF；不超过 {0} MB。",
        "Word (.docx, .doc), Excel (.xlsx), CSV, TSV, text, PDF, a web page, or RDF; at most {0} MB.",
    ),
    "check-again": Text(
        "要换一种形式，请再选一次文件：上次的没有保存。",
        "To get another form, choose the file again: the last one was not kept.",
    ),
    "check-text": Text("或者粘贴文字", "Or paste it"),
    "check-text-note": Text(
        "可从 Word、Excel 中复制整张表格。", "A whole table copied from Word or Excel will do."
    ),
    "check-against": Text("对照哪一版", "Edition to compare with"),
    "check-auto": Text("标题所说系列的现行版", "The current one of the series in the title"),
    "check-none": Text("不对照", "None"),
    "check-as": Text("结果形式", "Result as"),
    "check-do": Text("校验", "Check"),
    "check-cut": Text("还有 {0} 条没有列出，请下载报告。", "{0} more are not listed; download the report."),
    "check-no-table": Text(
        "表格太大，没有画出，结果按位置列出。",
        "The table is too large to be drawn; findings are listed with their places.",
    ),
    "check-too-long": Text("变化太长，请下载。", "The changes are too long to be shown; download them."),
    "check-remarks": Text("读取时的处理", "What reading did"),
    "check-furniture": Text("放在一边，没有当作清单内容", "Set aside, not read as content of the list"),
    "check-doubtful": Text("已读入，请核对", "Taken, please check"),
    "check-changes": Text("与 {0} 相比的变化", "What changed against {0}"),
    "check-unheld": Text("没有对照任何一版。", "It was held against no edition."),
    "check-once-more": Text("再校验一次", "Check once more"),
    "check-contents": Text("结果的各部分", "Parts of the result"),
    "check-findings": Text("问题", "Findings"),
    "find": Text("查找", "Find"),
    "find-ways": Text("查找的方式", "Ways to find"),
    "find-services": Text("按条件查找服务", "Find services"),
    "find-search": Text("全文搜索", "Search the text"),
    "find-child": Text("这个孩子能享受什么", "What can this child have?"),
    "find-sparql": Text("查看此结果的 SPARQL", "SPARQL of this result"),
    "find-services-note": Text(
        "同一项中可选多个值，合起来查；不同的项逐一收窄。对措施和条件的要求须由同一条措施、同一个条件满足。"
        "选年龄时，没有写明年龄的服务也列出。",
        "Several values of one kind widen the list, different kinds narrow it. What is asked of measures and "
        "conditions must hold of one measure and one condition. By age, services that state no age are "
        "listed too.",
    ),
    "find-chosen": Text("已选条件", "Chosen"),
    "find-remove": Text("去掉", "Remove"),
    "find-clear": Text("全部去掉", "Clear all"),
    "find-narrow": Text("收窄", "Narrow"),
    "find-narrow-do": Text("按年龄收窄", "Narrow by age"),
    "find-more": Text("另有 {0} 个", "{0} more"),
    "find-total": Text("{0} 项服务，{1} 条措施", "Services: {0}, measures: {1}"),
    "find-pages": Text("翻页", "Pages"),
    "find-age": Text("{0} 周岁", "{0} years"),
    "find-words": Text("搜索的词", "Words"),
    "find-do": Text("搜索", "Search"),
    "find-nothing": Text(
        "没有找到。请少写几个词，或换一个说法；也可以：",
        "Nothing was found. Write fewer words, or say it in another way; or:",
    ),
    "find-only": Text("只查“{0}”", "search for “{0}” alone"),
    "find-widen": Text(
        "没有同时符合这些条件的服务。请去掉上面的一个条件。",
        "No service meets all of these. Take away one of the filters above.",
    ),
    "find-search-note": Text(
        "一个字也可以。几个词用空格隔开，须同时出现；引号中的词连在一起。全角、繁体和官方简称一并查找。",
        "One character will do. Words are parted by spaces and must all occur; quotation marks keep words "
        "together. Full-width and traditional forms and official short names are found as well.",
    ),
    "find-found": Text("找到 {0} 项", "Found: {0}"),
    "find-also": Text("“{0}”同时查：", "“{0}” also as:"),
    "find-kinds": Text("结果的种类", "Kinds of results"),
    "find-all-kinds": Text("所有种类", "All kinds"),
    "find-all-of-kind": Text("列出全部 {0} 项", "List all {0}"),
    "find-child-note": Text(
        "只按清单写明的年龄、阶段和处境来查，不作推测；没有填的，不算符合。结果不是资格认定，以责任部门答复为准。",
        "Only by the ages, stages and situations that the list states; nothing is guessed, and what is not "
        "given meets no demand. This decides no claim: the responsible body does.",
    ),
    "find-not-said": Text("不填", "not given"),
    "find-situations": Text("处境（可多选）", "Situations, any number"),
    "find-child-do": Text("查看", "Show"),
    "find-child-answer": Text("可享受 {0} 项服务的 {1} 条措施", "Services: {0}, measures: {1}"),
    "find-child-every": Text(
        "每个流动儿童都有的：{0} 项服务的 {1} 条措施", "For every migrant child: services: {0}, measures: {1}"
    ),
    "find-unknown": Text("还不知道的", "What is not known"),
    "find-missing-age": Text(
        "没有填年龄。另有 {0} 项服务要看年龄：", "No age is given. {0} more may apply by age:"
    ),
    "find-missing-stage": Text(
        "没有填教育阶段。另有 {0} 项服务要看教育阶段：", "No stage is given. {0} more may apply by stage:"
    ),
    "find-missing-situation": Text(
        "没有填处境。另有 {0} 项服务要看处境：", "No situation is given. {0} more may apply by situation:"
    ),
    "find-open": Text(
        "{0} 条措施有清单没有说清的条件（下面以方框标出），须向责任部门了解。",
        "Measures with a condition that the list does not spell out (boxed below): {0}. Ask the "
        "responsible body.",
    ),
    "find-ageless": Text(
        "{0} 项服务清单没有写明年龄，这里没有按年龄排除。",
        "Services for which the list states no age: {0}. They are not ruled out by age here.",
    ),
    "find-no-age": Text("没有写明年龄", "states no age"),
    "find-no-lead": Text(
        "有几个责任部门的，清单没有说由哪个部门牵头。",
        "Where several bodies are responsible, the list does not say which one leads.",
    ),
    "review-title": Text("审核链接", "Review links"),
    "review-intro": Text(
        "这里审核本图谱与其他数据之间的候选链接。需要口令，向运维人员索取。",
        "Candidates for links between this graph and other data are reviewed here. It takes a token; ask "
        "those who run the server.",
    ),
    "review-wrong": Text("口令不对，或没有写姓名。", "The token is wrong, or there is no name."),
    "review-name": Text("审核人", "Reviewer"),
    "review-name-note": Text(
        "姓名、ORCID 或 IRI，与决定一起记下。", "A name, an ORCID or an IRI; it is kept with each decision."
    ),
    "review-token": Text("口令", "Token"),
    "review-enter": Text("进入", "Enter"),
    "review-leave": Text("退出", "Leave"),
    "review-by": Text("审核人：{0}", "Reviewer: {0}"),
    "review-file": Text("文件", "File"),
    "review-open": Text("待审核", "To review"),
    "review-all": Text("共", "In all"),
    "review-no-files": Text("文件夹里没有待审核的文件。", "There is no file to review in the folder."),
    "review-left": Text("还有 {0} 条待审核，把握大的在前。", "To review: {0}, the surest first."),
    "review-ours": Text("我方", "Ours"),
    "review-theirs": Text("对方", "Theirs"),
    "review-why": Text("依据：", "Why: "),
    "review-relation": Text("关系", "Relation"),
    "review-confirm": Text("确认", "Confirm"),
    "review-reason": Text("否决的理由", "Reason to reject"),
    "review-reject": Text("否决", "Reject"),
    "review-more": Text("先跳过这些，看其余 {0} 条", "Skip these, go on to the other {0}"),
    "review-decided": Text("已决定的 {0} 条", "Decided: {0}"),
    "review-link": Text("链接", "Link"),
    "review-decision": Text("决定", "Decision"),
    "review-again": Text("改变", "Change"),
    "review-confirmed": Text("已确认", "confirmed"),
    "review-rejected": Text("已否决", "rejected"),
    "review-reopen": Text("重新审核", "Review again"),
    "licence": Text("清单文字与数据：", "List and data: "),
}
"""By key; ``{0}`` and ``{1}`` are filled in by the page."""
