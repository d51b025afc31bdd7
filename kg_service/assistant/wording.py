"""The tools as an assistant is told of them: names, words in Chinese and English, parameters.

Not here: what they do (``tools``).
"""

from __future__ import annotations

from kg_service.assistant.parameters import Parameter, Tool
from kg_service.model import LANGS, Text

TITLE = Text("流动儿童关爱服务清单知识图谱", "Care checklist knowledge graph")

INSTRUCTIONS = Text(
    "本服务是流动儿童在居住地享有关爱服务清单的知识图谱。先用 search 找到服务、措施、对象或部门，再用 "
    "describe 查看详情；统计类问题先看 list_queries，再用 run_query；仍不能回答时才写 sparql。回答时请引用 "
    "sources 中的版本、行、栏和引文，写明 IRI。中文“原文”照录；措施、条件、分类和英文是本项目的判读或译文，"
    "审核状态（reviewStatus）为“待审”的请说明尚未核实。清单没有写的，请直说没有写，不要推断。",
    "This is the knowledge graph of the lists of care services for migrant children. Find services, "
    "measures, groups and bodies by search, then look at them with describe; for figures see list_queries "
    "and use run_query; write sparql only where those do not answer. Cite the edition, row, column and "
    "quotation given in sources, with the IRI. Chinese texts are as printed; measures, conditions, kinds and "
    "all English are this project’s reading or translation: where the review status is proposed, say that "
    "it is not reviewed yet. Where the list is silent, say so, and infer nothing.",
)

NOTHING_FOUND = Text(
    "没有找到。请换更短的词（如“学费”换成“费”），一次一个词，或用 list_queries 找现成的查询；"
    "多次找不到，就说清单没有写。",
    "Nothing was found. Try a shorter word, one at a time, or a named query (list_queries); where nothing is "
    "found again, say that the list does not tell.",
)
CHOICES = Text("可选值：{}。", "Choices: {}.")
MOST_CHOICES = 40
"""Choices that an error names; of more, only the nearest."""

KINDS = ("service", "measure", "condition", "group", "body", "goal")
"""What is searched."""

LANG = Parameter(
    "lang",
    "string",
    Text("说明和错误所用的语言；默认依服务的设置", "Language of words and errors; by default the server's"),
    choices=LANGS,
)
_LIMIT = Text("最多返回多少条", "Most that are returned")
_NAME = Text(
    "文件名；后缀决定如何读取（.docx .doc .xlsx .csv .tsv .txt .pdf .html .ttl .nt .rdf .jsonld …）",
    "File name; its ending says how to read it (.docx .doc .xlsx .csv .tsv .txt .pdf .html .ttl .nt …)",
)
_TEXT = Text(
    "文件内容，用于文本格式（csv、txt、html、RDF）；与 base64 二者取一",
    "The content, of a text format (csv, txt, html, RDF); this or base64",
)
_BASE64 = Text(
    "文件内容的 Base64，用于 Word、Excel、PDF；与 text 二者取一",
    "The content in Base64, of Word, Excel, PDF; this or text",
)
DRAFT = (
    Parameter("name", "string", _NAME, required=True),
    Parameter("text", "string", _TEXT),
    Parameter("base64", "string", _BASE64),
)

