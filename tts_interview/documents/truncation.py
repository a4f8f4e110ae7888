"""Refuse pages that hold only the beginning of their article, as paywalls leave them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tts_interview.errors import PageKind, SourceError
from tts_interview.model import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from lxml.html import HtmlElement

    from tts_interview.documents.markup import Placed
    from tts_interview.documents.metadata import Metadata

_REMEDY = "save the whole page from a browser in which you are logged in, or give the text through standard input with -"
# In scripts without spaces, publishers count each character as a word.
_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|[^\W\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+")
_LEAST_SHARE_OF_WORDS = 0.6
_LEAST_WORDS_OF_A_PART = 40
_SHORT_WORDS = 300
_LONGEST_CALL_CHARS = 150
_TIERS = ("locked", "metered")
_PART_OF_SELECTOR = re.compile(r"([.#])(-?[_a-zA-Z][\w-]*)")

# Words for reading on, and for paying or logging in: a line with both is a call to subscribe.
_GO_ON = re.compile(
    r"""
    (?:continue|keep|finish)\s+reading
    | read\s+(?:on\b|the\s+rest\b|(?:the|this)\s+(?:(?:full|whole|entire|complete)\s+)?
      (?:interview|article|story|text|conversation|piece))
    | weiter\s*(?:zu\s*)?lesen | (?:ganzen|vollständigen|kompletten)\s+(?:artikel|text|beitrag|interview)
    | lire\s+la\s+suite | (?:poursuivre|continuer)\s+(?:la|votre)\s+lecture | lire\s+l['’](?:article|intégralité|entretien)
    | (?:seguir|continuar|sigue|siga)\s+leyendo | leer\s+(?:el\s+(?:resto|artículo)|la\s+entrevista|más)
    | continua(?:re)?\s+a\s+leggere | leggere?\s+(?:il\s+resto|tutt|l['’](?:articolo|intervista))
    | continu(?:e|ar)\s+(?:a\s+ler|lendo|a\s+leitura) | ler\s+(?:o\s+(?:resto|artigo)|a\s+entrevista)
    | (?:читать|прочитать)\s+(?:дальше|далее|полностью|статью|интервью) | продолж\w+\s+(?:чтение|читать)
    | (?:继续|繼續)阅?閱?读?讀? | (?:阅读|閱讀)全文 | 続きを(?:読|お読)
    | 全文を | 계속\s*읽 | 전문\s*(?:보기|을|읽)
    """,
    re.I | re.X,
)
_PAY = re.compile(
    r"""
    \bsubscri(?:be|bers?|ptions?)\b | \b(?:log|sign)\s*-?\s*in\b | \bsign\s+up\b | \bregister\b | \bbecome\s+a\s+member
    | \babonn | \banmeld | \bregistrier | \bs['’]abonner | \bse\s+connecter | \bconnectez | \binscri
    | \bsuscr[ií] | \binici[ae]\w*\s+sesión | \bregístr | \bregistr[ae] | \babbonat | \baccedi\b | \bassin[ae] | \bfaça\s+login
    | подпи[сш] | войдите | войти | зарегистр | 订阅 | 訂閱 | 登录 | 登入 | 会员 | 會員 | 登録 | ログイン | 購読 | 有料
    | 구독 | 로그인 | 회원
    """,
    re.I | re.X,
)
# Calls to read on that are the whole last line, without a link, as in articles that feeds and old systems cut.
_CALL_ALONE = re.compile(
    r"""
    [\W_]*(?:
    (?:continue|keep)\s+reading(?:\s+(?:the|this)\s+(?:\w+\s+)?(?:interview|article|story|conversation))?
    | (?:to\s+)?read\s+(?:the\s+)?(?:rest|full|whole|entire)\s+(?:of\s+(?:the|this)\s+)?(?:interview|article|story|conversation)
    | (?:hier\s+)?weiterlesen | lire\s+la\s+suite(?:\s+de\s+l['’]\w+)? | (?:seguir|continuar|sigue)\s+leyendo
    | continua(?:re)?\s+a\s+leggere | continu(?:e|ar)\s+(?:a\s+ler|lendo) | читать\s+(?:дальше|далее|полностью)
    | 继续阅读 | 繼續閱讀 | (?:阅读|閱讀)全文 | 続きを読む | 계속\s*읽기
    )[\W_]*
    """,
    re.I | re.X,
)


def refuse_cut_page(root: HtmlElement, placed: Sequence[Placed], metadata: Metadata) -> None:
    """Raise SourceError, with the reason, if the page itself shows that its article is cut."""
    found = _count(p.block.text for p in placed if not p.block.furniture and p.block.kind is not Kind.IMAGE)
    reason = _by_numbers(root, metadata, found)
    if not metadata.words and not metadata.closed_parts:  # numbers are better evidence than words
        reason = reason or _by_last_words(placed)
    if reason:
        raise SourceError(f"the page has only a part of its article ({reason}): {_REMEDY}", PageKind.CUT)


def _by_numbers(root: HtmlElement, metadata: Metadata, found: int) -> str:
    """Return why the metadata show a cut, unless the text shows that a subscriber saved the page."""
    if metadata.words and found < _LEAST_SHARE_OF_WORDS * metadata.words:
        return f"its metadata declare {metadata.words:,} words, but it has {found:,}"
    if metadata.closed_parts:
        selectors = ", ".join(metadata.closed_parts)[:80]
        is_there = _words_of_parts(root, metadata.closed_parts) >= _LEAST_WORDS_OF_A_PART
        return "" if is_there else f"its metadata say that {selectors} is for subscribers, but that part is missing"
    if metadata.words or found >= _SHORT_WORDS:
        return ""
    if metadata.closed:
        return f"its metadata say that it is not free to read, and it has only {found:,} words"
    if metadata.tier in _TIERS:
        return f"its metadata call it {metadata.tier}, and it has only {found:,} words"
    return ""


def _words_of_parts(root: HtmlElement, selectors: Iterable[str]) -> int:
    """Count the words of the longest element that has a class or id of one of the selectors."""
    names = {name for selector in selectors for name in _PART_OF_SELECTOR.findall(selector)}
    elements = [e for e in root.iter() if isinstance(e.tag, str) and names & _names_of(e)] if names else [root]
    return max((_count([element.text_content()]) for element in elements[:50]), default=0)


def _names_of(element: HtmlElement) -> set[tuple[str, str]]:
    return {(".", name) for name in (element.get("class") or "").split()} | {("#", element.get("id") or "")}


def _by_last_words(placed: Sequence[Placed]) -> str:
    """Return the call to subscribe or read on that ends the article, as a reason."""
    texts = [index for index, p in enumerate(placed) if not p.block.furniture and p.block.kind is not Kind.IMAGE]
    if not texts:
        return ""
    last = placed[texts[-1]]
    behind = [p for p in placed[texts[-1] + 1 :][:3] if p.element.tag not in ("button", "li")]
    calls = [last, *(p for p in behind if p.in_article == last.in_article)]
    for call in calls:
        if _is_call_to_pay(call.block.text) or (call is last and not call.links and _CALL_ALONE.fullmatch(call.block.text)):
            return f'it ends with "{" ".join(call.block.text.split())[:80]}" on line {call.block.line}'
    return ""


def _is_call_to_pay(text: str) -> bool:
    return len(text) <= _LONGEST_CALL_CHARS and bool(_GO_ON.search(text) and _PAY.search(text))


def _count(texts: Iterable[str]) -> int:
    return sum(len(_WORD.findall(text)) for text in texts)
