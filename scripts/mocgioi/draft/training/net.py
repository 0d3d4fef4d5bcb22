"""Stage two: a small convolutional network, trained on web pages (content) and Vietnamese pages (labels) at once."""

from dataclasses import dataclass

import jax
import jax.numpy as jnp
import numpy as np
import optax

from mocgioi.draft import columns
from mocgioi.draft.labels import BODY, LABELS, ZONE_OF
from mocgioi.draft.lexicon import NAMES as LEXICON_NAMES
from mocgioi.draft.lines import Lines
from mocgioi.draft.network import DILATIONS

WIDTH, EPOCHS, RATE, DECAY = 64, 26, 4e-3, 0.05
DROP, DROP_ROW, DROP_LEXICON = 0.22, 0.05, 0.2
VIETNAMESE, WEAK = 0.5, 0.4  # weight of a Vietnamese page, and of one of which little is known, beside a web page
SPACE, PAGES, GAP = 6144, 64, max(DILATIONS)  # lines and pages a step, empty places between pages
WORDS_ROW = columns.row_names().index("words")
_ROWS = len(columns.row_names())
_FIRST_LEXICON = columns.row_names().index(LEXICON_NAMES[0])
_OF_BODY = jnp.array(ZONE_OF == BODY)


@dataclass
class Set:
    """Pages to train on. label int64[lines] (-1 where unknown), content uint8[lines], weight float[lines] (words or
    characters), kind: "web" (content is known), "weak" (whether a line is body is known) or "local" (labels are known)."""

    rows: np.ndarray
    lines: Lines
    content: np.ndarray
    weight: np.ndarray
    label: np.ndarray
    kind: str


def _steps(sets: list[Set], pages: list[np.ndarray], random) -> list[list[tuple[int, int, int]]]:
    """Which pages go together in a step: (set, page, lines) each. A page longer than a step is cut."""
    items = [
        (number, int(page), min(int(np.diff(one.lines.first)[page]), SPACE - 2 * GAP))
        for number, (one, chosen) in enumerate(zip(sets, pages, strict=True))
        for page in chosen
    ]
    if random is not None:
        items = [items[i] for i in random.permutation(len(items))]
    out, step, used = [], [], GAP
    for item in items:
        if used + item[2] + GAP > SPACE or len(step) == PAGES - 1:
            out.append(step)
            step, used = [], GAP
        step.append(item)
        used += item[2] + GAP
    return [*out, step] if step else out


def _pack(step, sets: list[Set]) -> tuple[dict, list]:
    x = np.zeros((_ROWS, SPACE), np.uint8)
    line = {name: np.zeros(SPACE, np.float32) for name in ("mask", "content", "weight")}
    line |= {"page": np.full(SPACE, PAGES - 1, np.int32), "label": np.full(SPACE, -1, np.int32)}
    page = {name: np.zeros(PAGES, np.float32) for name in ("web", "weak", "local")}
    at, where = GAP, []
    for place, (number, index, size) in enumerate(step):
        one = sets[number]
        source, target = slice(one.lines.first[index], one.lines.first[index] + size), slice(at, at + size)
        x[:, target] = one.rows[:, source]
        line["mask"][target], line["page"][target] = 1, place
        for name in ("content", "weight", "label"):
            line[name][target] = getattr(one, name)[source]
        page[one.kind][place] = 1
        where.append((target, source))
        at += size + GAP
    return {"x": np.ascontiguousarray(x.T)} | line | page, where


def _start(key) -> dict:
    keys = iter(jax.random.split(key, 16))

    def weights(inputs, outputs, scale):
        return jax.random.normal(next(keys), (inputs, outputs)) * scale

    c = WIDTH
    start = {
        "enter": (weights(_ROWS, c, _ROWS**-0.5), jnp.zeros(c)),
        "page": (weights(2 * c, c, (2 * c) ** -0.5), jnp.zeros(c)),
        "hidden": (weights(c, c, c**-0.5), jnp.zeros(c)),
        "content": (weights(c, 1, 0.1), jnp.zeros(1) - 1),
        "fine": (weights(c, len(LABELS), 0.1), jnp.zeros(len(LABELS))),
    }
    for number, _ in enumerate(DILATIONS):
        start[f"conv{number}"] = (weights(3 * c, c, (2 / (3 * c)) ** 0.5 * 0.7), jnp.zeros(c))
    return start


def _shift(h, by: int):
    empty = jnp.zeros((abs(by), h.shape[1]))
    return jnp.concatenate([empty, h[:-by]]) if by > 0 else jnp.concatenate([h[-by:], empty])


