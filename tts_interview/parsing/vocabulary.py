"""Words of the genre in ten languages, all in lower case; the rules that use them are elsewhere.

English, German, French, Spanish, Italian, Portuguese, Russian, Chinese, Japanese and Korean.
"""

from __future__ import annotations

from tts_interview.model import Role


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _patterns(text: str) -> str:
    """One regular expression that finds each of the lines."""
    return "|".join(line.strip() for line in text.strip().split("\n"))


def _phrases(text: str) -> frozenset[str]:
    return frozenset(" ".join(phrase.split()) for phrase in text.split(";"))


# Offices and forms of address that stand before a name and are no part of it.
TITLES = _words(
    """
    mr mrs ms miss mx dr prof professor sir dame lord lady madam president vice prime minister chancellor secretary general
    deputy senator sen rep representative congressman congresswoman governor gov mayor ambassador commissioner chairman
    chairwoman chairperson chair judge justice chief director executive officer captain capt colonel col major sergeant sgt
    lieutenant lt admiral commander gen rev reverend pope bishop archbishop cardinal rabbi imam sheikh ceo cfo cto coo
    founder cofounder co-founder host co-host anchor correspondent reporter editor moderator interviewer spokesman
    spokeswoman spokesperson coach king queen prince princess premier attorney counsel developer designer engineer
    author writer journalist artist composer researcher scientist historian activist
    herr frau präsident präsidentin minister ministerin kanzler bundeskanzler bundeskanzlerin
    señor señora sr sra don doña presidente presidenta directora ministro ministra doctor doctora
    monsieur madame mme ministre président présidente docteur maître
    signor signora dottor dottoressa senhor senhora
    г-н г-жа господин госпожа президент министр мастер профессор доктор режиссер режиссёр директор писатель художник
    """
)

# Words in lower case that are part of a name.
PARTICLES = _words(
    """
    van von of de del della di da der den du dos das do la le los las el al bin ibn ben the and und y et & e i til te ten zu
    ter op 't d' и
    """
)

# What a label says of the role of whom it names.
ROLE_WORDS: dict[str, Role] = {
    **dict.fromkeys(
        _words(
            """
            host interviewer moderator anchor presenter question reporter byline journalist correspondent cohost co-host
            questioner facilitator int interv interviewers hosts emcee mc
            interviewerin moderatorin redaktion frage reporterin
            intervieweur intervieweuse animateur animatrice modérateur modératrice journaliste
            entrevistador entrevistadora moderador moderadora periodista presentador presentadora pregunta
            intervistatore intervistatrice moderatore giornalista domanda jornalista pergunta apresentador
            ведущий ведущая корреспондент корр журналист интервьюер модератор вопрос
            记者 主持人 主持 采访者 提问 问 編輯部 编辑 編輯 记者问
            記者 聞き手 インタビュアー 司会 司会者 編集 編集部 質問
            기자 진행자 사회자 질문 인터뷰어 앵커 문
            पत्रकार संवाददाता साक्षात्कारकर्ता एंकर प्रश्न सवाल
            """
        ),
        Role.INTERVIEWER,
    ),
    **dict.fromkeys(
        _words(
            """
            guest interviewee respondent answer witness panelist panellist
            antwort gast befragter befragte
            invité invitée réponse interviewé interviewée
            entrevistado entrevistada invitado invitada respuesta resposta convidado convidada
            intervistato intervistata ospite risposta
            гость гостья ответ собеседник
            嘉宾 受访者 答 被采访者 回答
            語り手 ゲスト 回答者
            답변 답 인터뷰이 게스트 출연자
            अतिथि मेहमान उत्तर जवाब
            """
        ),
        Role.GUEST,
    ),
    **dict.fromkeys(
        _words("narrator announcer voiceover narration erzähler sprecher narrateur narrador narratore диктор 旁白 내레이션"),
        Role.NARRATOR,
    ),
    **dict.fromkeys(
        _words(
            """
            audience caller public participant participante spectator attendee voter
            publikum zuschauer zuhörer zuschauerfrage
            publico público asistente auditoire spectateur spectatrice auditeur auditrice pubblico plateia
            зал слушатель зритель слушательница аудитория
            观众 听众 現場 观众提问 観客 会場 野次馬 관객 청중 방청객
            श्रोता दर्शक
            """
        ),
        Role.AUDIENCE,
    ),
}

