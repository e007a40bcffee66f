"""Loads every export with the programs that it is for, and compares rows and texts, in their order, with what the run has.

python check.py FOLDER: FOLDER/export as `seedbed export` wrote it in all formats, FOLDER/expected.json what must be in it.
"""

import hashlib
import json
import os
import re
import sys
import tempfile
from types import SimpleNamespace

folder = sys.argv[1]
root = os.path.join(folder, "export")
with open(os.path.join(folder, "expected.json"), encoding="utf-8") as file:
    told = json.load(file)
os.environ["HF_HOME"] = tempfile.mkdtemp(dir=folder)

from datasets import Features, Value, disable_progress_bars, load_dataset  # noqa: E402  (after HF_HOME is set)

disable_progress_bars()

checks = 0


def same(what, found, expected):
    global checks
    checks += 1
    found, expected = list(found), list(expected)
    if found == expected:
        return
    at = next((i for i, (a, b) in enumerate(zip(found, expected)) if a != b), min(len(found), len(expected)))
    a = json.dumps(found[at])[:400] if at < len(found) else "no row"
    b = json.dumps(expected[at])[:400] if at < len(expected) else "no row"
    raise SystemExit(f"{what}: {len(found)} rows of {len(expected)}; row {at} is\n  {a}\nand should be\n  {b}")


def passed(who, what):
    print(f"{who:<16}{what}")


# --- sums, provenance, splits -------------------------------------------------------------------------------------------------------
with open(os.path.join(root, "SHA256SUMS"), encoding="utf-8") as file:
    for line in file:
        digest, name = line.rstrip("\n").split("  ", 1)
        with open(os.path.join(root, name), "rb") as data:
            same(f"sum of {name}", [hashlib.sha256(data.read()).hexdigest()], [digest])
with open(os.path.join(root, "provenance.jsonl"), encoding="utf-8") as file:
    provenance = [json.loads(line) for line in file]
same("provenance: every pair once", [p["id"] for p in provenance], [r["id"] for r in told["rows"]])
split_of = {p["id"]: p["split"] for p in provenance}
rows = {s: [r for r in told["rows"] if split_of[r["id"]] == s] for s in ("train", "test")}
for p in provenance:
    same("provenance: the row it names", [rows[p["split"]][p["row"]]["id"]], [p["id"]])
passed("sha256sum", f"sums hold; provenance names the rows of {len(provenance)} pairs")


def question(row):
    return row["instruction"] + ("\n\n" + row["input"] if row["input"] else "")


def prompt(row):
    system = [{"role": "system", "content": row["system"]}] if row["system"] is not None else []
    return system + [{"role": "user", "content": question(row)}]


def answer(text):
    return [{"role": "assistant", "content": text}]


def chat(row):
    """The whole conversation of a row."""
    later = [t for turn in row["turns"] for t in ({"role": "user", "content": turn["message"]}, *answer(turn["response"]))]
    return prompt(row) + answer(row["output"]) + later


def plain(turns):
    """Turns without the fields that Arrow filled with nothing."""
    return [{k: v for k, v in t.items() if v is not None} for t in turns]


def load(fmt, extension, kind):
    files = {s: os.path.join(root, fmt, f"{s}.{extension}") for s in rows}
    return load_dataset(kind, data_files=files)


# --- Hugging Face datasets --------------------------------------------------------------------------------------------------------------
columns = ["id", "instruction", "input", "output", "system", "reasoning"]
table = {s: [{c: r[c] for c in columns} for r in rows[s]] for s in rows}
if told["hasTurns"]:
    for split in rows:
        for row, r in zip(table[split], rows[split]):
            row["messages"] = chat(r)
for name, loaded in [("parquet", load("parquet", "parquet", "parquet")), ("hf", load_dataset(os.path.join(root, "hf")))]:
    same(f"{name}: its splits", loaded.keys(), ["train", "test"])
    for split in rows:
        same(f"{name} {split}", loaded[split].select_columns(list(table[split][0])), table[split])
