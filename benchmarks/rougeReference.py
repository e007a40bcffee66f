#!/usr/bin/env python3
"""Novelty decided the slow way, by the Python package rouge-score, as the released Self-Instruct loop does.

The tests compare `seedbed novelty` to it. It needs `pip install rouge-score==0.1.2`.

    rougeReference.py decide --in FILE [--pool FILE] [--threshold 0.7] [--bounded]
        One JSON object a line, in the shape of `seedbed novelty --json`. With --bounded, only pairs that have enough words in common
        to reach the best score so far are scored: the same decisions, scores and neighbours, of 50,000 instructions in minutes.
    rougeReference.py score --in FILE
        Lines are JSON arrays of two texts; one JSON array a line comes out: precision, recall, F.
    rougeReference.py alpaca --pool FILE --in FILE
        Times the released Alpaca loop: each instruction is scored against the whole pool by a pool of processes, one a core. One JSON
        object: seconds of each instruction, and the highest score of each.
    rougeReference.py fixture --seeds FILE --out FOLDER [--random 42] [--lines 600] [--pairs 400]
        Writes what the tests read: pool.txt, instructions.txt, decisions.jsonl, pairs.jsonl, scores.jsonl. The fixture of this
        repository was made by: rougeReference.py fixture --seeds recipes/seeds/quickstart.jsonl --out tests/fixtures/rouge
"""

import argparse
import collections
import functools
import json
import multiprocessing
import os
import pathlib
import random
import sys
import time

import numpy
from rouge_score import rouge_scorer

SCORER = rouge_scorer.RougeScorer(["rougeL"], use_stemmer=False)


def read_lines(path):
    """Lines as `seedbed novelty` sees them: only a line feed ends one, and a carriage return before it is dropped."""
    text = pathlib.Path(path).read_bytes().decode("utf-8").removeprefix("\ufeff")
    lines = text.split("\n")
    if lines[-1] == "":
        lines.pop()
    return [line.removesuffix("\r") for line in lines]


def decide(pool, instructions, threshold):
    """Yields the decision about each instruction. Kept ones join the pool."""
    tokenizer = SCORER._tokenizer
    # The scorer would tokenize the whole pool anew for each instruction; it is handed tokens that were made once.
    known = [(text, tokenizer.tokenize(text)) for text in pool]
    for text in instructions:
        tokens = tokenizer.tokenize(text)
        scores = [fmeasure_of_tokens(tokens, other) for _, other in known]
        score = max(scores, default=0.0)
        kept = not score > threshold
        yield {"kept": kept, "score": score, "nearest": known[scores.index(score)][0] if scores else None}
        if kept:
            known.append((text, tokens))


def decide_bounded(pool, instructions, threshold):
    """
    Decides as `decide` does. A common subsequence is no longer than the number of words in common, so 2 * common / (all words) bounds
    the F-measure; the words in common are counted with every known instruction, one after the other, without an index.
    """
    tokenizer = SCORER._tokenizer
    most = len(pool) + len(instructions)
    texts, known = [], []
    lengths = numpy.zeros(most)
    occurrences = collections.defaultdict(lambda: numpy.zeros(most, dtype=numpy.uint16))
    scored = 0

    def add(text, tokens):
        for token, count in collections.Counter(tokens).items():
            occurrences[token][len(known)] = min(count, 65535)
        lengths[len(known)] = len(tokens)
        texts.append(text)
        known.append(tokens)

    for text in pool:
        add(text, tokenizer.tokenize(text))
    for number, text in enumerate(instructions):
        tokens = tokenizer.tokenize(text)
        common = numpy.zeros(len(known), dtype=numpy.int64)
        for token, count in collections.Counter(tokens).items():
            if token in occurrences:
                common += numpy.minimum(occurrences[token][: len(known)], count)
        bounds = 2 * common / numpy.maximum(lengths[: len(known)] + len(tokens), 1) * (1 + 1e-9)
        nearest, score = None, 0.0
        if known:
            nearest = int(bounds.argmax())
            score = fmeasure_of_tokens(tokens, known[nearest])
            if score == 0.0:
                nearest = 0  # of equals the first
            within = numpy.flatnonzero(bounds >= score) if score > 0 else numpy.flatnonzero(common)
            for other in within[numpy.argsort(-bounds[within], kind="stable")].tolist():
                if bounds[other] < score:
                    break
                scored += 1
                exact = fmeasure_of_tokens(tokens, known[other])
                if exact > score or (exact == score and other < nearest):
                    nearest, score = other, exact
        kept = not score > threshold
        yield {"kept": kept, "score": score, "nearest": None if nearest is None else texts[nearest]}
        if kept:
            add(text, tokens)
        if number % 5000 == 4999:
            print(f"{number + 1} decided, {scored} pairs scored by rouge-score", file=sys.stderr, flush=True)


def fmeasure_of_tokens(target, prediction):
    return rouge_scorer._score_lcs(target, prediction).fmeasure


