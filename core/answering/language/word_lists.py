"""The word lists of `words`. English best, the commonest words of others; each list says what it is for."""

EMPTY = frozenset(
    "a an the this that these those it its he she they them their his her him we us our you your i me my mine who "
    "whom whose which what when where why how is are was were be been being am do does did done has have had "
    "having will would can could shall should may might must ought need of in on at by for from to with without "
    "within into onto upon as than then there here and or but nor if so such both either each every all any some "
    "also only just too very about around roughly approximately up down out off over under not no yes per more "
    "most less least other another one ones s t after before until till between during against through while "
    "because since again once ago still already der die das den dem des ein eine einen einem einer eines und oder "
    "ist sind war waren wird werden hat haben im in am an auf aus bei bis durch für mit nach nicht ohne über um "
    "von vom vor zu zum zur es sie er wie was wer wo wann welche welcher welches viele viel le la les un une des "
    "du de et ou est sont était a ont au aux en dans par pour pas ne sur avec il elle ce cette qui que quel "
    "quelle quand combien où el los las una y o es son del al por para con no su se lo que cuál cuándo cuánto и в "
    "во не на с со по к от до за из у о об что как где когда кто это он она его их сколько το τη την της του τον "
    "η ο οι τα των και να με για από σε στο στη πότε ποιος είναι έχει من في على إلى عن هل ما كم متى هو هي قد و 的 "
    "了 是 在 吗 多 少 可 以 和 到".split()
)
"""Words that carry no subject."""

LIGHT = frozenset(
    "get gets got give gives given take takes took taken make makes made keep keeps kept go goes went come comes "
    "came last lasts lasted use uses used mean means meant bring brings brought happen happens happened call "
    "called say says tell told know want let put set find found belong belongs apply applies count counts amount "
    "number kind sort type way people person thing lie lies stand stands stood stay stays remain remains remained "
    "become allow allowed permit permitted exact exactly currently please company employee employees staff member "
    "visitor anyone everybody somebody someone everyone needed required stated name named called".split()
)
"""Words that carry little of it."""

ASKED_KIND = frozenset(
    "day date year month week time hour city town place country number name amount colour color version unit "
    "person code kind sort type extension age price percentage share".split()
)
"""After `which` or `what` these tell what is asked for, not about what."""

KIN = tuple(
    frozenset(line.split())
    for line in (
        "price cost charge fee",
        "pay paid payment",
        "store stored keep kept storage",
        "start begin began begun",
        "join joined start started",
        "employee staff colleague personnel",
        "holiday vacation",
        "buy bought purchase purchased",
        "repair mend fix",
        "phone telephone",
        "send sent dispatch dispatched ship shipped",
        "big large",
        "quick quickly fast",
        "doctor physician",
        "child children kid kids",
        "firm company",
        "reject rejected refuse refused decline",
        "reward bonus",
        "build built construct constructed",
        "hold held",
        "car vehicle",
        "salary wage wages",
        "choose chose chosen",
        "pupil student",
        "get receive received",
        "show shown display displayed",
        "reduction discount reduced",
        "sell sold",
        "work job",
        "teach taught",
        "man men",
        "woman women",
        "foot feet",
        "author wrote written",
        "allowance allowances",
        "lend lent",
        "leave left",
    )
)
"""Common words that mean about the same, and forms that no rule of endings finds."""

TITLES = frozenset("mr mrs ms dr prof sir frau herr mme".split())
_TIMES = "second minute hour day week month year decade".split()
TIMES = frozenset(_TIMES) | {f"{word}s" for word in _TIMES} | {"century", "centuries"}
"""Units of time say how long, not of what."""
