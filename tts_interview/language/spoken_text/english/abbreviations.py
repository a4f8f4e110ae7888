"""Titles before names, and other abbreviations."""

from __future__ import annotations

import re

from tts_interview.language.spoken_text.patterns import after, any_of, before, final_stop
from tts_interview.language.spoken_text.rules import Rule, Spoken

# Before a name.
_TITLES = {
    "Dr": "Doctor",
    "Drs": "Doctors",
    "Mr": "Mister",
    "Messrs": "Messieurs",
    "Prof": "Professor",
    "Profs": "Professors",
    "Sen": "Senator",
    "Sens": "Senators",
    "Rep": "Representative",
    "Reps": "Representatives",
    "Gen": "General",
    "Gov": "Governor",
    "Govs": "Governors",
    "Lt": "Lieutenant",
    "Col": "Colonel",
    "Sgt": "Sergeant",
    "Capt": "Captain",
    "Cpt": "Captain",
    "Cmdr": "Commander",
    "Cdr": "Commander",
    "Adm": "Admiral",
    "Maj": "Major",
    "Cpl": "Corporal",
    "Pvt": "Private",
    "Brig": "Brigadier",
    "Hon": "Honorable",
    "Rev": "Reverend",
    "Msgr": "Monsignor",
    "Fr": "Father",
    "Pres": "President",
    "Amb": "Ambassador",
    "Supt": "Superintendent",
    "Insp": "Inspector",
    "Det": "Detective",
    "Atty": "Attorney",
    "Mt": "Mount",
    "Ft": "Fort",
    "Mme": "Madame",
    "Mlle": "Mademoiselle",
    "Asst": "Assistant",
    "Assoc": "Associate",
    "Dep": "Deputy",
    "Sec": "Secretary",
    "Pt": "Point",
}
# Without a full stop, or with one at the end of a sentence, these are words.
_NEED_STOP = frozenset("Sen Sens Rep Reps Gen Col Hon Fr Pres Amb Det Dep Sec Brig Mt Ft Maj Adm Pt Prof".split())
# Anywhere in a sentence.
_SHORT = {
    "vs.": "versus",
    "vs": "versus",
    "v.": "versus",
    "e.g.": "for example",
    "e.g": "for example",
    "i.e.": "that is",
    "i.e": "that is",
    "etc.": "et cetera",
    "etc": "et cetera",
    "&c.": "et cetera",
    "et al.": "and others",
    "cf.": "compare",
    "viz.": "namely",
    "ca.": "circa",
    "approx.": "approximately",
    "est.": "established",
    "dept.": "department",
    "Dept.": "Department",
    "govt.": "government",
    "Govt.": "Government",
    "Inc.": "Incorporated",
    "Corp.": "Corporation",
    "Ltd.": "Limited",
    "Ltd": "Limited",
    "Bros.": "Brothers",
    "Assn.": "Association",
    "Univ.": "University",
    "Intl.": "International",
    "incl.": "including",
    "esp.": "especially",
    "min.": "minimum",
    "max.": "maximum",
    "misc.": "miscellaneous",
    "ed.": "editor",
    "eds.": "editors",
    "ret.": "retired",
    "Ret.": "Retired",
    "a.k.a.": "also known as",
    "aka": "also known as",
    "w/o": "without",
    "w/": "with",
    "b/c": "because",
    "c/o": "care of",
    "Ave.": "Avenue",
    "Blvd.": "Boulevard",
    "Rd.": "Road",
    "Hwy.": "Highway",
    "Pkwy.": "Parkway",
    "Sq.": "Square",
    "Ln.": "Lane",
    "Jr.": "Junior",
    "Jr": "Junior",
    "Sr.": "Senior",
    "Esq.": "Esquire",
    "Co.": "Company",
    "p.s.": "P S",
    "P.S.": "P S",
}
# At the end of a sentence these are words.
_NEED_MORE = frozenset({"min.", "max.", "est.", "ed.", "ret."})
# Before a number.
_NUMBERED = {
    "No.": "Number",
    "no.": "number",
    "Nos.": "Numbers",
    "nos.": "numbers",
    "№": "number",
    "Vol.": "Volume",
    "vol.": "volume",
    "Ch.": "Chapter",
    "ch.": "chapter",
    "Fig.": "Figure",
    "fig.": "figure",
    "Figs.": "Figures",
    "Art.": "Article",
    "art.": "article",
    "Sec.": "Section",
    "sec.": "section",
    "pp.": "pages",
    "p.": "page",
    "Pg.": "Page",
    "pg.": "page",
    "par.": "paragraph",
    "para.": "paragraph",
    "Op.": "Opus",
    "op.": "opus",
    "Pt.": "Part",
    "pt.": "part",
    "Ex.": "Example",
    "Apt.": "Apartment",
    "Rm.": "Room",
    "Flt.": "Flight",
    "§": "section",
    "§§": "sections",
    "c.": "circa",
    "b.": "born",
    "d.": "died",
    "ca.": "circa",
    "#": "number",
}