from datasets import DatasetInfo, load_dataset_builder  # noqa: E402
from datasets.utils.metadata import MetadataConfigs  # noqa: E402
from huggingface_hub import DatasetCard, metadata_load  # noqa: E402

path = os.path.join(root, "hf", "README.md")
card = DatasetCard.load(path)
same("hf: its front matter", [card.data.size_categories, card.data.configs[0]["data_files"]], [["n<1K"], [{"split": s, "path": f"data/{s}-*"} for s in rows]])
# What `card.validate()` asks the hub for needs its network. What can be looked at here: that nothing is lost or read otherwise, and that every field is
# one of the specification (huggingface/hub-docs, datasetcard.md) with a value that it allows.
same("hf: fields that the library knows", sorted(metadata_load(path).items()), sorted(card.data.to_dict().items()))
allowed = {
    "language": lambda v: all(re.fullmatch(r"[a-z]{2,3}", one) for one in v),
    "license": lambda v: isinstance(v, str) and re.fullmatch(r"[a-z0-9.+-]+", v),
    "annotations_creators": lambda v: set(v) <= {"found", "crowdsourced", "expert-generated", "machine-generated", "no-annotation", "other"},
    "language_creators": lambda v: set(v) <= {"found", "crowdsourced", "expert-generated", "machine-generated", "other"},
    "source_datasets": lambda v: set(v) <= {"original", "extended"},
    "task_categories": lambda v: v == ["text-generation"],
    "tags": lambda v: all(isinstance(one, str) for one in v),
    "pretty_name": lambda v: isinstance(v, str),
    "size_categories": lambda v: len(v) == 1,
    "configs": lambda v: MetadataConfigs.from_dataset_card_data(card.data)["default"]["data_files"],
    "dataset_info": lambda v: list(DatasetInfo._from_yaml_dict(v).features),
}
same("hf: what its front matter says", [f for f, v in card.data.to_dict().items() if f not in allowed or not allowed[f](v)], [])
same("hf: language and licence", [card.data.language, card.data.license], [["no"], "cc-by-4.0"])
builder = load_dataset_builder(os.path.join(root, "hf"))
same("hf: columns as the card says", builder.info.features, load_dataset(os.path.join(root, "hf"))["train"].features)
passed("huggingface_hub", "the card's front matter, without the network that its own validation needs")
passed("datasets", "parquet, and the folder hf by its card")
alpaca = load("alpaca", "json", "json")


def alpaca_row(r):
    """LLaMA-Factory's: the last exchange, and those before it as history."""
    last = r["turns"][-1] if r["turns"] else None
    row = {"instruction": last["message"], "input": "", "output": last["response"]} if last else {c: r[c] for c in ("instruction", "input", "output")}
    history = [[question(r), r["output"]]] + [[t["message"], t["response"]] for t in r["turns"][:-1]] if last else []
    return {**row, **({"history": history} if told["hasTurns"] else {}), "system": r["system"] or "", "reasoning": last["thinking"] if last else r["reasoning"]}


for split in rows:
    same(f"alpaca {split}", alpaca[split], [alpaca_row(r) for r in rows[split]])
passed("datasets", "alpaca" + (", with history" if told["hasTurns"] else ""))
formula = re.compile(r"^'+[=+\-@\t\r\n＝＋－＠]")
# pandas takes "null" for nothing and "12" for a number unless it is told not to.
sheet_columns = columns[:4] + (["turns"] if told["hasTurns"] else []) + columns[4:]
sheet = load_dataset("csv", data_files={s: os.path.join(root, "csv", f"{s}.csv") for s in rows}, keep_default_na=False, features=Features({c: Value("string") for c in sheet_columns}))
for split in rows:
    found = [{k: v[1:] if formula.match(v) else v for k, v in r.items()} for r in sheet[split]]
    if told["hasTurns"]:
        same(f"csv {split}: turns", [json.loads(r.pop("turns") or "[]") for r in found], [[{k: t[k] for k in ("message", "response")} for t in r["turns"]] for r in rows[split]])
    same(f"csv {split}", found, [{c: r[c] or "" for c in columns} for r in table[split]])
