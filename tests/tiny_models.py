"""Models of a few thousand weights that tests make, save and load as if somebody had downloaded them."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from index.sentence_transformer_embedder import prepare_offline

SEED = 20
WINDOW = 48
WORDS = (
    "Customer data stays out of free plans. Leave is asked for three days ahead: your supervisor says yes. "
    "No: book travel through the portal, keep the receipts. query passage title text: word Überall dort, wo "
    "Kundendaten liegen – auch hier. abcdefghijklmnopqrstuvwxyz ABCDEFGHIJKLMNOPQRSTUVWXYZ 0123456789"
)


def save_tiny_bert(
    folder: Path, dimension: int = 24, pooling: str = "mean", narrowed_to: int = 0, **options: Any
) -> Path:
    """Save a random BERT with a WordPiece tokenizer; ``narrowed_to`` adds a Dense layer after the pooling."""
    torch = _seeded_torch()
    from sentence_transformers.sentence_transformer.modules import Dense
    from transformers import BertModel

    network = BertModel(_bert_config(dimension))
    _save_parts(network, _wordpiece(), folder / "parts")
    more = [Dense(dimension, narrowed_to, activation_function=torch.nn.Tanh())] if narrowed_to else []
    return _save_model(folder, dimension, pooling, more, options)


def save_tiny_xlm_roberta(folder: Path, dimension: int = 24, **options: Any) -> Path:
    """Save a random XLM-RoBERTa with a Unigram tokenizer, as the multilingual models have."""
    _seeded_torch()
    from transformers import XLMRobertaConfig, XLMRobertaModel

    config = XLMRobertaConfig(
        vocab_size=300,
        hidden_size=dimension,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=32,
        max_position_embeddings=WINDOW + 2,
        pad_token_id=1,
        bos_token_id=0,
        eos_token_id=2,
        initializer_range=0.5,
    )
    _save_parts(XLMRobertaModel(config), _unigram(), folder / "parts")
    return _save_model(folder, dimension, "mean", [], options)


def save_tiny_cross_encoder(
    folder: Path, pairs: Sequence[tuple[str, str, float]], steps: int = 60, labels: int = 1
) -> Path:
    """Train a random BERT until it tells the ``pairs`` of question and text apart, and save it."""
    torch = _seeded_torch()
    from sentence_transformers import CrossEncoder
    from transformers import BertForSequenceClassification

    network = BertForSequenceClassification(_bert_config(24, num_labels=labels))
    _save_parts(network, _wordpiece(), folder / "parts")
    model = CrossEncoder(str(folder / "parts"), device="cpu", local_files_only=True)
    tokens = model.tokenizer(
        [question for question, _, _ in pairs],
        [text for _, text, _ in pairs],
        padding=True,
        return_tensors="pt",
    )
    wanted = torch.tensor([label for *_, label in pairs])
    optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
    model.train()
    for _ in range(steps if labels == 1 else 0):
        optimizer.zero_grad()
        scores = model.model(**tokens).logits[:, 0]
        torch.nn.functional.binary_cross_entropy_with_logits(scores, wanted).backward()
        optimizer.step()
    model.eval().save_pretrained(str(folder / "saved"))
    return folder / "saved"


def _seeded_torch() -> Any:
    prepare_offline()
    import torch

    torch.manual_seed(SEED)
    torch.set_num_threads(1)  # with several, sums come in any order, and no two trainings are the same
    return torch


def _bert_config(dimension: int, **options: Any) -> Any:
    from transformers import BertConfig

    return BertConfig(
        vocab_size=300,
        hidden_size=dimension,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=32,
        max_position_embeddings=WINDOW,
        hidden_dropout_prob=0.0,
        attention_probs_dropout_prob=0.0,
        initializer_range=0.5,
        **options,
    )


def _wordpiece() -> Any:
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors, trainers
    from transformers import PreTrainedTokenizerFast

    tokenizer = Tokenizer(models.WordPiece(unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    trainer = trainers.WordPieceTrainer(vocab_size=300, special_tokens=special, show_progress=False)
    tokenizer.train_from_iterator([WORDS], trainer)
    tokenizer.post_processor = processors.BertProcessing(("[SEP]", 3), ("[CLS]", 2))
    return PreTrainedTokenizerFast(  # type: ignore[no-untyped-call]
        tokenizer_object=tokenizer,
        model_max_length=WINDOW,
        pad_token="[PAD]",
        unk_token="[UNK]",
        cls_token="[CLS]",
        sep_token="[SEP]",
        mask_token="[MASK]",
    )


def _unigram() -> Any:
    from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, processors
    from transformers import PreTrainedTokenizerFast

    special = ["<s>", "<pad>", "</s>", "<unk>", "<mask>"]
    words = [f"▁{word}" for word in dict.fromkeys(re.findall(r"\w+", WORDS))]
    letters = sorted(set(WORDS))
    vocabulary = [(piece, 0.0) for piece in special] + [(word, -3.0) for word in words] + [("▁", -4.0)]
    vocabulary += [(letter, -9.0) for letter in letters if not letter.isspace()]
    tokenizer = Tokenizer(models.Unigram(vocabulary, unk_id=3))
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.NFKC(), normalizers.Replace(Regex(" {2,}"), " ")]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    tokenizer.add_special_tokens(special)
    tokenizer.post_processor = processors.RobertaProcessing(("</s>", 2), ("<s>", 0), trim_offsets=False)
    return PreTrainedTokenizerFast(  # type: ignore[no-untyped-call]
        tokenizer_object=tokenizer,
        model_max_length=WINDOW,
        pad_token="<pad>",
        unk_token="<unk>",
        cls_token="<s>",
        sep_token="</s>",
        mask_token="<mask>",
    )


def _save_parts(network: Any, tokenizer: Any, folder: Path) -> None:
    network.save_pretrained(folder)
    tokenizer.save_pretrained(folder)


def _save_model(
    folder: Path, dimension: int, pooling: str, more: Sequence[Any], options: dict[str, Any]
) -> Path:
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer

    modules = [Transformer(str(folder / "parts")), Pooling(dimension, pooling), *more]
    SentenceTransformer(modules=modules, device="cpu", **options).save_pretrained(str(folder / "saved"))
    return folder / "saved"
