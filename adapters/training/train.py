"""Trains a small language model on sets of pairs and says what each makes of it.

    python train.py JOB.json

The job names the model, the trainings, pairs that are held out and questions that are to be answered; Seedbed decides all of that and reads
what comes out, one JSON object a line on stdout. Nothing is fetched, nothing but stdout is written.
"""

import json
import os
import sys
import time

os.environ.update(HF_HUB_OFFLINE="1", TRANSFORMERS_OFFLINE="1", TOKENIZERS_PARALLELISM="false", HF_HUB_DISABLE_TELEMETRY="1")


def say(event, **fields):
    print(json.dumps({"event": event, **fields}), flush=True)


try:
    import torch
    import transformers
except ImportError as error:
    say("failed", reason="lacks", detail=str(error))
    sys.exit(0)


class Trainer:
    def __init__(self, job):
        self.job = job
        device = job["device"]
        if device == "auto":
            mps = getattr(torch.backends, "mps", None)
            device = "cuda" if torch.cuda.is_available() else "mps" if mps and mps.is_available() else "cpu"
        self.device = torch.device(device)
        if device == "cpu" and job["threads"]:
            torch.set_num_threads(job["threads"])
        transformers.logging.set_verbosity_error()
        transformers.utils.logging.disable_progress_bar()
        path = job["model"]
        where, source, unpacked = path, {}, {}
        if path.endswith(".gguf"):
            where, source["gguf_file"] = os.path.split(path)
            # From transformers 5 on, weights may stay in their blocks, and those can't be trained.
            if hasattr(transformers, "GgufConfig"):
                unpacked["quantization_config"] = transformers.GgufConfig(dequantize=True)
        self.tokenizer = transformers.AutoTokenizer.from_pretrained(where, **source)
        self.model = transformers.AutoModelForCausalLM.from_pretrained(
            where, dtype=torch.float32, attn_implementation="sdpa", **source, **unpacked
        ).to(self.device)
        self.model.config.use_cache = False
        self.before = {name: tensor.detach().clone() for name, tensor in self.model.state_dict().items()}
        self.end = end_of_response(self.tokenizer)
        # What is calculated with: weights and their updates stay in single precision.
        self.half = {"auto": device != "mps" and bf16_is_fast(device), "bf16": True, "fp32": False}[job["precision"]]
        self.length = job["maxTokens"]
        self.rows_at_once = 1 if device == "cpu" else 16
        say(
            "loaded",
            device=torch.cuda.get_device_name(0) if device == "cuda" else device,
            precision="bf16" if self.half else "fp32",
            parameters=sum(parameter.numel() for parameter in self.model.parameters()),
        )

    def casting(self):
        return torch.autocast(self.device.type, dtype=torch.bfloat16, enabled=self.half)

    def question(self, prompt):
        if self.tokenizer.chat_template:
            return self.tokenizer.apply_chat_template(
                [{"role": "user", "content": prompt}], add_generation_prompt=True, return_dict=False
            )
        return self.tokenizer(f"### Instruction:\n{prompt}\n\n### Response:\n").input_ids

    def encoded(self, pair):
        """Tokens of a pair, and from which on they are the response: what there is to learn. Undefined where the prompt alone is too long."""
        question = self.question(pair["prompt"])
        answer = self.tokenizer(pair["response"], add_special_tokens=False).input_ids + [self.end]
        tokens = (question + answer)[: self.length]
        return (tokens, len(question)) if len(tokens) > len(question) else None

    def packed(self, examples):
        """Rows of several pairs one after the other, each of which sees itself alone: next to no padding."""
        rows = []
        for example in examples:
            for row in rows:
                if sum(len(tokens) for tokens, _ in row) + len(example[0]) <= self.length:
                    row.append(example)
                    break
            else:
                rows.append([example])
        return rows

    def losses(self, rows):
        """For each pair of some rows, in order: the loss of its response's tokens, one by one."""
        width = max(sum(len(tokens) for tokens, _ in row) for row in rows)
        ids = torch.full((len(rows), width), self.end, dtype=torch.long)
        places = torch.zeros((len(rows), width), dtype=torch.long)
        sees = torch.eye(width, dtype=torch.bool).repeat(len(rows), 1, 1)
        picked, lengths = [], []
        for at, row in enumerate(rows):
            start = 0
            for tokens, answer in row:
                end = start + len(tokens)
                ids[at, start:end] = torch.tensor(tokens)
                places[at, start:end] = torch.arange(len(tokens))
                sees[at, start:end, start:end] = torch.ones((len(tokens), len(tokens)), dtype=torch.bool).tril()
                picked.extend((at, position) for position in range(start + answer - 1, end - 1))
                lengths.append(len(tokens) - answer)
                start = end
        which, where = (torch.tensor(part, device=self.device) for part in zip(*picked))
        ids = ids.to(self.device)
        with self.casting():
            hidden = self.model.model(
                input_ids=ids, position_ids=places.to(self.device), attention_mask=sees[:, None].to(self.device)
            ).last_hidden_state
            # Only where something is to be learned: over a large vocabulary, this is a fifth of a small model.
            logits = self.model.lm_head(hidden[which, where])
        each = torch.nn.functional.cross_entropy(logits.float(), ids[which, where + 1], reduction="none")
        return each.split(lengths)

    def train(self, index, training):
        job = self.job
        torch.manual_seed(training["seed"])
        self.model.load_state_dict(self.before)
        examples = [one for one in map(self.encoded, training["pairs"]) if one]
        if not examples or job["steps"] == 0:
            return 0, 0
        self.model.train()
        optimizer = torch.optim.AdamW(self.model.parameters(), lr=job["learningRate"], betas=(0.9, 0.95), weight_decay=0.0)
        steps, total = job["steps"], job["steps"] * job["tokensPerStep"]
        warm = max(1, steps // 20)
        schedule = torch.optim.lr_scheduler.LambdaLR(
            optimizer, lambda step: min((step + 1) / warm, max(0.1, (steps - step) / max(1, steps - warm)))
        )
        learned, read, at = 0, 0, 0
        for step in range(steps):
            batch, until, before = [], (step + 1) * job["tokensPerStep"], learned
            while learned < until:
                tokens, answer = examples[at % len(examples)]
                at += 1
                tokens = tokens[: answer + total - learned]  # so that all trainings learn from as many tokens to the token
                batch.append((tokens, answer))
                learned += len(tokens) - answer
                read += len(tokens)
            loss = 0.0
            rows = self.packed(batch) if batch else []
            for start in range(0, len(rows), self.rows_at_once):
                part = sum(each.sum() for each in self.losses(rows[start : start + self.rows_at_once])) / (learned - before)
                part.backward()
                loss += part.item()
            torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
            optimizer.step()
            optimizer.zero_grad(set_to_none=True)
            schedule.step()
            say("step", training=index, step=step + 1, steps=steps, loss=loss)
        return learned, read

    @torch.no_grad()
    def held_out(self):
        """Loss and tokens of each held-out pair; none of one that is too long."""
        encoded = [self.encoded(pair) for pair in self.job["heldOut"]]
        known = [(place, one) for place, one in enumerate(encoded) if one]
        results = [[0.0, 0] for _ in encoded]
        for start in range(0, len(known), 32):
            some = known[start : start + 32]
            # By the tokens themselves, since packing may change their order.
            by_example = {id(one): place for place, one in some}
            for row in self.packed([one for _, one in some]):
                for example, each in zip(row, self.losses([row])):
                    results[by_example[id(example)]] = [each.sum().item(), len(each)]
        return results

    @torch.no_grad()
    def answers(self):
        questions = [self.question(prompt) for prompt in self.job["questions"]]
        order = sorted(range(len(questions)), key=lambda at: len(questions[at]))
        texts = [""] * len(questions)
        at_once = 48 if self.device.type == "cpu" else 128
        for start in range(0, len(order), at_once):
            some = order[start : start + at_once]
            width = max(len(questions[at]) for at in some)
            ids = torch.tensor([[self.end] * (width - len(questions[at])) + questions[at] for at in some])
            seen = torch.tensor([[0] * (width - len(questions[at])) + [1] * len(questions[at]) for at in some])
            with self.casting():
                written = self.model.generate(
                    input_ids=ids.to(self.device),
                    attention_mask=seen.to(self.device),
                    max_new_tokens=self.job["newTokens"],
                    do_sample=False,
                    use_cache=True,
                    eos_token_id=self.end,
                    pad_token_id=self.end,
                )
            for at, row in zip(some, written[:, width:]):
                texts[at] = self.tokenizer.decode(
                    row, skip_special_tokens=True, clean_up_tokenization_spaces=False
                ).strip()
        return texts

    def run(self):
        for index, training in enumerate(self.job["trainings"]):
            began, used = time.monotonic(), time.process_time()
            learned, read = self.train(index, training)
            trained = time.monotonic()
            self.model.eval()
            losses = self.held_out()
            answers = self.answers()
            say(
                "measured",
                training=index,
                learned=learned,
                read=read,
                losses=losses,
                answers=answers,
                trainedSeconds=trained - began,
                measuredSeconds=time.monotonic() - trained,
                processorSeconds=time.process_time() - used,
            )


def end_of_response(tokenizer):
    """The token that the chat template has after a response. Of a tokenizer from a GGUF file, its own end may be what a turn begins with."""
    if tokenizer.chat_template:
        said = [{"role": "user", "content": "Question"}, {"role": "assistant", "content": "Answer"}]
        after = tokenizer.apply_chat_template(said, tokenize=False).rpartition("Answer")[2].strip()
        first = tokenizer(after, add_special_tokens=False).input_ids[:1]
        if first and first[0] in tokenizer.added_tokens_decoder:
            return first[0]
    return tokenizer.eos_token_id


def bf16_is_fast(device):
    if device == "cuda":
        return torch.cuda.is_bf16_supported()
    check = getattr(torch.ops.mkldnn, "_is_mkldnn_bf16_supported", None)
    flags = open("/proc/cpuinfo").read() if os.path.exists("/proc/cpuinfo") else ""
    return bool(check and check()) and ("avx512_bf16" in flags or "amx_bf16" in flags)


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        job = json.load(file)
    try:
        Trainer(job).run()
    except torch.cuda.OutOfMemoryError as error:
        say("failed", reason="memory", detail=str(error).split("\n")[0])
    except (OSError, ValueError, KeyError) as error:
        say("failed", reason="model", detail=f"{type(error).__name__}: {error}".split("\n")[0][:500])


if __name__ == "__main__":
    main()
