"""The ``jiangfang`` command: parses the call, runs one command, prints one report."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from typing import Any, NoReturn

from jiangfang import __version__
from jiangfang.cli import checks, files, forms, journal, keeping, serve, summaries, users
from jiangfang.cli.report import DONE, PROBLEMS, Report, WrongCall, emit, emit_wrong_call
from jiangfang.core.problems import Refused
from jiangfang.documents.files import reason

Command = Callable[[argparse.Namespace], Report]
_NOW = "serve、programme check、form、summary write、check、backup、restore、files check、journal verify、user link"
_LATER = f"这一部分还没有做好，随后面的版本带来；现在可以用：{_NOW}"


class _Parser(argparse.ArgumentParser):
    """Says what is wrong with a call in a sentence, and leaves printing to ``main``; no shortened options."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"allow_abbrev": False, **kwargs})

    def error(self, message: str) -> NoReturn:
        """Raises WrongCall instead of ending the program."""
        raise WrongCall(f"命令写得不对：{_in_words(message)}。用 jiangfang --help 看用法")


def _in_words(message: str) -> str:
    for english, chinese in (
        ("the following arguments are required:", "还要写"),
        ("unrecognized arguments:", "不认识"),
        ("invalid choice:", "没有这个命令"),
        ("expected one argument", "后面要跟一个值"),
        ("argument ", "参数 "),
    ):
        message = message.replace(english, chinese)
    return message.partition(" (choose from")[0]


def _later(call: argparse.Namespace) -> Report:
    raise WrongCall(f"{call.name}：{_LATER}")


def _parser() -> _Parser:
    parser = _Parser("jiangfang", description="匠坊：劳模和工匠人才创新工作室的申报、推荐与管理", add_help=False)
    parser.add_argument("--version", action="store_true", help="版本")
    _common(parser)
    commands = parser.add_subparsers(dest="command", metavar="命令", parser_class=_Parser)
    _form_commands(commands)
    _check_commands(commands)
    _stored_commands(commands)
    return parser


class _HelpWanted(Exception):  # noqa: N818 - nothing is wrong
    """Somebody asked how a command is used."""


class _Help(argparse.Action):
    """``--help`` wherever it stands, whatever else is missing."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object, **__: object) -> NoReturn:
        """Raises _HelpWanted with the parser's own help."""
        raise _HelpWanted(_help_text(parser))


def _help_text(parser: argparse.ArgumentParser) -> str:
    text = parser.format_help().strip()
    for english, chinese in (("usage:", "用法："), ("positional arguments:", "参数："), ("options:", "选项：")):
        text = text.replace(english, chinese)
    return text


def _common(parser: argparse.ArgumentParser) -> None:
    """Options that every command takes, before or behind its name; a command's own default must not hide them."""
    parser.add_argument("-h", "--help", action=_Help, nargs=0, default=argparse.SUPPRESS, help="用法")
    parser.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help="标准输出只印一份 JSON")
    parser.add_argument(
        "--data", default=argparse.SUPPRESS, metavar="DIR", help="数据文件夹（默认 JIANGFANG_DATA，再就是 ./data）"
    )


def _add(group: argparse._SubParsersAction[_Parser], name: str, run: Command, says: str) -> _Parser:
    made = group.add_parser(name, help=says, description=says, add_help=False)
    _common(made)
    made.set_defaults(run=run, name=made.prog.removeprefix("jiangfang "))
    return made


def _group(commands: argparse._SubParsersAction[_Parser], name: str, says: str) -> argparse._SubParsersAction[_Parser]:
    made = commands.add_parser(name, help=says, description=says, add_help=False)
    _common(made)
    return made.add_subparsers(dest="deed", metavar="做什么", parser_class=_Parser)


def _form_commands(commands: argparse._SubParsersAction[_Parser]) -> None:
    group = _group(commands, "form", "官方表：空表、填表、读表")
    blank = _add(group, "blank", forms.blank, "取官方空表")
    blank.add_argument("programme", metavar="PROGRAMME")
    blank.add_argument("form", metavar="FORM")
    blank.add_argument("-o", "--out", required=True, metavar="OUT")
    fill = _add(group, "fill", forms.fill_form, "把答案填进官方表")
    fill.add_argument("programme", metavar="PROGRAMME")
    fill.add_argument("form", metavar="FORM")
    fill.add_argument("answers", metavar="ANSWERS.json")
    fill.add_argument("-o", "--out", required=True, metavar="OUT")
    read = _add(group, "read", forms.read_forms, "从填好的表读出答案")
    read.add_argument("files", nargs="+", metavar="FILE")
    read.add_argument("--programme", metavar="P")
    group = _group(commands, "summary", "汇总表")
    write = _add(group, "write", summaries.write, "写汇总表")
    write.add_argument("programme", metavar="PROGRAMME")
    write.add_argument("answers", nargs="+", metavar="ANSWERS.json")
    write.add_argument("-o", "--out", required=True, metavar="OUT.xlsx")
    _add(group, "read", _later, "读汇总表（随后面的版本带来）").add_argument("rest", nargs="*")


