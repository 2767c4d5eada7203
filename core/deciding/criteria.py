"""The guidance as one table: what is asked, why it matters, and how strongly each answer speaks for each option.

The answers of a criterion go from less to more of it. `rising` and `falling` name the options whose strength never
falls, or never rises, along them: a test holds the table to it. Every answer carries the documents that it was read
from, in our words. How strong is our judgement: no document gives numbers.
"""

from dataclasses import dataclass

from core.deciding.options import Option, Strengths

S = Strengths


@dataclass(frozen=True)
class Level:
    """One answer. `if_so` completes "if …"; `because` says why its strengths are what they are."""

    key: str
    label: str
    if_so: str
    strengths: Strengths
    because: str
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Criterion:
    """One question of the walk-through. `weight` is the one it starts with, 0 to 5."""

    key: str
    label: str
    question: str
    why: str
    weight: int
    rising: tuple[Option, ...]
    falling: tuple[Option, ...]
    levels: tuple[Level, ...]

    def level(self, key: str) -> Level:
        """Raises KeyError for an answer that this criterion does not have."""
        return {level.key: level for level in self.levels}[key]


C = ("course", "course-ms")

CRITERIA: tuple[Criterion, ...] = (
    Criterion(
        "facts", "Facts from outside",
        "Where do the facts in an answer come from?",
        "A model knows what stood in its training data. Facts of your own have to be looked up or trained in.",
        4, ("rag",), ("tuned", "neither"),
        (
            Level("model", "From the model: it is about how to say or do something", "no outside facts were needed",
                  S(-3, +2, -1, +2), "There is nothing to look up; manner can be trained, or asked for in a prompt.",
                  ("note", "own")),
            Level("some", "Partly from our documents or databases", "only some facts came from outside",
                  S(+1, -1, +2, -2), "General ability and looked-up facts are both needed: the case for using both.",
                  ("note",)),
            Level("all", "Almost all from our documents or databases", "almost all facts came from outside",
                  S(+4, -2, +1, -3), "Answers that must take in external data are what RAG is for.", (*C, "note")),
        ),
    ),
    Criterion(
        "updates", "How often facts change",
        "How often do these facts change?",
        "A changed document is found once it is indexed. A trained model says the old fact until it is trained again.",
        5, ("rag",), ("tuned", "neither"),
        (
            Level("never", "Hardly ever", "facts hardly ever changed", S(-2, +3, 0, -1),
                  "Stable knowledge and static applications are where fine-tuning is at home.",
                  (*C, "vendor", "article")),
            Level("yearly", "About once a year", "facts changed about once a year", S(0, +1, 0, -1),
                  "Training once a year is bearable.", ("article", "own")),
            Level("monthly", "About once a month", "facts changed about once a month", S(+2, -1, +1, -2),
                  "Each change means another training run.", (*C, "article")),
            Level("weekly", "Every week", "facts changed every week", S(+3, -2, +1, -2),
                  "Data that changes often makes fine-tuning laborious; RAG follows.", (*C, "vendor", "article")),
            Level("daily", "Every day or faster", "facts changed every day", S(+4, -3, +1, -2),
                  "What is current can only be looked up.", ("vendor", "note", "article")),
        ),
    ),
    Criterion(
        "pairs", "Training pairs at hand",
        "How many good questions with answers do you have?",
        "Fine-tuning learns from labelled examples; collecting them is often its largest cost.",
        4, ("tuned", "hybrid"), ("rag", "neither"),
        (
            Level("none", "None", "there were no training pairs", S(+2, -3, -2, +3),
                  "Without labelled data there is nothing to train on; RAG needs none.", ("note",)),
            Level("few", "Fewer than 100", "there were fewer than 100 training pairs", S(+1, -1, -1, +1),
                  "10 to 100 are called the least; a small set is also said to change little.", (*C, "article")),
            Level("hundreds", "Some hundreds", "there were some hundreds of training pairs", S(-1, +1, +1, -1),
                  "Enough to train on, where they are good.", ("note", "article")),
            Level("thousands", "Thousands", "there were thousands of training pairs", S(-2, +3, +1, -2),
                  "With labelled data for the task, fine-tuning gets the most out of it.", ("note",)),
        ),
    ),
    Criterion(
        "depth", "Depth of the field’s language",
        "How special, and how settled, is the language of the field?",
        "Retrieval brings facts into the prompt, but a model may still miss nuances that it never learned to read.",
        5, ("tuned",), ("rag", "neither"),
        (
            Level("everyday", "Everyday language", "the language were everyday language", S(+1, -3, -1, +3),
                  "The untouched model reads it already.", ("own",)),
            Level("terms", "Some terms of its own", "the field had only some terms of its own", S(+1, 0, 0, -1),
                  "Terms can be read from the passages.", ("note", "own")),
            Level("moving", "Deep, and still changing", "the field were deep and its language still changing",
                  S(0, +1, +2, -3), "Expertise asks for training, change for looking up: both.", ("article",)),
            Level("settled", "Deep and settled", "the field were deep and its language settled", S(-2, +4, +1, -3),
                  "Stable, precise industry knowledge and its terminology are what fine-tuning gives; retrieval may "
                  "miss such nuances.", (*C, "vendor", "article")),
        ),
    ),
    Criterion(
        "traceability", "Traceable answers",
        "Must an answer show where it comes from?",
        "RAG can point at the passage it read. A trained model cannot say where it has an answer from.",
        3, ("rag", "hybrid"), ("tuned", "neither"),
        (
            Level("no", "No", "nobody asked where answers come from", S(-1, +1, -1, +1),
                  "The advantage of retrieval counts for nothing here.", ("own",)),
            Level("helps", "It would help", "showing sources only helped", S(+2, -1, +1, -2),
                  "Retrieved passages explain an answer at least in part.", ("note",)),
            Level("must", "Yes, every time", "every answer had to show its source", S(+4, -3, +2, -3),
                  "A source can be followed with RAG; the inside of a fine-tuned model cannot.", (*C, "note")),
        ),
    ),
    Criterion(
        "errors", "Cost of an invented answer",
        "What does an invented answer cost?",
        "The documents disagree: retrieval lets errors be traced and mended; fine-tuning is said to reduce invention "
        "in narrow fields, while one study found that newly trained facts raise it.",
        3, ("rag", "hybrid"), ("tuned", "neither"),
        (
            Level("little", "A shrug", "an invented answer cost little", S(0, 0, -1, +1),
                  "No reason to build more than is needed.", ("own",)),
            Level("money", "Money or trust", "an invented answer cost money or trust", S(+1, 0, +1, -2),
                  "Checking facts against sources is named as RAG’s use; training in a narrow field helps too.",
                  ("note", "article")),
            Level("harm", "It can do harm", "an invented answer could do harm", S(+2, -1, +2, -3),
                  "Errors must be traceable to be mended; new facts that were trained in raised hallucination.",
                  (*C, "gekhman")),
        ),
    ),
    Criterion(
        "breadth", "Breadth of the questions",
        "How wide is the field of questions?",
        "Training narrows a model to its task and can cost it other skills. A narrow task loses nothing by that.",
        3, ("rag", "neither"), ("tuned",),
        (
            Level("one", "One narrow task", "there was a single narrow task", S(-1, +4, -1, -2),
                  "Specialised tasks and narrow fields are where fine-tuning is strongest.", ("vendor", "article")),
            Level("several", "Several related tasks", "there were several related tasks", S(0, +1, 0, -1),
                  "Training still fits, a task at a time.", ("note", "own")),
            Level("any", "Whatever users ask", "users asked whatever they liked", S(+2, -3, 0, +1),
                  "Training for one task can harm others; RAG suits many fields at once.",
                  ("vendor", "note", "article")),
        ),
    ),
    Criterion(
        "variety", "Variety of sources",
        "How many kinds of sources feed the answers?",
        "Systems, formats, regions: retrieval joins them at question time, training would have to digest them all.",
        2, ("rag",), ("tuned", "neither"),
        (
            Level("one", "One", "there was a single source", S(-1, +1, -1, +1),
                  "A single stable source could also be trained in.", ("own",)),
            Level("few", "A few", "there were a few sources", S(+1, -1, +1, -1), "Retrieval joins them.", ("article",)),
            Level("many", "Many systems or formats", "there were many kinds of sources", S(+3, -2, +1, -2),
                  "Structured and unstructured sources side by side are a stated reason for RAG.", (*C, "article")),
        ),
    ),
    Criterion(
        "order", "State of the documents",
        "In what state are the documents?",
        "RAG is as good as what it finds. In scattered or contradictory files it finds the wrong passage.",
        2, ("rag", "hybrid"), ("tuned", "neither"),
        (
            Level("scattered", "Scattered or contradictory", "the documents were scattered", S(-2, +1, -1, +2),
                  "RAG rests on its knowledge base, fine-tuning less so; tidying comes first.", ("note", "article")),
            Level("mixed", "Mixed", "the documents were in mixed order", S(0, 0, 0, 0), "No push either way.",
                  ("own",)),
            Level("kept", "Well kept", "the documents were well kept", S(+2, -1, +1, -2),
                  "A good knowledge base is what RAG stands on.", ("note", "article")),
        ),
    ),
    Criterion(
        "protection", "Data protection and deletion",
        "Must single facts be kept apart, or deleted later?",
        "What is trained in becomes part of the model; what is indexed can be deleted or kept from some readers.",
        3, ("rag",), ("tuned", "hybrid"),
        (
            Level("open", "No, it is open material", "the material were open", S(-1, +1, 0, 0),
                  "Training it in gives nothing away.", ("own",)),
            Level("internal", "Confidential, same readers for all", "the material were confidential but undivided",
                  S(+1, 0, 0, -1), "Sensitive data that stays outside the model is easier to guard.", ("article",)),
            Level("deletable", "Must be deletable, or differ by reader", "single facts had to be deletable",
                  S(+4, -3, -1, 0), "With RAG data stays separate; with fine-tuning it is part of the model.",
                  ("article",)),
        ),
    ),
    Criterion(
        "speed", "Speed of an answer",
        "How fast must an answer come?",
        "Retrieval takes time before each answer, and a longer prompt takes longer to read.",
        3, ("tuned",), ("rag", "hybrid"),
        (
            Level("seconds", "Some seconds are fine", "some seconds were fine", S(+1, -1, +1, -1),
                  "The time that retrieval takes does not matter.", ("own",)),
            Level("second", "Within about a second", "answers were due within a second", S(0, +1, 0, -1),
                  "Searching adds to each answer.", ("note", "article")),
            Level("instant", "As fast as the machine can", "answers had to be as fast as possible", S(-2, +4, -2, 0),
                  "High response speed is a stated reason for fine-tuning.", ("article",)),
        ),
    ),
    Criterion(
        "budget", "Budget and machines",
        "What can be spent on training and machines?",
        "Training costs time, hardware and data. The documents call RAG cheaper to start, and both together dearest.",
        5, ("tuned", "hybrid"), ("rag", "neither"),
        (
            Level("none", "Next to nothing", "there were next to no budget", S(+2, -3, -2, +3),
                  "RAG needs no training runs; prompts need nothing at all.", ("vendor", "article", "own")),
            Level("modest", "A modest amount", "the budget were modest", S(+1, 0, 0, -1),
                  "LoRA brings the cost of training down, RAG is still cheaper.", ("vendor", "article")),
            Level("ample", "Ample", "the budget were ample", S(-2, +1, +4, -3),
                  "Enough budget and resources are a stated condition for combining both.", ("article",)),
        ),
    ),
    Criterion(
        "accuracy", "Accuracy demanded",
        "How accurate must answers be?",
        "The last points of accuracy are the dear ones. Whether both together bring them, studies disagree.",
        3, ("hybrid",), ("neither",),
        (
            Level("draft", "A useful draft is enough", "a draft were enough", S(0, -1, -2, +3),
                  "Good prompts may already do.", ("own",)),
            Level("high", "High", "accuracy had to be high", S(+1, +1, +1, -3),
                  "Each way raises accuracy over the untouched model.", ("note",)),
            Level("extreme", "As high as it gets, in a complex setting", "accuracy had to be as high as it gets",
                  S(-1, 0, +4, -3), "Extremely high accuracy in complex settings is a stated reason for both.",
                  ("article",)),
        ),
    ),
    Criterion(
        "skills", "Skills of the team",
        "What can the team do?",
        "Each way asks for other skills, and they have to last beyond the first version.",
        2, ("tuned", "hybrid"), ("neither",),
        (
            Level("prompts", "Write prompts and call a model", "the team only wrote prompts", S(0, -2, -2, +4),
                  "Start with what the team can keep up.", ("own",)),
            Level("search", "Run search and databases", "the team ran search but trained nothing", S(+3, -2, 0, -1),
                  "Retrieval is search and storage work.", ("vendor", "article", "own")),
            Level("training", "Train and serve models too", "the team also trained models", S(0, +2, +1, -3),
                  "Training and evaluating models is in reach.", ("own",)),
        ),
    ),
    Criterion(
        "infrastructure", "Infrastructure",
        "What can be run and kept up in production?",
        "RAG needs stores, embeddings and ranking at every question; training needs machines now and then.",
        2, ("hybrid",), ("neither",),
        (
            Level("model", "Only a model", "only a model could be run", S(-3, +2, -2, +3),
                  "RAG’s extra infrastructure for retrieval is not there.", ("vendor", "article")),
            Level("search", "A search index too", "a search index could be run, but no training",
                  S(+3, -1, 0, -2), "Vector store and search are what RAG needs.", ("vendor", "article")),
            Level("both", "A search index and a place to train", "both a search index and training could be run",
                  S(0, 0, +3, -3), "What both ways need is there.", ("article", "own")),
        ),
    ),
    Criterion(
        "prompting", "Prompts tried",
        "Have good prompts been tried on the untouched model?",
        "It is the cheapest attempt. One study found that moving the best sentence to the front of the prompt, without "
        "training, beat every fine-tuned model it tried.",
        3, ("rag", "tuned", "hybrid"), ("neither",),
        (
            Level("no", "Not yet", "good prompts had not been tried", S(-1, -2, -2, +5),
                  "Try the cheap thing first.", ("own", "soudani")),
            Level("close", "Yes, and they nearly do", "good prompts nearly did", S(0, -1, -1, +2),
                  "A little more work on prompts may be all.", ("own",)),
            Level("short", "Yes, and they fall short", "good prompts fell short", S(+1, +1, +1, -3),
                  "Something has to be added.", ("own",)),
        ),
    ),
)  # fmt: skip

CRITERION: dict[str, Criterion] = {criterion.key: criterion for criterion in CRITERIA}
