"""How plan texts are cut into tokens before the model sees them.

spaCy's English rules, with three changes that names in plans need: glued words come apart at the joint
("LeadJane Smith", "Pidford.Rao", "SRO:Smith"), bullets and table marks never stick to a name, and only what starts
like an address counts as one (spaCy would otherwise take "Pidford.Rao" for a web site and keep it whole).
"""

import re
from collections.abc import Callable

from spacy.language import Language
from spacy.tokenizer import Tokenizer  # type: ignore[import-not-found]  # compiled, and without a stub
from spacy.util import compile_infix_regex, compile_prefix_regex, compile_suffix_regex, registry

_BULLETS = [r"[•▪▫●○◦‣›»·*|/_~^–—\-\uf0a7\uf0b7\uf0d8]"]
_JOINTS = [
    r"[:;/|.,()\[\]](?=[A-Za-z])",  # "SRO:Smith", "Smith.Rao", "Smith,Rao", "Smith/Rao"
    r"(?<=[a-z]{3})(?<![Mm]ac)(?=[A-Z][a-z])",  # "LeadJane", yet not "McKay", "MacDonald"
    r"[–—-]+(?=[^\d\s])",  # "Lead–Smith"
]
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+$|[^\s@/:]+@[^\s@/]+\.[a-z]+$")


@registry.tokenizers("stp.plan_tokenizer.v1")  # type: ignore[untyped-decorator]
def create_plan_tokenizer() -> Callable[[Language], Tokenizer]:
    """Factory named in the model's config; spaCy calls it with the pipeline under construction."""

    def build(nlp: Language) -> Tokenizer:
        defaults = nlp.Defaults
        return Tokenizer(
            nlp.vocab,
            rules=defaults.tokenizer_exceptions,
            prefix_search=compile_prefix_regex([*(defaults.prefixes or ()), *_BULLETS]).search,
            suffix_search=compile_suffix_regex([*(defaults.suffixes or ()), *_BULLETS]).search,
            infix_finditer=compile_infix_regex([*(defaults.infixes or ()), *_JOINTS]).finditer,
            url_match=_ADDRESS.match,
        )

    return build