def forward(parameters: dict, batch: dict, key=None):
    """Content logit [SPACE] and label logits [SPACE, labels]; with a key, as in training (with drop-out)."""
    keys = None if key is None else iter(jax.random.split(key, 16))

    def drop(value, rate=DROP):
        if keys is None:
            return value
        return value * jax.random.bernoulli(next(keys), 1 - rate, value.shape) / (1 - rate)

    def apply(name, value):
        weight, bias = parameters[name]
        return value @ weight + bias

    mask, page = batch["mask"][:, None], batch["page"]
    x = (batch["x"].astype(jnp.float32) - 64) / 128
    if keys is not None:
        silent = jax.random.bernoulli(next(keys), DROP_LEXICON, (PAGES, 1))[page]
        x = jnp.where(silent & (jnp.arange(_ROWS) >= _FIRST_LEXICON), 0.5, x)
        x = x * jax.random.bernoulli(next(keys), 1 - DROP_ROW, (PAGES, _ROWS))[page]
    x = x * mask
    h = drop(jax.nn.relu(apply("enter", x)) * mask)
    for number, reach in enumerate(DILATIONS):
        if number == 1:
            h = jax.nn.relu(h + drop(_of_page(apply, h, x, mask, page))[page] * mask)
        near = jnp.concatenate([_shift(h, reach), h, _shift(h, -reach)], axis=1)
        h = drop((h + jax.nn.relu(apply(f"conv{number}", near))) * mask)
    return apply("content", h)[:, 0], apply("fine", jax.nn.relu(apply("hidden", h)))


def _of_page(apply, h, x, mask, page):
    heavy = mask * (1 + x[:, WORDS_ROW : WORDS_ROW + 1])
    means = [_sum(h * weight, page) / (_sum(weight, page) + 1e-6) for weight in (mask, heavy)]
    return jnp.tanh(apply("page", jnp.concatenate(means, axis=1)))


def _sum(value, page):
    return jax.ops.segment_sum(value, page, PAGES)


def _loss(parameters, batch, key):
    """Web pages: cross-entropy of content, and one minus the soft F1. Vietnamese: of labels, and of body or not; where only
    the latter is known, of that. Vietnamese and weak pages count less."""
    logit, fine = forward(parameters, batch, key)
    page, target, weight = batch["page"], batch["content"], batch["weight"]
    mass = jnp.sqrt(weight + 0.3) * batch["mask"]
    norm = _sum(mass, page) + 1e-6
    chance = jax.nn.sigmoid(logit)
    cross = jnp.maximum(logit, 0) - logit * target + jnp.log1p(jnp.exp(-jnp.abs(logit)))
    both, sizes = _sum(chance * target * weight, page), _sum((chance + target) * weight, page)
    web = _sum(cross * mass, page) / norm + 1 - 2 * both / (sizes + 1)
    logs = jax.nn.log_softmax(fine)
    label = -jnp.take_along_axis(logs, jnp.maximum(batch["label"], 0)[:, None], axis=1)[:, 0]
    body = jax.nn.logsumexp(jnp.where(_OF_BODY, logs, -1e9), axis=1)
    rest = jax.nn.logsumexp(jnp.where(_OF_BODY, -1e9, logs), axis=1)
    zone = _sum(-jnp.where(target > 0.5, body, rest) * mass, page) / norm
    local = _sum(label * mass, page) / norm + zone
    return jnp.sum(batch["web"] * web + VIETNAMESE * batch["local"] * local + WEAK * batch["weak"] * zone) / 32


def fit(sets: list[Set], pages: list[np.ndarray], seed: int = 0) -> dict:
    """Train on those pages of each set; the average of the weights over the last steps, as numpy arrays."""
    parameters = _start(jax.random.key(seed))
    total = len(_steps(sets, pages, None)) * EPOCHS
    decayed = jax.tree.map(lambda value: value.ndim > 1, parameters)
    rate = optax.cosine_onecycle_schedule(total + EPOCHS * 3, RATE, 0.15)
    optimiser = optax.chain(
        optax.clip_by_global_norm(1.0), optax.adamw(rate, b2=0.99, weight_decay=DECAY, mask=decayed)
    )
    state, average = optimiser.init(parameters), parameters

    @jax.jit
    def advance(parameters, state, average, batch, key):
        gradient = jax.grad(_loss)(parameters, batch, key)
        change, state = optimiser.update(gradient, state, parameters)
        parameters = optax.apply_updates(parameters, change)
        return parameters, state, jax.tree.map(lambda a, p: 0.98 * a + 0.02 * p, average, parameters)

    random, key = np.random.default_rng(seed), jax.random.key(seed + 1)
    for _ in range(EPOCHS):
        for step in _steps(sets, pages, random):
            key, now = jax.random.split(key)
            parameters, state, average = advance(parameters, state, average, _pack(step, sets)[0], now)
    return jax.tree.map(np.asarray, average)
