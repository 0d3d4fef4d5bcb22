"""Stage two: a small convolutional network, trained on web pages (content) and Vietnamese pages (labels) at once."""

import jax
import jax.numpy as jnp
import numpy as np
import optax

from mocgioi.draft import columns
from mocgioi.draft.labels import BODY, LABELS, ZONE_OF
from mocgioi.draft.lexicon import NAMES as LEXICON_NAMES
from mocgioi.draft.network import DILATIONS
from mocgioi.draft.senses import NOTHING, SIZE, SLOTS, UNIT

from .sets import PAGES, ROWS, WORDS_ROW, Set, line_sums, pack, scaled, steps

WIDTH, EPOCHS, RATE, DECAY = 80, 26, 4e-3, 0.05
DROP, DROP_ROW, DROP_LEXICON = 0.22, 0.05, 0.2
DROP_SENSES, DROP_WORD, DROP_ENTRY = 0.2, 0.2, 0.15  # of a page, of a word where it stands, of an entry everywhere
LOCAL_WEIGHT = 0.5  # of a Vietnamese page beside a web page,
WEAK_WEIGHT = 0.4  # and of one of which little is known
_FIRST_LEXICON = columns.row_names().index(LEXICON_NAMES[0])
_OF_BODY = jnp.array(ZONE_OF == BODY)


def _start(key) -> dict:
    keys = iter(jax.random.split(key, 16))

    def weights(inputs, outputs, scale):
        return jax.random.normal(next(keys), (inputs, outputs)) * scale

    c = WIDTH
    start = {
        "senses": weights(1 << SLOTS, SIZE, 0.05),
        "enter": (jnp.concatenate([weights(ROWS, c, ROWS**-0.5), weights(SIZE, c, 2 * SIZE**-0.5)]), jnp.zeros(c)),
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
    x = scaled(batch["x"].astype(jnp.float32))
    if keys is not None:
        silent = jax.random.bernoulli(next(keys), DROP_LEXICON, (PAGES, 1))[page]
        x = jnp.where(silent & (jnp.arange(ROWS) >= _FIRST_LEXICON), 0.5, x)
        x = x * jax.random.bernoulli(next(keys), 1 - DROP_ROW, (PAGES, ROWS))[page]
    x = jnp.concatenate([x, _senses(parameters["senses"], batch["slots"], page, keys)], axis=1) * mask
    h = drop(jax.nn.relu(apply("enter", x)) * mask)
    for number, reach in enumerate(DILATIONS):
        if number == 1:
            h = jax.nn.relu(h + drop(_of_page(apply, h, x, mask, page))[page] * mask)
        near = jnp.concatenate([_shift(h, reach), h, _shift(h, -reach)], axis=1)
        h = drop((h + jax.nn.relu(apply(f"conv{number}", near))) * mask)
    return apply("content", h)[:, 0], apply("fine", jax.nn.relu(apply("hidden", h)))


def _senses(table, slots, page, keys):
    """The rows of the words' senses, scaled: [SPACE, SIZE]."""
    held = slots >= 0
    if keys is not None:
        held &= jax.random.bernoulli(next(keys), 1 - DROP_WORD, slots.shape)
        held &= jax.random.bernoulli(next(keys), 1 - DROP_ENTRY, (len(table),))[slots]
        held &= jax.random.bernoulli(next(keys), 1 - DROP_SENSES, (PAGES, 1))[page]
    total = line_sums(table, slots, held, jnp)
    return scaled(jnp.clip(total * UNIT + NOTHING, 0, 255))


def whole_senses(parameters: dict) -> np.ndarray:
    """The table of senses as it ships: int8[2**SLOTS, SIZE]."""
    return np.clip(np.rint(np.asarray(parameters["senses"]) * UNIT), -127, 127).astype(np.int8)


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
    return jnp.sum(batch["web"] * web + LOCAL_WEIGHT * batch["local"] * local + WEAK_WEIGHT * batch["weak"] * zone) / 32


def fit(sets: list[Set], pages: list[np.ndarray], seed: int = 0) -> dict:
    """Train on those pages of each set; the average of the weights over the last steps, as numpy arrays."""
    parameters = _start(jax.random.key(seed))
    total = len(steps(sets, pages, None)) * EPOCHS
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
        for step in steps(sets, pages, random):
            key, now = jax.random.split(key)
            parameters, state, average = advance(parameters, state, average, pack(step, sets)[0], now)
    return jax.tree.map(np.asarray, average)
