"""Words that pages put around any article, in the languages of the vocabulary: none of them is said in an interview."""

from __future__ import annotations


def _lines(text: str) -> frozenset[str]:
    return frozenset(" ".join(line.split()) for line in text.split(";"))


# Whole blocks, in lower case and without punctuation at their ends.
PHRASES = _lines(
    """
    hide caption; toggle caption; enlarge this image; expand image; image; photo; video; audio; interview highlights;
    highlights; interview; interviews; the interview; transcript; full transcript; q&a; q & a; the conversation; full interview;
    read the full interview; edited excerpts; excerpts; highlights follow; share; share this; share this article; share this
    story; share on facebook; share on twitter; tweet; facebook; twitter; x; linkedin; whatsapp; email; print; copy link;
    flipboard; reddit; save; listen; listen now; play; download; embed; subscribe; subscribe now; sign up; sign in; log
    in; register; newsletter; menu; search; home; close; open menu; skip to content; skip to main content; skip to
    navigation; read more; more; see more; show more; load more; loading; continue; source link; related; related articles;
    related stories; related posts; related topics; read next; leave a reply; leave a comment; post a comment; comments; no
    comments; add a comment; cancel reply; please enter your comment; please enter your name here; stay connected; latest
    articles; latest news; most popular; most read; trending; recommended; recommended for you; you may also like; more
    stories; about the author; more from this author; view bio; view profile; view all posts; follow us; follow; tags; topics;
    filed under; previous; next; previous article; next article; back to top; privacy policy; terms of use; contact us;
    cookie policy; accept; accept all; all rights reserved; report this ad; top stories; editors picks;
    teilen; artikel teilen; drucken; merken; kommentare; kommentar schreiben; kommentar verfassen; mehr zum thema; mehr lesen;
    weiterlesen; weitere artikel; das könnte sie auch interessieren; auch interessant; meistgelesen; abonnieren; anmelden;
    startseite; suche; menü; nach oben; impressum; datenschutz; zur startseite; anhören; artikel anhören; vorlesen;
    partager; partager l'article; imprimer; commentaires; laisser un commentaire; lire la suite; lire plus; voir plus;
    sur le même sujet; articles similaires; les plus lus; s'abonner; abonnez-vous; se connecter; accueil; recherche;
    écouter l'article; mentions légales; haut de page; articles liés; à lire aussi; lire aussi;
    compartir; imprimir; comentarios; deja un comentario; leer más; ver más; seguir leyendo; noticias relacionadas;
    artículos relacionados; te puede interesar; lo más leído; suscríbete; iniciar sesión; inicio; buscar; escuchar;
    no hay comentarios; publicar un comentario; política de privacidad; lea también; lee también;
    condividi; stampa; commenti; lascia un commento; leggi tutto; leggi anche; articoli correlati; i più letti; abbonati;
    compartilhar; compartilhe; imprimir; comentários; deixe um comentário; leia mais; leia também; saiba mais; mais lidas;
    поделиться; распечатать; комментарии; оставить комментарий; читать далее; читать дальше; читайте также; подробнее;
    материалы по теме; по теме; похожие статьи; самое читаемое; подписаться; подписывайтесь; войти; главная; поиск; наверх;
    分享; 分享到; 打印; 评论; 发表评论; 阅读更多; 阅读原文; 相关阅读; 相关文章; 推荐阅读; 延伸阅读; 热门文章; 订阅; 登录; 首页;
    搜索; 返回顶部; 上一篇; 下一篇; 收藏; 点赞; 展开全文; 分享至; シェア; 印刷; コメント; 続きを読む; 関連記事; 人気記事;
    ログイン; ホーム; 공유; 공유하기; 인쇄; 댓글; 더보기; 관련 기사; 관련기사; 인기 기사; 구독; 로그인;
    शेयर करें; साझा करें; टिप्पणियाँ; टिप्पणी करें; और पढ़ें; आगे पढ़ें; यह भी पढ़ें; ये भी पढ़ें; संबंधित खबरें; होम
    """
)