def _check_commands(commands: argparse._SubParsersAction[_Parser]) -> None:
    check = _add(commands, "check", checks.check, "核对条件、是否齐全、前后是否一致")
    check.add_argument("programme", metavar="PROGRAMME")
    check.add_argument("answers", metavar="ANSWERS.json")
    check.add_argument("--today", metavar="YYYY-MM-DD", help="按哪一天判断是否过期（默认截止日当天）")
    group = _group(commands, "programme", "方案文件夹")
    _add(group, "check", checks.programme, "检查一个方案文件夹").add_argument("folder", metavar="DIR")


def _stored_commands(commands: argparse._SubParsersAction[_Parser]) -> None:
    made = _add(commands, "serve", serve.serve, "打开网页：一个进程，数据在数据文件夹里")
    made.add_argument("--host", default="127.0.0.1", metavar="H", help="在哪个地址上（默认只有这台电脑：127.0.0.1）")
    made.add_argument("--port", default="8000", metavar="P", help="端口（默认 8000；0 是任意一个空着的）")
    made.add_argument("--cert", metavar="FILE", help="HTTPS 的证书（PEM，中间证书接在后面）；要和 --key 一起写")
    made.add_argument("--key", metavar="FILE", help="这张证书的私钥（PEM，不设密码）")
    made = _add(commands, "backup", keeping.backup, "数据库和文件存成一个文件，网页开着也行")
    made.add_argument("out", metavar="OUT.zip")
    made = _add(commands, "restore", keeping.restore, "从备份还原到一个空的数据文件夹")
    made.add_argument("file", metavar="IN.zip")
    made.add_argument("--without-files", action="store_true", help="每夜的备份旁边没有 files 文件夹时，只还原其余的")
    group = _group(commands, "files", "上传的文件")
    made = _add(group, "check", files.check, "上传的内容是不是都在、都没有坏，有没有多余的")
    made.add_argument("--mend", action="store_true", help="清除多余的，把坏了的从每夜的备份放回")
    group = _group(commands, "journal", "日志")
    _add(group, "verify", journal.verify, "重新计算日志的链，看有没有被改动")
    group = _group(commands, "user", "人员")
    _add(group, "link", users.link, "给一个人一次性登录链接").add_argument("user", metavar="NAME")


def _call(argv: Sequence[str]) -> argparse.Namespace:
    """The parsed call; a command of a later landing may come with options that nobody knows yet."""
    start = argparse.Namespace(data=os.environ.get("JIANGFANG_DATA") or "data")
    call, unknown = _parser().parse_known_args(argv, start)
    if unknown and getattr(call, "run", None) is not _later:
        raise WrongCall(f"命令写得不对：不认识 {' '.join(unknown)}。用 jiangfang --help 看用法")
    return call


def _run(call: argparse.Namespace) -> Report:
    if call.version:
        return Report(lines=[f"jiangfang {__version__}"], document={"problems": [], "version": __version__})
    run: Command | None = getattr(call, "run", None)
    if run is None:
        raise WrongCall("还要写做什么。用 jiangfang --help 看用法")
    try:
        return run(call)
    except Refused as refused:
        return Report(list(refused.problems))


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command; returns 0 done, 1 a problem is an error, 2 the call is wrong."""
    words = list(sys.argv[1:] if argv is None else argv)
    try:
        return _answer(words, as_json="--json" in words)
    except BrokenPipeError:
        _let_go_of_output()
        return PROBLEMS
    except OSError as fault:
        _let_go_of_output()
        print(f"jiangfang：输出写不出去：{reason(fault)}", file=sys.stderr)
        return PROBLEMS


def _go_on(report: Report, then: Callable[[], int], *, as_json: bool) -> int:
    """What goes on until somebody stops it; what was said before is to be read meanwhile, also through a pipe."""
    try:
        status = emit(report, as_json=as_json)
        sys.stdout.flush()
        return then() if status == DONE else status
    except KeyboardInterrupt:
        return DONE


def _let_go_of_output() -> None:
    """Whoever read us has gone, or the disk is full; without this Python complains once more while it ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _answer(words: list[str], *, as_json: bool) -> int:
    try:
        report = _run(_call(words))
        return _go_on(report, report.then, as_json=as_json) if report.then else emit(report, as_json=as_json)
    except _HelpWanted as wanted:
        return emit(Report(lines=[str(wanted)]), as_json=as_json)
    except WrongCall as wrong:
        return emit_wrong_call(str(wrong), as_json=as_json)
