"""TeX formulas as Typst writes them, for the part of TeX a short paper needs.

Understood: letters and digits, `^` and `_`, `\\frac`, `\\sqrt`, `\\text`, `\\mathbb`, `\\mathcal`, `\\mathbf`,
`\\mathrm`, `\\operatorname`, accents, Greek letters, the relations and operators in SYMBOLS, named functions,
`\\left` and `\\right`, and the rows of `aligned`. Anything else raises NotUnderstood with its name.
"""

import json
import re

SYMBOLS = {
    "cdot": "dot.op", "times": "times", "div": "div", "pm": "plus.minus", "mp": "minus.plus", "le": "<=", "leq": "<=",
    "ge": ">=", "geq": ">=", "ne": "!=", "neq": "!=", "ll": "<<", "gg": ">>", "approx": "approx", "sim": "tilde.op",
    "simeq": "tilde.eq", "equiv": "equiv", "propto": "prop", "in": "in", "notin": "in.not", "subset": "subset",
    "subseteq": "subset.eq", "cup": "union", "cap": "inter", "to": "->", "rightarrow": "->", "leftarrow": "<-",
    "Rightarrow": "=>", "mapsto": "|->", "infty": "infinity", "partial": "partial", "nabla": "nabla", "mid": "|",
    "vert": "|", "Vert": "||", "|": "||", "forall": "forall", "exists": "exists", "neg": "not", "land": "and",
    "lor": "or", "ldots": "dots.h", "dots": "dots.h", "cdots": "dots.h.c", "sum": "sum", "prod": "product",
    "int": "integral", "circ": "compose", "star": "star.op", "ast": "*", "top": "top", "bot": "bot", "perp": "perp",
    "ell": "ell", "langle": "chevron.l", "rangle": "chevron.r", "lfloor": "floor.l", "rfloor": "floor.r",
    "lceil": "ceil.l", "rceil": "ceil.r", "{": "{", "}": "}", "%": "%", "$": "\\$", "#": "\\#", "&": "\\&", "_": "\\_",
    ",": "thin", ";": "med", ":": "med", "!": "", " ": "space", "quad": "quad", "qquad": "wide", "emptyset": "emptyset",
    "setminus": "without", "otimes": "times.o", "oplus": "plus.o", "iff": "<=>", "implies": "==>", "gets": "<-",
    "prime": "prime", "lVert": "||", "rVert": "||", "lvert": "|", "rvert": "|", "colon": ":", "dagger": "dagger",
}  # fmt: skip
GREEK = [
    "alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa", "lambda", "mu", "nu", "xi",
    "pi", "rho", "sigma", "tau", "upsilon", "phi", "chi", "psi", "omega", "Gamma", "Delta", "Theta", "Lambda", "Xi",
    "Pi", "Sigma", "Upsilon", "Phi", "Psi", "Omega",
]  # fmt: skip
VARIANTS = {
    "varepsilon": "epsilon",
    "epsilon": "epsilon.alt",
    "varphi": "phi",
    "phi": "phi.alt",
    "vartheta": "theta.alt",
}
FUNCTIONS = [
    "log", "ln", "exp", "sin", "cos", "tan", "max", "min", "sup", "inf", "lim", "det", "dim", "gcd", "Pr", "arg",
    "ker", "tanh",
]  # fmt: skip
WRAPPERS = {
    "mathbb": "bb", "mathcal": "cal", "mathbf": "bold", "boldsymbol": "bold", "mathrm": "upright", "mathsf": "sans",
    "mathit": "italic", "hat": "hat", "widehat": "hat", "bar": "macron", "overline": "overline", "tilde": "tilde",
    "widetilde": "tilde", "vec": "arrow", "dot": "dot", "ddot": "dot.double", "underline": "underline", "sqrt": "sqrt",
}  # fmt: skip
IGNORED = {
    "left",
    "right",
    "big",
    "Big",
    "bigl",
    "bigr",
    "Bigl",
    "Bigr",
    "displaystyle",
    "limits",
    "nolimits",
    "mathop",
}
_TOKEN = re.compile(r"\\([a-zA-Z]+|.)|([{}^_&])|(\d+(?:\.\d+)?)|(\s+)|(.)", re.DOTALL)