def _title(found: re.Match[str]) -> str | None:
    short = found["title"]
    return None if short in _NEED_STOP and not found["stop"] else _TITLES[short]


def _street_or_saint(found: re.Match[str]) -> str:
    is_followed = re.match(r"\s(?:[A-Z][a-z]|[A-Z]\.)", after(found))
    is_after_name = re.search(r"(?:\d(?:st|nd|rd|th)|\b[A-Z][a-z]+)\s$", before(found))
    is_after_number = re.search(r"\d\s(?:\w+\s){1,2}$", before(found))
    if is_followed and not (is_after_name and is_after_number):
        return "Saint"
    return "Street" + final_stop(found)


def _short(found: re.Match[str]) -> str | None:
    written = found[0]
    if written == "v." and not re.search(r"[A-Z][\w.]*\s$", before(found)):
        return None
    if written in _NEED_MORE and not after(found).strip("\"'”’)] "):
        return None
    glue = " " if written.endswith("/") and after(found)[:1].isalnum() else ""
    return _SHORT[written] + final_stop(found) + glue


RULES = (
    Rule("abbreviation No", re.compile(r"(?<=[a-z]\s)No(?=\s\d)"), lambda _: "number"),
    Rule("attorney general", re.compile(r"\bAtty\.\sGen\."), lambda _: "Attorney General"),
    Rule(
        "doctor's street",
        re.compile(r"(?<=[a-z] )(?<=[A-Z][a-z]{2} |[a-z]{3} )Dr\.?(?=\s*(?:$|[,;]))"),
        lambda f: "Drive" + final_stop(f),
    ),
    Rule(
        "title",
        re.compile(
            rf"(?<![\w.-])(?P<title>{any_of(_TITLES)})(?P<stop>\.?)(?!\s[A-Z](?![\w.]))(?=\s(?:[A-Z(“\"]|d[eu]\s|v[ao]n\s))"
        ),
        _title,
    ),
    Rule("title Mrs", re.compile(r"(?<![\w.])(?:Mrs)\.?(?=\s[A-Z])"), lambda _: "Missus"),
    Rule("title Ms", re.compile(r"(?<![\w.])(?:Ms)\.?(?=\s[A-Z])"), lambda _: Spoken("Ms", "mɪz", "Miz")),
    Rule("title Mx", re.compile(r"(?<![\w.])(?:Mx)\.?(?=\s[A-Z])"), lambda _: Spoken("Mx", "mɪks", "Mix")),
    Rule("saint or street", re.compile(r"(?<![\w.])St\.(?!\w)|(?<![\w.])St(?=\s[A-Z][a-z])"), _street_or_saint),
    Rule(
        "abbreviation before a number",
        re.compile(rf"(?<![\w.&])(?:{any_of(_NUMBERED)})\s?(?=\d)"),
        lambda f: f"{_NUMBERED[f[0].strip()]} ",
    ),
    Rule("abbreviation", re.compile(rf"(?<![\w./@])(?:{any_of(_SHORT)})(?![\w@])(?!\.\w)"), _short),
)