passed("datasets", "csv, the defusing taken off")

# --- TRL --------------------------------------------------------------------------------------------------------------------------------
from transformers import ByT5Tokenizer  # noqa: E402
from trl.data_utils import apply_chat_template, extract_prompt, is_conversational  # noqa: E402

CHATML = "{% for message in messages %}<|im_start|>{{ message['role'] }}\n{{ message['content'] }}<|im_end|>\n{% endfor %}{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
tokenizer = ByT5Tokenizer()
tokenizer.chat_template = CHATML


def chatml(turns):
    return "".join(f"<|im_start|>{t['role']}\n{t['content']}<|im_end|>\n" for t in turns)


lines = {name: load(name, "jsonl", "json") for name in ("messages", "openai", "unsloth", "reasoning", "preference", "prompt-completion", "axolotl")}
for split in rows:
    chats = [chat(r) for r in rows[split]]
    for name, column in [("messages", "messages"), ("openai", "messages"), ("unsloth", "conversations"), ("axolotl", "messages")]:
        same(f"{name} {split}", [plain(r[column]) for r in lines[name][split]], chats)
    same(f"messages {split}: ids", lines["messages"][split]["id"], [r["id"] for r in rows[split]])
    for row, whole in zip(lines["messages"][split], chats):
        assert is_conversational(row)
        same("messages, by a chat template", [apply_chat_template({"messages": row["messages"]}, tokenizer)["text"]], [chatml(whole)])
    for row, r in zip(lines["prompt-completion"][split], rows[split]):
        assert is_conversational(row)
        applied = apply_chat_template(row, tokenizer)
        same("prompt-completion", [applied["prompt"] + applied["completion"]], [chatml(chat(r))])
        same("prompt-completion: what is learned", [applied["completion"]], [chatml(chat(r)[-1:])[len("<|im_start|>assistant\n"):]])
    same(f"prompt-completion {split}", [plain(r["prompt"]) + plain(r["completion"]) for r in lines["prompt-completion"][split]], chats)

    def thoughts(r):
        return [r["reasoning"]] + [t["thinking"] for t in r["turns"]]

    def thinking_chat(r):
        left = iter(thoughts(r))
        return [{**t, "content": f"<think>\n{next(left)}\n</think>\n\n{t['content']}"} if t["role"] == "assistant" else t for t in chat(r)]

    thoughtful = [r for r in rows[split] if None not in thoughts(r)]
    same(f"reasoning {split}", [plain(r["messages"]) for r in lines["reasoning"][split]], [thinking_chat(r) for r in thoughtful])
    preferred = [{"prompt": prompt(r), "chosen": answer(r["output"]), "rejected": answer(r["rejected"])} for r in rows[split] if r["rejected"] is not None]
    brought = [{"prompt": [{"role": "user", "content": question(b)}], "chosen": answer(b["chosen"]), "rejected": answer(b["rejected"])} for b in told["brought"]] if split == "train" else []
    found = [{k: plain(v) for k, v in r.items()} for r in lines["preference"][split]]
    same(f"preference {split}", found, brought + preferred)
    for row in found:
        assert is_conversational(row)
        whole = extract_prompt({"chosen": row["prompt"] + row["chosen"], "rejected": row["prompt"] + row["rejected"]})
        same("preference: the prompt that TRL finds", [whole], [row])
passed("TRL", "messages, prompt-completion, preference, reasoning, by its own checks and a chat template")

