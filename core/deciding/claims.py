"""Every rule, strength, weakness, scenario and recommendation of the five founding documents, in our words.

`criterion` names the question of the walk-through that it bears on, and is empty where it explains rather than chooses.
A `claimed figure` is a number that a document gives without a source that can be checked: shown as claimed, never used.
"""

from dataclasses import dataclass
from typing import Literal

from core.deciding.options import Option

Kind = Literal["how it works", "rule", "strength", "weakness", "scenario", "recommendation", "claimed figure"]


@dataclass(frozen=True)
class Claim:
    """What the documents in `sources` say, and for and against which options it speaks."""

    kind: Kind
    text: str
    sources: tuple[str, ...]
    criterion: str = ""
    speaks_for: tuple[Option, ...] = ()
    speaks_against: tuple[Option, ...] = ()


C = ("course", "course-ms")
R: tuple[Option, ...] = ("rag",)
T: tuple[Option, ...] = ("tuned",)
H: tuple[Option, ...] = ("hybrid",)

CLAIMS: tuple[Claim, ...] = (
    # The course page, in two translations that say the same
    Claim("how it works", "Structured and unstructured data lie in a vector database; what fits a question is "
          "retrieved, joins the prompt, and the model writes from it.", C),
    Claim("how it works", "Fine-tuning improves a given model; one need not start from the algorithm, but data has "
          "to be gathered continually.", C),
    Claim("strength", "Fine-tuning gives more precise terminology and wording of an industry.", C, "depth", T),
    Claim("weakness", "Where data changes often, fine-tuning becomes complicated.", C, "updates", (), T),
    Claim("rule", "Where answers must take in external data, RAG is the best choice.", C, "facts", R),
    Claim("rule", "Where stable and precise industry knowledge is to be delivered, fine-tuning is a good choice.",
          C, "depth", T),
    Claim("weakness", "RAG looks for relevant content and may miss nuances of a special field.", C, "depth", (), R),
    Claim("weakness", "Fine-tuning needs a good data set, and a small one makes little difference.", C, "pairs", (), T),
    Claim("strength", "RAG is the more flexible of the two.", C, "breadth", R),
    Claim("weakness", "Fine-tuning is a black box; what happens inside is hard to understand.",
          C, "traceability", (), T),
    Claim("strength", "With RAG the source of the data can be traced, which helps against hallucination and wrong "
          "content, and is more transparent.", C, "traceability", R),
    # The vendor's article
    Claim("how it works", "RAG has two phases: retrieval from databases, documents or interfaces, then generation "
          "from what was found.", ("vendor",)),
    Claim("how it works", "Fine-tuning retrains a large model on a narrower data set for an industry, a language or a "
          "function.", ("vendor",)),
    Claim("strength", "RAG answers with current information and adapts at once to data that changes.",
          ("vendor",), "updates", R),
    Claim("rule", "Fine-tuning is mainly for static applications, where data rarely changes.",
          ("vendor",), "updates", T),
    Claim("weakness", "RAG needs additional infrastructure for retrieval, such as databases and interfaces.",
          ("vendor",), "infrastructure", (), R),
    Claim("weakness", "Fine-tuning needs time and computing for retraining on special data sets.",
          ("vendor",), "budget", (), T),
    Claim("strength", "RAG usually costs less, as no extensive retraining is needed.", ("vendor",), "budget", R, T),
    Claim("scenario", "RAG for company chatbots, customer service, knowledge sharing, recommendations and content "
          "produced in real time.", ("vendor",), "updates", R),
    Claim("scenario", "Agents that retrieve by themselves help in health care, legal services and customer support.",
          ("vendor",), "facts", R),
    Claim("scenario", "Fine-tuning for legal documents and medical diagnoses, which need specific wording.",
          ("vendor",), "depth", T),
    Claim("scenario", "Fine-tuning for finance and health care: fraud detection, financial advice, trading bots for "
          "crypto currencies, tailored business solutions.", ("vendor",), "depth", T),
    Claim("recommendation", "RAG where things move and current data is critical; fine-tuning for specialised tasks "
          "of an industry.", ("vendor",), "breadth", ("rag", "tuned")),
    # The developer's note
    Claim("how it works", "Fine-tuning changes a model’s parameters on labelled data for the task; RAG takes in an "
          "external knowledge base (documents, databases, the web) while answering.", ("note",)),
    Claim("how it works", "Fine-tuning adapts the model’s inner knowledge to a task, RAG adds knowledge from "
          "outside; the goals are performance on the task and factual accuracy.", ("note",), "facts", ("rag", "tuned")),
    Claim("strength", "Fine-tuning makes a model more accurate and efficient at its task.", ("note",), "accuracy", T),
    Claim("strength", "Fine-tuning depends less on the quality of an external knowledge base.",
          ("note",), "order", T, R),
    Claim("strength", "RAG gives access to current and specific knowledge of a field.", ("note",), "updates", R),
    Claim("strength", "RAG explains itself in part: what it retrieved can be shown.", ("note",), "traceability", R),
    Claim("weakness", "Fine-tuning needs labelled data, which costs time and money to collect.",
          ("note",), "pairs", (), T),
    Claim("weakness", "Fine-tuning may overfit and lower a model’s performance on other tasks.",
          ("note",), "breadth", (), T),
    Claim("weakness", "RAG rests on the quality and relevance of the knowledge base.", ("note",), "order", (), R),
    Claim("weakness", "Searching and processing external data may add computing to every answer.",
          ("note",), "speed", (), R),
    Claim("scenario", "Fine-tuning for translation of a language pair, summaries in a domain such as law, and "
          "questions within one field of knowledge.", ("note",), "breadth", T),
    Claim("scenario", "RAG for chatbots that need facts, informative summaries, and checking facts.",
          ("note",), "facts", R),
    Claim("recommendation", "With labelled data for the task, and the aim to get the most out of it: fine-tuning.",
          ("note",), "pairs", T),
    Claim("recommendation", "For current or specific knowledge, or where labelled data is scarce: RAG.",
          ("note",), "pairs", R),
    Claim("recommendation", "Both together: fine-tune for the general area, retrieve for facts at hand. The two "
          "complement each other.", ("note",), "facts", H),
    # The long article
    Claim("how it works", "Fine-tuning adjusts a model on a special data set; at least 10 to 100 samples are said to "
          "be needed, and LoRA lowers the cost.", ("article",), "pairs", T),
    Claim("strength", "A fine-tuned model takes in context, vocabulary and patterns of dialogue of its field.",
          ("article",), "depth", T),
    Claim("strength", "Fine-tuning is said to reduce hallucination, as the model knows the structure of the data.",
          ("article",), "errors", T),
    Claim("weakness", "Fine-tuning costs much computing and training time.", ("article",), "budget", (), T),
    Claim("weakness", "New knowledge means retraining, so fine-tuning is inflexible where data moves.",
          ("article",), "updates", (), T),
    Claim("strength", "RAG joins many sources in real time: customer records, content systems, vector databases.",
          ("article",), "variety", R),
    Claim("strength", "RAG suits applications over many domains and data that moves; fine-tuning deep, settled tasks.",
          ("article",), "breadth", ("rag", "tuned")),
    Claim("strength", "With RAG sensitive data does not become part of the model.", ("article",), "protection", R, T),
    Claim("weakness", "Retrieval makes RAG slower per answer.", ("article",), "speed", T, R),
    Claim("weakness", "RAG errs where the database is badly organised.", ("article",), "order", (), R),
    Claim("weakness", "RAG needs complex infrastructure: embeddings, stores, ranking of documents.",
          ("article",), "infrastructure", (), R),
    Claim("scenario", "A chatbot of customer support that quotes the latest policies, also by region and from many "
          "legal databases: RAG.", ("article",), "variety", R),
    Claim("scenario", "An assistant in finance that looks up current exchange rates: RAG.",
          ("article",), "updates", R),
    Claim("scenario", "Support for medical diagnosis, which needs a grasp of symptoms and treatments: fine-tuning.",
          ("article",), "depth", T),
    Claim("scenario", "Analysis of contracts by a model trained on legal data: fine-tuning.", ("article",), "depth", T),
    Claim("scenario", "Law with RAFT: training on retrieved data and retrieving too.", ("article",), "accuracy", H),
    Claim("recommendation", "Fine-tuning first for deep tasks with stable data.", ("article",), "depth", T),
    Claim("recommendation", "Fine-tuning first where answers must come fast.", ("article",), "speed", T),
    Claim("recommendation", "Fine-tuning first where hallucination must be least in a narrow field.",
          ("article",), "breadth", T),
    Claim("recommendation", "RAG where data moves and is updated often.", ("article",), "updates", R),
    Claim("recommendation", "RAG where various sources have to be joined.", ("article",), "variety", R),
    Claim("recommendation", "RAG where security and control of data come first.", ("article",), "protection", R),
    Claim("recommendation", "Both where deep expertise and flexibility are needed together.", ("article",), "depth", H),
    Claim("recommendation", "Both where budget and resources suffice.", ("article",), "budget", H),
    Claim("recommendation", "Both where accuracy must be extremely high in a complex setting.",
          ("article",), "accuracy", H),
    Claim("rule", "The choice hangs on a triangle: cost, how often data is updated, depth of expertise. These three "
          "start with the largest weights here.", ("article",), "updates", ("rag", "tuned")),
    Claim("how it works", "Adaptive mixing (attributed to OpenAI): the share of each way follows the question. The "
          "Auto arm is this project’s miniature of it.", ("article",)),
    Claim("how it works", "RAFT in three steps: a vectorised knowledge base, training with retrieved data, both kept "
          "up to date. The article’s code sample shows plain retrieval with generation, no RAFT training.",
          ("article",)),
    Claim("claimed figure", "A legal model analysed contracts with 92 % accuracy, 15 % above the untouched one.",
          ("article",), "depth", T),
    Claim("claimed figure", "68 % of businesses struggle to stay current with fine-tuning alone (attributed to IBM).",
          ("article",), "updates", (), T),
    Claim("claimed figure", "A financial chatbot with RAG made 40 % fewer errors on exchange rates.",
          ("article",), "updates", R),
    Claim("claimed figure", "30 % errors where the data was fragmented (attributed to Red Hat).",
          ("article",), "order", (), R),
    Claim("claimed figure", "95 % of rare diseases identified; 22 % fewer errors of diagnosis after fine-tuning (the "
          "latter attributed to Massachusetts General Hospital).",
          ("article",), "depth", T),
    Claim("claimed figure", "35 % less time per support ticket with RAG (attributed to Click Digital).",
          ("article",), "facts", R),
    Claim("claimed figure", "RAFT, attributed to MIT, reached 89 % in law, 15 % above either way alone. The paper on "
          "RAFT is by Zhang et al. 2024, and its figures are others.", ("article",), "accuracy", H),
    Claim("claimed figure", "Combining both is to cut operating costs by 40 %, frameworks development time by 30 %.",
          ("article",), "budget", H),
)  # fmt: skip