class NotUnderstood(ValueError):
    """A piece of TeX this cannot say in Typst; its name is the message."""


def to_typst(tex: str) -> str:
    """The formula between Typst's dollars (without them). Raises NotUnderstood."""
    reader = _Reader(tex)
    said = reader.row(until="")
    return said


class _Reader:
    """Reads tokens from left to right; each piece comes back as Typst."""

    def __init__(self, tex: str) -> None:
        self.tokens = [found for found in _TOKEN.finditer(tex.strip()) if not found[4]]
        self.at = 0

    def row(self, until: str) -> str:
        """Pieces up to the closing token, which is taken."""
        parts: list[str] = []
        while self.at < len(self.tokens):
            token = self.tokens[self.at]
            if until and token[0] == until:
                self.at += 1
                return " ".join(parts)
            if token[2] in ("^", "_"):
                self.at += 1
                parts.append(f"{token[2]}({self.piece()})")
                continue
            parts.append(self.piece())
        if until:
            raise NotUnderstood(f"a missing {until}")
        return " ".join(each for each in parts if each)

    def piece(self) -> str:
        """One piece: a group, a command with its arguments, a number or a character."""
        if self.at >= len(self.tokens):
            raise NotUnderstood("a missing argument")
        token = self.tokens[self.at]
        self.at += 1
        if token[1]:
            return self.command(token[1])
        if token[2] == "{":
            return self.row(until="}")
        if token[2] == "&":
            return "&"
        if token[2]:
            raise NotUnderstood(token[2])
        return token[3] or _character(token[5])

    def command(self, name: str) -> str:
        if name == "frac" or name in ("dfrac", "tfrac"):
            return f"frac({self.piece()}, {self.piece()})"
        if name in ("text", "textrm", "mathtext", "operatorname", "mbox"):
            said = json.dumps(self.words(), ensure_ascii=False)
            return f"op({said})" if name == "operatorname" else said
        if name == "sqrt" and self.is_next("["):
            self.at += 1
            return f"root({self.row(until=']')}, {self.piece()})"
        if name in WRAPPERS:
            return f"{WRAPPERS[name]}({self.piece()})"
        if name in ("begin", "end"):
            return self.environment(self.words())
        return _symbol(name)

    def environment(self, name: str) -> str:
        """Aligned rows stand as they are; of the others only their beginning is refused."""
        if name not in ("aligned", "align", "align*", "gathered"):
            raise NotUnderstood(rf"\begin{{{name}}}")
        return ""

    def words(self) -> str:
        """A group as it is written."""
        if not self.is_next("{"):
            raise NotUnderstood("a missing {")
        start = self.tokens[self.at].end()
        while self.at < len(self.tokens) and self.tokens[self.at][0] != "}":
            self.at += 1
        if self.at == len(self.tokens):
            raise NotUnderstood("a missing }")
        end = self.tokens[self.at].start()
        self.at += 1
        return self.tokens[0].string[start:end]

    def is_next(self, text: str) -> bool:
        return self.at < len(self.tokens) and self.tokens[self.at][0] == text


def _symbol(name: str) -> str:
    if name == "\\":
        return "\\\n"
    if name in IGNORED:
        return ""
    if name in VARIANTS:
        return VARIANTS[name]
    if name in GREEK or name in FUNCTIONS:
        return name
    if name in SYMBOLS:
        return SYMBOLS[name]
    raise NotUnderstood(f"\\{name}")


def _character(each: str) -> str:
    """A character that means something else in Typst is escaped; an apostrophe is a prime in both."""
    return f"\\{each}" if each in '/#$"@`,;' else each