# What stands before the title of another article.
SEE_ALSO = (
    r"read\s+(?:also|more|next)|see\s+also|also\s+read|related|lesen\s+sie\s+(?:auch|hier)|lies\s+auch|siehe\s+auch"
    r"|mehr\s+(?:dazu|zum\s+thema)|(?:à\s+)?lire\s+(?:aussi|également)|voir\s+aussi|le[ae]\s+también|leer\s+también|ver\s+también"
    r"|leggi\s+anche|leia\s+(?:também|mais)|veja\s+também|читайте\s+также|см\.\s+также|смотрите\s+также|читать\s+также"
    r"|相关阅读|推荐阅读|延伸阅读|相关链接|上一篇|下一篇|責任編輯|责任编辑|関連記事|관련\s?기사|यह\s+भी\s+पढ़ें|ये\s+भी\s+पढ़ें|इसे\s+भी\s+पढ़ें"
)
# What stands before the day on which a page appeared.
PUBLISHED = (
    r"veröffentlicht|aktualisiert|erschienen\s+am"
    r"|(?:publiée?|mise?\s+à\s+jour|paru)\s+le|(?:publicado|actualizado)\s+el|(?:publicado|atualizado)\s+em"
    r"|(?:pubblicato|aggiornato)\s+il|опубликован[оа]?|обновлен[оа]?|дата\s+публикации"
    r"|发布时间|发布于|发表于|更新时间|發布時間|公開日|更新日|掲載日|입력|수정|प्रकाशित|अपडेटेड"
)
# How long it takes to read.
READING_TIME = (
    r"(?:\d+\s+)?min(?:ute)?s?\s+(?:read|listen)|\d+\s*min(?:utes?|uten|utos|uti)?\.?\s+(?:de\s+(?:lecture|lectura|leitura)"
    r"|di\s+lettura|lesezeit)|(?:lesezeit|temps\s+de\s+lecture|(?:tiempo|tempo)\s+d[ei]\s+(?:lectura|leitura|lettura)"
    r"|(?:примерное\s+)?время\s+(?:чтения|прочтения)|阅读时间|阅读时长)\s*[:\uff1a]?\s*(?:ca\.\s*|约)?\d+\s*\S{0,10}"
)
_MONTHS = (
    r"(?:jan|feb|fév|mar|mär|apr|avr|abr|mai|may|mag|maj|jun|juin|giu|jul|juil|lug|aug|aoû|ago|sep|set|oct|okt|out|ott|nov|dec|déc"
    r"|dez|dic|ene|gen|янв|фев|мар|апр|ма[яй]|июн|июл|авг|сен|окт|ноя|дек)[^\W\d_]{0,7}\.?"
    r"|जनवरी|फ़?रवरी|मार्च|अप्रैल|मई|जून|जुलाई|अगस्त|सित(?:ं|म्)बर|अक्(?:टू|तू)बर|नव(?:ं|म्)बर|दिस(?:ं|म्)बर"
)
_YEAR = r"(?:19|20)\d\d(?:\s+(?:г\.?|года))?"
# A day and nothing else, in words; the day of the week may stand before it, and the time of day after it.
DAY = (
    rf"(?:[^\s\d,]{{2,12}},?\s+)?(?:le\s+|el\s+|am\s+)?"
    rf"(?:(?:{_MONTHS})\s+\d{{1,2}},?\s+{_YEAR}|\d{{1,2}}(?:er|[.ºª])?\s+(?:de\s+)?(?:{_MONTHS}),?\s+(?:de\s+)?{_YEAR}"
    r"|(?:19|20)\d\d\s?[年년]\s?\d{1,2}\s?[月월]\s?\d{1,2}\s?[日일])"
    r"(?:,?\s+(?:(?:à|at|um|a\s+las|às|alle|в)\s+)?\d{1,2}[:h.]\d\d.{0,20}|[,\s·|-]+\d{1,2}:\d\d.{0,20})?"
)
# What opens a line of who wrote the page.
BY = r"by|words\s+by|text\s+by|von|par|por|di|автор|text|texte|texto|testo|текст"
# Headings and lines after which nothing of the interview comes any more.
TAIL = (
    r"weiterführende\s+links?|weitere\s+informationen|mehr\s+informationen|quellen|fußnoten|anmerkungen|kommentare?"
    r"|pour\s+(?:aller\s+plus\s+loin|en\s+savoir\s+plus)|en\s+savoir\s+plus|liens(?:\s+utiles)?|notes|références|commentaires?"
    r"|enlaces(?:\s+de\s+interés)?|más\s+información|para\s+saber\s+más|referencias|notas|comentarios?"
    r"|per\s+saperne\s+di\s+più|riferimenti|commenti|saiba\s+mais|comentários?"
    r"|(?:полезные\s+)?ссылки|комментарии|источники|материалы\s+по\s+теме|читайте\s+также"
    r"|参考资料|参考文献|相关链接|相关阅读|延伸阅读|推荐阅读|评论|関連記事|参考|コメント|관련\s?기사|댓글|टिप्पणियाँ"
    r"|(?:additional|further|more|useful|related|other)\s+(?:information|info|links?|resources|reading)"
    r"(?:(?:\s+and|,|\s+&)\s+(?:further\s+)?(?:information|links?|resources|reading))*|links?|resources|show\s+notes"
    r"|(?:related|further|additional|suggested)\s+(?:reading|links|articles|posts)\s.{1,60}"
)