# Letters that stand for question and answer, each pair in a language.
QUESTION_LETTERS = _words("q f p d в 问 問 문")
ANSWER_LETTERS = _words("a r о 答 답")
LETTER_PAIRS = (
    ("q", "a"),  # English, and question / answer elsewhere
    ("f", "a"),  # Frage, Antwort
    ("q", "r"),  # question, réponse
    ("p", "r"),  # pregunta, respuesta; pergunta, resposta
    ("d", "r"),  # domanda, risposta
    ("в", "о"),  # вопрос, ответ
    ("问", "答"),
    ("問", "答"),
    ("문", "답"),
)

# The words that these letters stand for, where they are labels.
QUESTION_WORDS = _words("question frage pregunta pergunta domanda вопрос 问题 問題 質問 질문 प्रश्न सवाल")
ANSWER_WORDS = _words("answer antwort réponse respuesta resposta risposta ответ 回答 답변 उत्तर जवाब")

# What stands as a label over something that is no turn: a break, a jingle, a clip.
STAGE_LABELS = _words(
    """
    break breaks ad ads advert advertisement sponsor sponsors outro intro jingle music song clip soundbite sound audio video
    recording trailer teaser promo announcement theme lyrics werbung musik einspieler jingel pub musique jingle publicité
    música anuncio publicidad pubblicità musica реклама музыка заставка 广告 音乐 音楽 広告 광고 음악
    """
)

# Labels for people whose name nobody knows.
UNKNOWN_LABELS = _words(
    """
    unknown unidentified inaudible speaker unbekannt inconnu inconnue desconocido desconocida неизвестный 不明 不詳
    """
)

# Labels for all who are there.
EVERYBODY = _phrases(
    "all; both; everyone; everybody; together; alle; beide; tous; tous les deux; ensemble; todos; ambos; tutti; entrambi;"
    "все; оба; 一同; 全員; 众人; 眾人; 大家; 全体; 일동; 모두; 다같이"
)

# Words before a colon that open a remark or a field of the page, never a turn.
NO_SPEAKERS = _words(
    """
    about topic topics location date place time duration title subject author authors by editor editors photo photos image
    images picture credit credits source sources via note notes update updated correction corrections warning tags tag category
    categories share email mail phone tel fax contact address website web url link links see also related read published posted
    copyright language transcript transcription transcriber introduction conclusion summary abstract background ps p.s
    context disclaimer disclosure example examples questions answers step chapter part section figure table
    caption listen watch download subscribe follow price isbn publisher format more recorded tl;dr tldr
    podcast episode newsletter website twitter facebook instagram youtube linkedin github http https first second third
    finally secondly firstly lastly fact tip tips important reminder result results goal problem solution name names age
    born profession occupation job project company hobby hobbies favorite favourite moral bottom
    thema ort datum zeit dauer titel autor autorin foto fotos bild quelle quellen hinweis teil kapitel weitere mehr infos
    beispiel zusammenfassung einleitung fazit alter beruf kontakt
    sujet lieu durée titre auteur autrice source remarque exemple résumé chapitre partie liens lien
    tema lugar fecha hora duración título autora fuente fuentes nota ejemplo resumen capítulo parte enlaces enlace borrador
    argomento luogo data durata titolo fonte esempio riassunto capitolo collegamenti
    тема место дата время источник источники фото автор примечание пример часть глава ссылка ссылки текст перевод
    主题 地点 日期 时间 来源 作者 摄影 图片 注 编者按 备注 例如 链接 原文 译者 翻译 校对 整理 简介 题图
    日時 日にち 日付 場所 出典 写真 文 撮影 取材 編集 注釈 例 構成
    주제 장소 날짜 시간 출처 사진 글 편집 정리 참고 예 번역 링크
    """
)