# --- OpenAI's checks, as its cookbook publishes them ------------------------------------------------------------------------------------
for split in rows:
    with open(os.path.join(root, "openai", f"{split}.jsonl"), encoding="utf-8") as file:
        examples = [json.loads(line) for line in file.read().split("\n") if line]
    assert len(examples) >= 10 and len(examples) == len(rows[split])
    for example in examples:
        assert isinstance(example, dict) and list(example) == ["messages"] and example["messages"]
        for message in example["messages"]:
            assert list(message) == ["role", "content"] and message["role"] in ("system", "user", "assistant")
            assert isinstance(message["content"], str) and message["content"]
        assert example["messages"][-1]["role"] == "assistant"
passed("OpenAI", "its published rules")

if told["all"]:
    # --- LLaMA-Factory: its own reading of dataset_info.json, and its loader -----------------------------------------------------------
    from llamafactory.data.loader import _load_single_dataset
    from llamafactory.data.parser import get_dataset_list

    with open(os.path.join(root, "sharegpt", "dataset_info.json"), encoding="utf-8") as file:
        names = list(json.load(file))
    for fmt in ("sharegpt", "alpaca"):
        place = os.path.join(root, fmt)
        data = SimpleNamespace(dataset_dir=place, preprocessing_num_workers=None, overwrite_cache=True, streaming=False, max_samples=None, media_dir=place)
        model = SimpleNamespace(cache_dir=os.environ["HF_HOME"], hf_hub_token=None)
        for split, attributes in zip(rows, get_dataset_list(names, place)):
            loaded = _load_single_dataset(attributes, model, data, SimpleNamespace(local_process_index=0))
            joined = (lambda r: r["instruction"] + ("\n" + r["input"] if r["input"] else "")) if fmt == "alpaca" else question

            def read(r):
                turns = [t for t in chat(r) if t["role"] != "system"]
                if not r["turns"]:
                    turns[0] = {"role": "user", "content": joined(r)}
                return (turns[:-1], turns[-1:], r["system"] or "")

            same(f"LLaMA-Factory {fmt} {split}", [(plain(r["_prompt"]), plain(r["_response"]), r["_system"]) for r in loaded], [read(r) for r in rows[split]])
    passed("LLaMA-Factory", "sharegpt and alpaca, by dataset_info.json and its loader")

    # --- axolotl: the lines of its configuration, its strategy, what it masks -----------------------------------------------------------
    import yaml
    from axolotl.prompt_strategies.chat_template import load as load_strategy
    from axolotl.utils.dict import DictDefault
    from axolotl.utils.schemas.datasets import SFTDataset

    with open(os.path.join(root, "axolotl", "axolotl.yml"), encoding="utf-8") as file:
        configuration = yaml.safe_load(file)
    tokenizer.add_special_tokens({"additional_special_tokens": ["<|im_end|>"]})
    tokenizer.eos_token = "<|im_end|>"
    for key, split in [("datasets", "train"), ("test_datasets", "test")]:
        (entry,) = configuration[key]
        SFTDataset(**entry)
        loaded = load_dataset(entry["ds_type"], data_files=os.path.join(root, "axolotl", entry["path"]), split=entry["split"])
        strategy = load_strategy(tokenizer, DictDefault(sequence_len=10**6, train_on_inputs=False, chat_template="chatml"), dict(entry))
        for row, r in zip(loaded, rows[split]):
            same(f"axolotl {split}: turns", [{"role": t["role"], "content": t["content"]} for t in strategy.get_conversation_thread(row)], chat(r))
            if r["turns"]:
                tokens = strategy.tokenize_prompt(row)
                # Decoding sets special tokens off from the text by no space, or by one.
                learned = "".join(tokenizer.decode([t for t in tokens["labels"] if t != -100]).split())
                answers = ["".join(t["content"].split()) for t in chat(r) if t["role"] == "assistant"]
                same(f"axolotl {split}: every answer is learned", [[text in learned for text in answers]], [[True] * len(answers)])
        same(f"axolotl {split}: rows", [len(loaded)], [len(rows[split])])
    passed("axolotl", "its configuration, and its chat_template strategy")

print(f"{checks} comparisons, {sum(len(r) for r in rows.values())} rows in {len(rows)} splits: all equal, in order")