TOOLS = (
    Tool(
        "search",
        Text("查找", "Search"),
        Text(
            "在现行各版清单的服务、措施、条件、服务对象、部门和目标中查找文字，写词，不写整句；任意长度的词都逐字比较；"
            "空格分开的几个词须同时出现；认得官方简称（低保、公租房）。每条结果附原表的版本、行、栏和原文。",
            "Find words in the services, measures, conditions, groups, bodies and goals of the current "
            "lists; give words, not a sentence. They are compared character by character; several, parted by "
            "spaces, must all be there; official short names are known (低保, 公租房). Each hit has the "
            "edition, row, column and words of the list that it rests on.",
        ),
        (
            Parameter("query", "string", Text("要找的词", "Words to find"), required=True, most=200),
            Parameter("kind", "string", Text("只找一类；默认全部", "Only of one kind"), choices=KINDS),
            Parameter("limit", "integer", _LIMIT, default=20, least=1, most=100),
            LANG,
        ),
        ("query", "total", "hits", "sources"),
    ),
    Tool(
        "describe",
        Text("查看", "Describe"),
        Text(
            "说明一个事物：用 IRI、前缀名（care:ServiceMeasure）、id/… 路径，或服务的序号（3，"
            "heilongjiang/2024/3）。服务给出原文各格、措施（类型、对象、约束强度、条件）和引文；其他事物给出全部陈述和引用它的事物。",
            "Describe one thing, by IRI, prefixed name (care:ServiceMeasure), path id/…, or the number of a "
            "service (3, heilongjiang/2024/3). A service comes with its cells as printed, its measures "
            "(kind, recipient, commitment, conditions) and quotations; anything else with its statements and "
            "what points at it.",
        ),
        (
            Parameter(
                "thing",
                "string",
                Text("IRI、前缀名、路径或服务序号", "IRI, prefixed name, path, or number of a service"),
                required=True,
                most=2_000,
            ),
            Parameter(
                "edition",
                "string",
                Text("序号所属的版本，如 heilongjiang/2024", "Edition of the number: heilongjiang/2024"),
                most=200,
            ),
            LANG,
        ),
        ("iri", "label", "kinds", "sources"),
    ),
    Tool(
        "list_queries",
        Text("现成的查询", "List named queries"),
        Text(
            "列出现成的查询：名称、回答的问题、参数及类型、返回的列。给出 name 则列出该查询的全部可选值。",
            "List the named queries: name, question, parameters with their types, columns. With a name: all "
            "there is to know of that query, the choices of its parameters included.",
        ),
        (Parameter("name", "string", Text("查询名", "Name of a query"), most=200), LANG),
        ("queries",),
    ),
    Tool(
        "run_query",
        Text("运行现成的查询", "Run a named query"),
        Text(
            "运行一个现成的查询。parameters 为参数名到值：可写名称（省教育厅）、IRI 或其末段、整数、真假值。",
            "Run a named query. Parameters by name: a label (省教育厅), an IRI or the end of one, an "
            "integer, a boolean.",
        ),
        (
            Parameter("name", "string", Text("查询名", "Name of the query"), required=True, most=200),
            Parameter("parameters", "object", Text("参数名到值", "Values by name of parameter")),
            Parameter("limit", "integer", _LIMIT, default=100, least=1, most=500),
            LANG,
        ),
        ("name", "question", "columns", "rows", "truncated", "sources"),
    ),
    Tool(
        "sparql",
        Text("SPARQL 查询", "SPARQL"),
        Text(
            "运行 SPARQL 1.1 查询（SELECT、ASK、CONSTRUCT、DESCRIBE；只读，有时间、内存和长度的上限）。"
            "默认图是各系列的现行版和全部参考数据；每版另有命名图。前缀须写明。",
            "Run a SPARQL 1.1 query (SELECT, ASK, CONSTRUCT, DESCRIBE; read-only, with limits of time, "
            "memory and length). The default graph is the current edition of each series with all reference "
            "data; each edition has a named graph. Declare the prefixes.",
        ),
        (
            Parameter("query", "string", Text("查询文本", "Text of the query"), required=True, most=100_000),
            Parameter("limit", "integer", _LIMIT, default=100, least=1, most=500),
            LANG,
        ),
        ("kind", "truncated", "sources"),
    ),
    Tool(
        "validate",
        Text("校验草稿", "Validate a draft"),
        Text(
            "校验清单草稿（Word、Excel、CSV、文本、PDF、网页，逐格）或 RDF 文件。返回每个问题的"
            "位置、内容和改法。草稿默认对照同系列的现行版；文件不保留。",
            "Check a draft of the list (Word, Excel, CSV, text, PDF, HTML: cell by cell) or an RDF file. "
            "Each finding says where it is, what is wrong and what to do. Drafts are held against the "
            "current edition of their series; the file is not kept.",
        ),
        (
            *DRAFT,
            Parameter(
                "against",
                "string",
                Text(
                    "对照的版本，如 heilongjiang/2024；none 为不对照；只用于清单草稿",
                    "Edition to hold it against: heilongjiang/2024, or none; for drafts of the list only",
                ),
                most=200,
            ),
            Parameter("limit", "integer", _LIMIT, default=100, least=1, most=500),
            LANG,
        ),
        ("conforms", "counts", "findings", "truncated", "sources"),
    ),
    Tool(
        "compare",
        Text("比较两版", "Compare two editions"),
        Text(
            "比较两版清单：新增、取消、改名、改写、对象和部门的增减、措施和条件的变化。旧版为图谱中的版本；新版为图谱"
            "中的版本（new），或一个文件（name 加 text 或 base64）。",
            "Say what changed between two editions: services added, withdrawn, renamed and reworded, groups, "
            "bodies, measures and conditions. The old one is an edition of the graph; the new one is an "
            "edition of the graph (new) or a file (name with text or base64).",
        ),
        (
            Parameter(
                "old", "string", Text("旧版", "The old edition: heilongjiang/2024"), required=True, most=200
            ),
            Parameter("new", "string", Text("新版", "The new edition"), most=200),
            Parameter("name", "string", _NAME, most=500),
            Parameter("text", "string", _TEXT),
            Parameter("base64", "string", _BASE64),
            Parameter("limit", "integer", _LIMIT, default=200, least=1, most=500),
            LANG,
        ),
        ("old", "new", "summary", "changes", "truncated", "sources"),
    ),
)
"""All tools, in the order in which they are listed."""