# Fields at the head of a page whose value names people, and the role of those.
PEOPLE_FIELDS: dict[str, Role | None] = {
    **dict.fromkeys(
        _phrases(
            """
            interviewer; interviewers; interviewed by; interview by; interview; host; hosts; moderator; conducted by;
            interviewed; by; author; authors; authors & interviewers; text; interview und text; interviewerin;
            propos recueillis par; entretien réalisé par; interviewé par; entrevistador; entrevistadora; entrevista;
            entrevista de; por; intervista di; a cura di; интервьюер; интервью; беседовал; беседовала; беседу вел; беседу вела;
            采访; 采访者; 采访人; 主持人; 主持; 文; 记者; 聞き手; インタビュアー; 取材; 司会;
            인터뷰어; 진행; 진행자; 인터뷰; 기자
            """
        ),
        Role.INTERVIEWER,
    ),
    **dict.fromkeys(
        _phrases(
            """
            interviewee; interviewees; guest; guests; interview with; gast; gäste; interviewpartner; interviewpartnerin;
            gesprächspartner; invité; invitée; invités; entrevistado; entrevistada; invitado; invitada; invitados;
            intervistato; intervistata; ospite; convidado; convidada; гость; гости; собеседник; 嘉宾; 受访者; 受访人; 被采访者;
            語り手; 話し手; ゲスト; 게스트; 인터뷰이; 출연; 출연자
            """
        ),
        Role.GUEST,
    ),
    **dict.fromkeys(
        _phrases("participants; speakers; panelists; teilnehmer; participantes; участники; 参加者; 與會者; 참석자"), None
    ),
    "野次馬": Role.AUDIENCE,
}

# What a transcriber notes about the sound, alone in brackets or first in them.
DIRECTIONS = (
    r"laugh(?:s|ter|ing)?|chuckl(?:es?|ing)|giggl(?:es?|ing)|applause|applauds?|cheer(?:s|ing)?|cross\s?talk|inaudible"
    r"|indistinct|unintelligible|music|soundbite|silence|pause[sd]?|long pause|sigh(?:s|ing)?|cough(?:s|ing)?|crying|cries"
    r"|gasps?|smil(?:es|ing)|grin(?:s|ning)|nod(?:s|ding)|sic|ph|phonetic|foreign language|speaking [a-z]+|begin [a-z ]+"
    r"|end [a-z ]+|break|overlapping|both laugh|all laugh|snorts?|whispers?|shrugs?|winks?|beat|off[- ]mic|knocks?"
    r"|everyone laughs|audience laughs|audience \w+|interrupts?|interrupting|recording (?:starts|ends|stops|paused)"
    r"|lacht|lachen|gelächter|schmunzelt|grinst|applaus|pause|überlegt|seufzt|räuspert sich|unverständlich|musik"
    r"|beide lachen|alle lachen|lächelt"
    r"|rires?|il rit|elle rit|applaudissements|silence|sourit|sourire|soupir|inaudible|musique"
    r"|r[ií]en?|risas?|se r[ií]e|sonr[ií]e|aplausos|pausa|silencio|suspira|inaudible|m[uú]sica"
    r"|risate|applausi|sorride|pausa|risos|sorri"
    r"|смеется|смеётся|смех|смеются|аплодисменты|улыбается|пауза|вздыхает|неразборчиво"
    r"|笑|大笑|笑声|众笑|全场笑|掌声|鼓掌|沉默|苦笑|一同笑|全員笑|爆笑|拍手|웃음|웃으며|박수|일동 웃음|침묵|함께 웃음"
)

# The same, for words that a remark in brackets may begin with too: nothing else stands there.
LONE_DIRECTIONS = (
    r"lachend|beifall|heiterkeit|klatscht|klatschen|rit|rient|sourient|en riant|éclats? de rires?|applaudit"
    r"|riendo|sonriendo|risotadas?|carcajadas?|aplauso|aplauden|ride(?:ndo)?|ridono|risata|applauso|sorridendo|silenzio|musica"
    r"|ri|riem|ris(?:o|adas?)|rindo|sorrindo|silêncio"
    r"|(?:हँस|हंस)(?:ते|ता|ती|कर|ी)(?: हुए| हुई| हैं| है)?|मुस्कुराते हुए|मुस्कुराकर|ठहाके|ठहाका"
    r"|तालियाँ|तालियां|तालियों की गड़गड़ाहट|विराम|मौन|संगीत|अस्पष्ट"
)

