#!/usr/bin/env python3
"""Writes the manual page from the parser's own description.

usage: tenantctl --experimental-dump-help | Tools/man-page.py > tenantctl.1
"""
import json
import sys

GLOBAL = ["database", "env", "config", "profile", "persona", "zone", "color", "theme", "linear", "immutable"]


def text(words):
    """Plain text as roff: backslashes, hyphens, and no line that reads as a request."""
    escaped = (words or "").replace("\\", "\\e").replace("-", "\\-")
    return "\n".join("\\&" + line if line[:1] in (".", "'") else line for line in escaped.split("\n"))


def name(argument):
    return (argument.get("preferredName") or {}).get("name") or argument.get("valueName", "")


def spelling(argument):
    spelled = []
    for entry in argument.get("names", []):
        dashes = "--" if entry["kind"] == "long" else "-"
        spelled.append("\\fB" + text(dashes + entry["name"]) + "\\fR")
    value = "" if argument["kind"] == "flag" else " \\fI" + text(argument.get("valueName")) + "\\fR"
    return ", ".join(spelled) + value


def options(arguments):
    for argument in arguments:
        print(".TP\n" + spelling(argument))
        print(text(argument.get("abstract")) or "\\&")


def shown(command):
    return command.get("shouldDisplay", True) and command["commandName"] != "help"


def arguments(command, kinds):
    for argument in command.get("arguments", []):
        if argument["kind"] in kinds and argument.get("shouldDisplay", True):
            yield argument


def commands(parents, command):
    path = parents + [command["commandName"]]
    children = [child for child in command.get("subcommands", []) if shown(child)]
    if not children:
        words = " ".join(path)
        for argument in arguments(command, ["positional"]):
            word = argument["valueName"] + ("..." if argument.get("isRepeating") else "")
            words += f" [{word}]" if argument.get("isOptional") else f" {word}"
        print(".SS " + text(words))
        print(text(command.get("abstract")))
        if command.get("aliases"):
            print(".br\nAlso: " + text(", ".join(command["aliases"])) + ".")
        if command.get("discussion"):
            print(".PP\n" + text(command["discussion"]))
        own = [a for a in arguments(command, ["option", "flag"]) if name(a) not in GLOBAL + ["help", "version"]]
        options(own)
    for child in children:
        commands(path, child)


root = json.load(sys.stdin)["command"]
everywhere = {}
for command in root["subcommands"]:
    for argument in arguments(command, ["option", "flag"]):
        if name(argument) in GLOBAL:
            everywhere.setdefault(name(argument), argument)
print('.TH TENANTCTL 1 "" "tenantctl" "User Commands"')
print(".SH NAME\ntenantctl \\- " + text(root["abstract"]))
print(".SH SYNOPSIS\n\\fBtenantctl\\fR [\\fIcommand\\fR] [\\fIoptions\\fR]")
print(".SH DESCRIPTION\n" + text(root.get("discussion")))
print(".SH OPTIONS OF EVERY COMMAND")
options(everywhere[key] for key in GLOBAL if key in everywhere)
print(".SH COMMANDS")
for command in root["subcommands"]:
    if shown(command):
        commands([], command)