def nasty_line(words, rng):
    """An instruction that nobody would write, and that an implementation may get wrong."""
    kind = rng.randrange(14)
    some = lambda most: [rng.choice(words) for _ in range(rng.randint(1, most))]
    if kind == 0:
        return "".join(rng.choice("?!.,;:-—…()[]{}\"'`~@#$%^&*_+=|\\/<> ") for _ in range(rng.randint(0, 20)))
    if kind == 1:
        return " ".join(str(rng.randint(0, 3000)) for _ in range(rng.randint(1, 12)))
    if kind == 2:
        return " ".join([rng.choice(words)] * rng.randint(1, 90))
    if kind == 3:
        return " ".join(some(400))
    if kind == 4:
        return " ".join(rng.choice("ab") for _ in range(rng.choice([1, 31, 32, 33, 63, 64, 65, 96, 97, 200])))
    if kind == 5:
        return " ".join(word.upper() if rng.random() < 0.5 else word.title() for word in some(12))
    if kind == 6:
        odd = "KİıſßẞÅéñçüöΣςσДж中文日本語한국어🙂👩‍👩‍👧٣²½ﬁⅣ\u00ad\u200b\u2028\u2029\u0085\u00a0\u0307\ufeff"
        return " ".join(word + rng.choice(odd) + rng.choice(words) for word in some(8))
    if kind == 7:
        return "".join(rng.choice("中文日本語한국어Кириллица") for _ in range(rng.randint(1, 20)))
    if kind == 8:
        return rng.choice(["\t", "  ", "\u00a0", "\x0b\x0c", "\x1c\x1d"]).join(some(10))
    if kind == 9:
        return rng.choice(["-", "_", "'", "/", ".", "\x00"]).join(some(10))
    if kind == 10:
        return " ".join(sorted(some(20)))
    if kind == 11:
        return "a" * rng.randint(1, 300) + " " + rng.choice(words)
    if kind == 12:
        return ""
    chosen = some(6)
    return " ".join(chosen + chosen[::-1])


def lines_from(sources, count, rng):
    """Instructions near the sources and near each other: parts of two, with words dropped, doubled, swapped; and nasty ones."""
    words = [word for source in sources for word in source.split()]
    lines = []
    for _ in range(count):
        if rng.random() < 0.25:
            lines.append(nasty_line(words, rng))
            continue
        if lines and rng.random() < 0.4:
            chosen = rng.choice(lines).split()[:120]
        else:
            first, second = rng.choice(sources).split(), rng.choice(sources).split()
            cut = rng.random()
            chosen = first[: round(len(first) * cut)] + second[round(len(second) * cut) :]
        for _ in range(rng.randint(0, 4)):
            if not chosen:
                break
            place = rng.randrange(len(chosen))
            change = rng.randrange(4)
            if change == 0:
                chosen.pop(place)
            elif change == 1:
                chosen.insert(place, rng.choice(words))
            elif change == 2:
                chosen[place] = rng.choice(words)
            else:
                chosen.insert(place, chosen.pop(rng.randrange(len(chosen))))
        lines.append(" ".join(chosen))
    return lines


def write_fixture(arguments):
    rng = random.Random(arguments.random)
    sources = [json.loads(line)["instruction"] for line in read_lines(arguments.seeds) if line.strip()]
    sources = [" ".join(source.split()) for source in sources]
    lines = lines_from(sources, arguments.lines, rng)
    texts = sources + lines
    pairs = []
    for _ in range(arguments.pairs):
        left = rng.choice(texts)
        pairs.append([left, rng.choice(lines_from([left or "empty"], 1, rng) if rng.random() < 0.3 else texts)])
    out = pathlib.Path(arguments.out)
    out.mkdir(parents=True, exist_ok=True)
    write = lambda name, rows: (out / name).write_bytes("".join(row + "\n" for row in rows).encode("utf-8"))
    write("pool.txt", sources)
    write("instructions.txt", lines)
    write("decisions.jsonl", map(json.dumps, decide(sources, lines, arguments.threshold)))
    write("pairs.jsonl", map(json.dumps, pairs))
    write("scores.jsonl", (json.dumps(score(pair)) for pair in pairs))


def alpaca(pool, instructions):
    """As stanford_alpaca/generate_instruction.py does it: a new pool of processes for each instruction, the tokens kept."""
    tokenize = SCORER._tokenizer.tokenize
    all_tokens = [tokenize(text) for text in pool]
    seconds, scores = [], []
    for text in instructions:
        started = time.perf_counter()
        tokens = tokenize(text)
        with multiprocessing.Pool(os.cpu_count()) as processes:
            found = processes.map(functools.partial(rouge_scorer._score_lcs, tokens), all_tokens)
        best = max(score.fmeasure for score in found)
        seconds.append(time.perf_counter() - started)
        scores.append(best)
    return {"seconds": seconds, "scores": scores}


def score(pair):
    result = SCORER.score(*pair)["rougeL"]
    return [result.precision, result.recall, result.fmeasure]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("action", choices=["decide", "score", "fixture", "alpaca"])
    parser.add_argument("--in", dest="input")
    parser.add_argument("--pool")
    parser.add_argument("--threshold", type=float, default=0.7)
    parser.add_argument("--bounded", action="store_true")
    parser.add_argument("--seeds")
    parser.add_argument("--out")
    parser.add_argument("--random", type=int, default=42)
    parser.add_argument("--lines", type=int, default=600)
    parser.add_argument("--pairs", type=int, default=400)
    arguments = parser.parse_args()
    if arguments.action == "fixture":
        write_fixture(arguments)
    elif arguments.action == "alpaca":
        print(json.dumps(alpaca(read_lines(arguments.pool), read_lines(arguments.input))))
    elif arguments.action == "score":
        for line in read_lines(arguments.input):
            sys.stdout.write(json.dumps(score(json.loads(line))) + "\n")
    else:
        pool = [line for line in read_lines(arguments.pool) if line.strip()] if arguments.pool else []
        loop = decide_bounded if arguments.bounded else decide
        for decision in loop(pool, read_lines(arguments.input), arguments.threshold):
            sys.stdout.write(json.dumps(decision) + "\n")


if __name__ == "__main__":
    main()