# Words after which a page names whom it asked.
AFTER_THESE_ASKED = _patterns(
    r"""
    interview(?:ed|ing|s)?(?: with| of| mit| avec| de| d['’])?
    conversation with|in conversation with|q ?(?:&|and) ?a(?: with)?:?|questions? (?:with|for|to)
    (?:chat(?:ted|ting|s)?|talk(?:ed|ing|s)?|sp(?:oke|eaks?|eaking|oken)) (?:with|to)
    (?:sat|sits?|sitting) down with|(?:caught|catch(?:ing)?) up with|asked|meet|reached out to|corresponded with
    joined by|guests? (?:is|are|was|were)|welcome
    (?:pleased|happy|delighted|excited|thrilled|proud|glad|honou?red) to (?:have|host|welcome|introduce|feature|interview)
    gespräch mit|gesprochen mit|sprach(?:en)? mit|im gespräch:?|unterhalten mit|getroffen
    entretien avec|rencontre avec|rencontré|échangé avec|questions à|discuté avec|conversation avec|interrogé
    entrevista (?:a|con|com|de|para)|entrevist(?:amos|ado|ó|é) (?:a|con)
    (?:hablamos|conversamos|charlamos|platicamos|hablado) con
    intervista(?: a| ad| con| di)?|intervistato|a colloquio con|incontrato|(?:conversamos|falamos) com
    интервью с|беседа с|поговорил[аи]? с|побеседовал[аи]? с|разговор с
    """
)
# Words after which it names who asked.
BEFORE_ASKERS = _patterns(
    r"""
    interview(?:ed)?(?: (?:conducted|done))?(?: of [^.\n]{2,60}?)? by|conducted by|questions by|interview:
    (?:das|dieses) (?:interview|gespräch) (?:führten?|wurde geführt von)|(?:interview )?geführt von
    propos recueillis (?:et mis en forme )?par|(?:entretien|interview) (?:réalisée?|menée?|conduite?) par
    entrevista de|entrevista (?:realizada|hecha|conduzida|feita) por|intervista di|intervista (?:realizzata|condotta) da
    беседу в[её]л[аи]?|беседовал[аи]?|интервью (?:взял|брал|в[её]л|пров[её]л)[аи]?
    """
)
# Of a guest: "He spoke with", after which stands who asked.
PRONOUN_SPOKE = _patterns(
    r"""
    (?:he|she|they)\s+(?:spoke|talked|sat\s+down|chatted|met)\s+(?:with|to)|(?:er|sie)\s+sprach\s+mit
    (?:il|elle)\s+(?:s['’]est\s+entretenue?|a\s+parlé)\s+avec|(?:él|ella)\s+(?:habló|conversó)\s+con
    """
)
# What an interviewer is said to do, after the name.
ASKING_VERBS = _patterns(
    r"""
    interviews?|interviewed|intervista|entrevista|interviewt|interviewe|interroge|had the chance to
    spoke|speaks|talked|talks|chatted|chats|sat down|sits down|caught up|sprach|hat mit
    """
)
OF_ONESELF = _patterns(
    r"""
    my name is|my name['’]s|i['’]m|i am|mein name ist|ich bin|ich heiße|me llamo|soy
    je m['’]appelle|je suis|mi chiamo|il mio nome è|sono|meu nome é|(?:me chamo|chamo-me)|eu sou|mi nombre es|меня зовут
    """
)
# What stands before the short form of a name.
HEREAFTER = _patterns(
    r"""
    hereafter|henceforth|im folgenden|en adelante|ci-après|d['’]ora in poi|doravante|далее|в дальнейшем
    (?:以下)?(?:均)?[简簡][称稱](?:为|為)?|以下
    """
)
# What stands before nothing but one's own name.
CALLED = _patterns(
    r"""
    my name is|my name['’]s|i['’]m called|mein name ist|ich heiße|me llamo|mi nombre es|je m['’]appelle|mon nom est
    mi chiamo|il mio nome è|meu nome é|(?:me chamo|chamo-me)|меня зовут
    """
)
# What a host says: welcome, thank you for coming, our guest.
HOST_PHRASES = _patterns(
    r"""
    welcome (?:back |everyone |everybody |all |again )*(?:to\b|the show|aboard|back)
    thank(?:s| you)(?: so much| very much)? (?:both |all |again )?for (?:joining|coming|being (?:here|with|on)|taking the time)
    thank(?:s| you)(?: so much| very much)? (?:both |all |again )?for (?:your time|agreeing|talking|speaking|sitting|doing)
    (?:our|my|today['’]s|special) guests?\b|my next guest|please welcome|you(?:['’]re| are) listening|i['’]?m your host
    (?:i['’]m|we['’]re|i am|we are) joined (?:today |now )?by|joining (?:us|me) (?:today|now|is|are)
    introduce yoursel|tell (?:us|our|me) (?:a (?:little )?bit )?about|next question
    willkommen|herzlich|vielen dank für (?:das|ihre|deine)|danke, dass (?:sie|du|ihr)|stell(?:en sie|t euch| dich)
    bienvenid[oa]s?|gracias por (?:acept|atender|recib|tu|su|est|venir|acomp)
    muchas gracias por (?:est|acomp|venir|tu|su)|nuestr[oa] invitad
    bienvenue|merci d['’](?:avoir|être)|merci (?:à toi|à vous|pour (?:ton|votre))|notre invité
    benvenut|grazie per (?:essere|il tempo|aver)|bem-vind|obrigad[oa] por
    добро пожаловать|спасибо,? что|спасибо за (?:интервью|беседу|то, что)|у нас в гостях|наш гость
    欢迎|感谢您接受|谢谢您接受|ようこそ|本日は|환영|모셨습니다|감사합니다
    """
)
# What is said before somebody joins a talk.
INTRODUCING = _patterns(
    r"""
    (?:our|my|today['’]s|special) guests?\b|please welcome|joined (?:today |now )?by|joining (?:us|me)\b
    with us (?:today|now|is)
    (?:unser|mein|heutiger) gast|zu gast|(?:notre|mon) invitée?|nuestr[oa] invitad[oa]|nosso convidado|nostro ospite
    (?:наш[аи]?|сегодняшн\w+) гост|в гостях|嘉宾|ゲスト|게스트|मेहमान|अतिथि
    """
)
# What a guest says in return.
GUEST_PHRASES = _patterns(
    r"""
    thank(?:s| you)(?: so much| very much| again)? for (?:having|inviting|the (?:invitation|invite|opportunity))
    (?:happy|glad|great|good|honou?red|pleasure|excited|delighted) to be (?:here|on|back|with)|my pleasure
    danke für die einladung|freue mich,? (?:hier|dabei)
    gracias por (?:invitar|la invitaci|tenerme|recibirme|haberme)
    merci (?:de|pour) (?:m['’]|l['’]?)?(?:inviter|invitation|avoir invité|recevoir)
    grazie (?:per l['’]invito|dell['’]invito|a voi)|obrigad[oa] pelo convite
    спасибо за приглашение|рада? (?:быть|вас)|谢谢邀请|谢谢主持人|很高兴|よろしくお願いします|불러주셔서|초대해
    """
)
# What the first question of so many interviews asks for.
INTRODUCE_YOURSELF = _patterns(
    r"""
    introduce yoursel|tell us about yoursel|who are you|stell(?:en sie sich| dich|st du dich)|wer (?:bist|sind) (?:du|sie)
    (?:te|vous) présenter|présente[-sz]|qui es[- ]tu|qui êtes[- ]vous|(?:te|se) present|preséntat|quién eres|cuéntanos
    presentarti|presentarsi|chi sei|se apresent|quem é você|представ|расскажите о себе|кто вы|介绍|紹介|소개
    """
)
# How a question begins that ends without a question mark.
INVITATIONS = _patterns(
    r"""
    tell|describe|explain|talk|walk|give|share|introduce|name|list|discuss|elaborate|speaking of|in one (?:word|sentence)
    any (?:advice|tips|thoughts|last|final)|your (?:favou?rite|thoughts|take)|favou?rite|anything else|let'?s
    erzähl|beschreib|nenn|stell|erklär|parle|raconte|décri|présente|expli|dites|cuént|háblen|háblanos|descri|defin|recomi
    racconta|parla|presenta|conte|fale|apresente|расскаж|опиш|назов|представ|поясн|поделит
    请|介绍|谈谈|说说|소개|말씀|설명|自己紹介
    """
)
# How one is asked to tell something, so that nobody would take it for advice.
REQUESTS = _patterns(
    r"""
    (?:tell|give|show) (?:us|me|our readers)|(?:walk|take) (?:us|me) through|talk to us about|describe (?:yourself|your|for us)
    introduce yourself|erzähl(?:en sie)? (?:uns|mir|doch|bitte|von)|erzählen sie|beschreiben sie|stellen sie sich|stell dich
    (?:parle|parlez|raconte|racontez|dis|dites|décris|décrivez|explique|expliquez)-(?:nous|moi)|présente-toi|présentez-vous
    cuént(?:anos|ame|enos|eme)|cuent(?:e|a) un poco|hábl(?:anos|ame|enos|eme)|preséntate|preséntese|descríbe(?:te|nos)
    racconta(?:ci|mi)|parla(?:ci|mi)|presentati|conte(?:-nos| um pouco| para)|fale(?:-nos| um pouco| sobre)|apresente-se
    расскажи(?:те)?|представьтесь|опишите|请(?:您|你)?(?:先)?(?:介绍|谈|说|讲|给我们)|谈谈|说说|자기소개|소개해
    """
)
# What a host says when all is said.
FAREWELLS = _patterns(
    r"""
    (?:many |so many )?thank(?:s| you)\b[^.!?\n]{0,40}\bfor (?:your time|(?:the|this) (?:interview|talk)|taking|talking)
    (?:many )?thank(?:s| you)\b[^.!?\n]{0,40}\bfor (?:speaking|chatting|answering|sharing|joining|being|agreeing|doing|sitting)
    (?:it (?:was|has been)|what) a (?:real |great )?pleasure (?:interviewing|talking|speaking|to (?:interview|talk|speak))
    (?:vielen|herzlichen|besten) dank für (?:das|dieses|ihre|deine|die)
    (?:wir )?danken? (?:ihnen |dir |euch )?für (?:das|dieses|ihre|deine)
    (?:un grand )?merci\b[^.!?\n]{0,40}\b(?:pour (?:cet|cette|votre|ton|vos|tes)|d['’]avoir (?:répondu|accepté|pris))
    (?:muchas |mil )?gracias\b[^.!?\n]{0,30}\bpor (?:la entrevista|tu|su|esta|este|atender|conceder|compartir|responder)
    grazie\b[^.!?\n]{0,30}\bper (?:l['’]intervista|il tuo|il suo|questa|la chiacchierata|il tempo)
    (?:muito )?obrigad[oa]\b[^.!?\n]{0,30}\bpel[oa] (?:entrevista|tempo|conversa)
    (?:большое )?спасибо\b[^.!?\n]{0,30}(?:за (?:интервью|беседу|разговор|ответы|рассказ|удел[её]нное))
    (?:非常)?(?:感谢|谢谢)(?:您|你)?[^。！!]{0,10}(?:采访|接受|时间|分享)|ありがとうございました
    인터뷰 감사|시간 내(?:주셔서|어)|साक्षात्कार के लिए धन्यवाद
    """
)
# What people are: the beginnings of words that stand before or after a name.
OCCUPATIONS = _patterns(
    r"""
    developer|programmer|designer|engineer|author(?!i)|writer|journalist|artist|musician|singer|guitarist|pianist|painter|photographer
    composer|researcher|scientist|professor|teacher|lecturer|student|activist|hacker|blogger|founder|co-?founder|creator
    maintainer|director|manager|editor(?!ial)|poet(?!r)|novelist|actor|actress|coach|lawyer|nurse|gardener|baker(?!y)|miller|farmer|keeper
    beekeeper|chef|cook|architect|historian|economist|physicist|chemist|biologist|consultant|owner|carpenter|librarian
    translator|colleague|friend
    entwickler|programmierer|autor|schriftsteller|künstler|musiker|sänger|maler|fotograf|komponist|forscher|wissenschaftler
    lehrer|gründer|leiter|gärtner|bäcker|müller|imker|architekt|kolleg|freund
    développeu|programmeu|autrice|auteur|écrivain|artiste|musicien|chanteu|peintre|photographe|compositeu|chercheu|professeu
    enseignant|fondat(?!ion)|créat(?!ion)|directeur|directrice|médecin|jardini|boulang(?!erie)|apicult(?!ure)|étudiant|collègue
    desarrollador|programador|escritor|periodista|artista|músico|cantante|pintor|fotógraf|compositor|investigador|científic
    profesor|maestr|fundador|creador|médic|jardiner[oa]|panader[oa]|arquitect|estudiante|poeta|colega|amig[oa]
    desenvolvedor|criador|jornalista|pesquisador|diretor|sviluppat|scrittor|scrittrice|giornalist|ricercat|regista
    разработчи|программист|писател|автор|журналист|художни|музыкант|гитарист|певец|певиц|фотограф|композитор|уч[её]н|профессор
    учител|преподавател|основател|создател|директор|режисс[её]р|врач|архитектор|студент|поэт|акт[её]р|актрис|коллег|друг(?![ои])
    """
)
# What people do with words, and what else only people do.
SAYING = _patterns(
    r"""
    says|said|tells|told|explains|recalls|remembers|answers|sagt|sagte|erzählt|erklärt|berichtet|antwortet
    dit|raconte|explique|parle|répond|confie|témoigne|dice|cuenta|explica|responde|habla|relata
    diz|conta|fala|racconta|spiega|risponde|говорит|рассказал[аи]?|рассказывает|отвечает|объясняет
    """
)
LIVING = _patterns(
    r"""
    was born|is married|lives|lived|grew up|wurde geboren|lebt|wohnt|est née?|habite|vit|grandit|nació|vive|creció
    nasceu|mora|è nat[oa]|abita|родил(?:ся|ась)|жив[её]т
    """
)
# What stands before the name of one who was met, beside the words for interviews.
MEETING = _patterns(
    r"""
    met|our guest(?: today| this week)?|unser(?:e|en)? gast|rencontr\w+|notre invitée?|nuestr[oa] invitad[oa]|conoc(?:imos|í)
    noss[oa] convidad[oa]|conhec(?:emos|i)|(?:il )?nostro ospite|встрет\w+ с|наш[аейу]* гост\w*
    """
)
# What stands before the name of one who is greeted or thanked.
GREETING = _patterns(
    r"""
    thanks|thank you|thanks to|hello|hi|dear|merci(?: à)?|bonjour|salut|danke|hallo|liebe[r]?|gracias(?: a)?|hola
    grazie(?: a)?|ciao|obrigad[oa](?: a)?|olá|oi|спасибо|привет|здравствуйте
    """
)
# What stands before places, works, organisations and products, and before a person only where a thing is his.
BELONGING = _patterns(
    r"""
    of|at|from|for|in|on|about|into|using|the|who|that|von|vom|bei|beim|im|am|über|aus|für|das|de|du|des|d['’]|dans|chez|sur|sous|à|au
    aux|qui|que|del|en|sobre|para|por|el|los|las|quien|di|della|dello|nel|nella|su|che|da|dos|das|em|no|na|из|в|на|о|об|от|для
    """
)
# Words that are part of the names of papers, organisations and products.
ORGANISATIONS = _words(
    """
    magazine journal gazette times tribune daily weekly review university institute college school academy foundation society
    association museum company corporation inc ltd gmbh group project community club team press books records radio tv linux
    zeitung zeitschrift magazin universität institut hochschule schule stiftung verein gesellschaft verlag rundfunk
    revue université école fondation association société éditions musée mairie
    revista periódico diario universidad instituto escuela fundación asociación sociedad editorial comunidad museo
    jornal universidade escola fundação associação sociedade editora comunidade rivista giornale università istituto scuola
    fondazione associazione società comunità журнал газета университет институт школа фонд общество компания издательство
    """
)
