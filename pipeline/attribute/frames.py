"""A clause in, for each of its quantities the property, the entity and the whole it is measured of out."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.attribute.phrases import (
    Range,
    firm_of,
    is_noun,
    is_verbal,
    phrase_before,
    phrase_end,
    subject,
    verbs_back,
)
from pipeline.attribute.sight import Hit, Sight
from pipeline.records import Quantity, Reading
from pipeline.rulebook.meaning import MeaningBook

NOTHING = Reading()
OF = frozenset({"dari", "terhadap", "atas", "kepada", "daripada"})
TIMES = frozenset({"duration", "month", "year", "when", "date", "date_edge", "number", "weekday", "period_word"})
WHOLES = frozenset({"total", "seluruh", "keseluruhan", "rata-rata", "jumlah"})
NO_WHOLE = frozenset({"sebelumnya", "semula", "posisi", "sisi", "periode", "angka", "level", "akhir", "awal", "median"})
VERBS_OF_MEASURE = frozenset({"link", "rise", "fall", "share_verb"})
ITEM_ENDS = frozenset(
    {"comparator", "bridge", "each", "currency_before", "colon", "punctuation", "preposition", "auxiliary"}
)
STEPS = frozenset({"comparator", "bridge", "each"})
ACTIVE = ("me", "ber")
ATTRIBUTES = ("ber", "se")
OBJECT_VERBS = frozenset({"rise_object", "fall_object"})
NAMING = frozenset({"adalah", "yaitu", "yakni", "ialah", ","})
INSIDE_NOUN = frozenset({"terhadap", "dari", "untuk", "dalam", "pada", "di", "atas", "kepada", "per", "oleh", "bagi"})


@dataclass(frozen=True, slots=True)
class Frame:
    """What a quantity measures: `code` is the indicator its property or verb names, "" if none does."""

    property: Reading = NOTHING
    entity: Reading = NOTHING
    denominator: Reading = NOTHING
    code: str = ""
    word: str = ""


def frames(sight: Sight, quantities: Sequence[Quantity], before: Frame, book: MeaningBook) -> list[Frame]:
    """Return a frame a quantity, in order; `before` is the last frame of the sentence before."""
    result: list[Frame] = []
    for k, quantity in enumerate(quantities):
        previous = result[-1] if result else None
        frame = _Framer(sight, k, quantity, book).frame(previous, before)
        if frame.denominator.end > quantity.end:
            past = _past(sight, frame.denominator.end)
            sight.free[k] = max(sight.free[k], past if sight.terms[past].tag != "relative" else 0)
        result.append(frame)
    return result


def _past(sight: Sight, end: int) -> int:
    """Return the term after the character `end` and after a bracket that follows it."""
    first = bisect_left([t.start for t in sight.terms], end)
    if first < len(sight.terms) and sight.terms[first].text == "(":
        return next((i + 1 for i in range(first, len(sight.terms)) if sight.terms[i].text == ")"), first)
    return first


class _Framer:
    """The view from one quantity: [low, high) are the terms between the quantity before and this one."""

    def __init__(self, sight: Sight, place: int, quantity: Quantity, book: MeaningBook) -> None:
        self.sight = sight
        self.place = place
        self.quantity = quantity
        self.book = book
        self.high, self.after = sight.spans[place]
        self.low = sight.free[place - 1] if place else 0
        self.limit = sight.spans[place + 1][0] if place + 1 < len(sight.spans) else len(sight.terms) - 1
        split = [i for i in range(self.low, self.high) if sight.has(i, "split")]
        self.start = max(split[-1] + 1 if split else self.low, self._statement())
        self.head = self._statement()

    def _statement(self) -> int:
        """Return where the statement begins: behind "X mengatakan (bahwa)" and "Menurut X,"."""
        sight = self.sight
        spoken = [i for i in range(self.high) if sight.has(i, "speech")]
        head = spoken[-1] + 1 if spoken else 0
        if any(sight.word(i) == "menurut" for i in range(head, min(head + 3, self.high))):
            comma = next((i for i in range(head, self.high) if sight.terms[i].tag == "comma"), None)
            head = comma + 1 if comma is not None else head
        return head

    def frame(self, previous: Frame | None, before: Frame) -> Frame:
        hit = None if self._is_item(previous) else self._hit_before() or self._hit_behind()
        if hit is not None:
            frame = self._of_hit(hit, previous)
        else:
            frame = (
                self._of_generic(previous)
                or self._of_verb(previous)
                or self._broken_down(previous)
                or self._of_verb_behind(previous)
                or self._inherited(previous)
                or self._carried(before)
                or self._of_noun()
            )
        same = previous if previous is not None and previous.property.value == frame.property.value else None
        whole = self._denominator(same, before)
        frame = self._owned_share(hit, replace(frame, denominator=whole), previous)
        frame = self._measured_behind(self._counted(frame))
        frame = self._priced(self._exchanged(self._indexed(frame, previous)))
        return replace(frame, entity=self._resolved(frame.entity))

    # --- the property -------------------------------------------------------------------------------------------

    def _is_item(self, previous: Frame | None) -> bool:
        """Tell whether the quantity is an item of a list that the one before opened: ", kelompok sandang 2,05 persen"."""
        if previous is None or self.high <= self.low or self.quantity.kind not in ("percent", "money"):
            return False
        sight = self.sight
        joined = sight.terms[self.low].tag in ("comma", "and") or sight.terms[self.low].text == ")"
        moving = any(is_verbal(sight, i) or sight.has(i, "owner") for i in range(self.low, self.high))
        first = next((i for i in range(self.low, self.high) if is_noun(sight, i) and not sight.has(i, "generic")), None)
        return joined and not moving and first is not None and not any(h.first == first for h in sight.hits)

    def _hit_before(self) -> Hit | None:
        """Return the last property before the quantity; of a chain "kontribusi X terhadap Y" its head."""
        hits = [h for h in self.sight.hits if self.start <= h.first and h.last <= self.high and not self._is_base(h)]
        if not hits or self._leaves(hits[-1].last) or self._does(hits[-1].last):
            return None
        head = hits[-1]
        for hit in reversed(hits[:-1]):
            if not self._same_noun_phrase(hit.last, head.first):
                break
            if not (hit.code == "gdp_growth" and hit.last == head.first) and not self.sight.has(hit.first, "generic"):
                head = hit
        return head

    def _is_base(self, hit: Hit) -> bool:
        """Tell whether the property is only the base of a rate or of a comparison: "per saham", "dari PDB"."""
        before = max(hit.first - 1, 0)
        described = self.sight.terms[before].tag == "verb" and self.sight.terms[before - 1].tag == "relative"
        return described or self.sight.terms[before].tag == "per" or self.sight.word(before) == "sebagai"

    def _does(self, first: int) -> bool:
        """Tell whether a verb that names a measure itself stands behind the property: "… dengan memfasilitasi 65 IKM"."""
        terms = self.sight.terms
        between = [v for v in self.sight.verbs if first <= v.first and v.last <= self.high]
        return any(self.sight.word(v.first).startswith("me") and terms[v.first - 1].tag != "relative" for v in between)

    def _leaves(self, first: int) -> bool:
        """Tell whether another verb than that of a relative clause stands between the property and the quantity."""
        sight = self.sight
        for i in range(first, self.high):
            plain = sight.terms[i].tag == "verb" and not sight.cues[i] & VERBS_OF_MEASURE
            if (
                plain
                and sight.word(i).startswith(ACTIVE)
                and sight.terms[i - 1].tag not in ("relative", "auxiliary", "preposition")
            ):
                return True
        return False

    def _same_noun_phrase(self, low: int, high: int) -> bool:
        return all(
            is_noun(self.sight, i) or self.sight.word(i) in INSIDE_NOUN or self.sight.terms[i].text in "()"
            for i in range(low, high)
        )

    def _hit_behind(self) -> Hit | None:
        """Return the property right behind: "29,02 persen saham", "1,76 miliar dolar AS pinjaman program"."""
        if self.quantity.kind == "count":
            return None
        rated = self.quantity.kind in ("percent", "ratio")
        return next((h for h in self.sight.hits if h.first == self.after and (h.code == "capital" or not rated)), None)

    def _of_hit(self, hit: Hit, previous: Frame | None) -> Frame:
        limit = self.limit if hit.first >= self.after else self.high
        last = self._past_modifiers(hit.last, limit)
        name = self._reading(hit.first, last, hit.end if last == hit.last else 0)
        word = self.sight.word(hit.first)
        if hit.possessive:
            owner = self._fronted_topic() or self._holder(hit, previous)
            return Frame(name, owner, NOTHING, hit.code, word)
        owner, name = self._complement(hit, last, limit, name)
        if not owner.value and hit.first < self.high:
            owner = self._right_before(hit)
        if not owner.value:
            parted = self._parted(hit)
            owner, name = parted if parted is not None else (self._holder(hit, previous), name)
        return Frame(name, owner, NOTHING, hit.code, word)

    def _parted(self, hit: Hit) -> tuple[Reading, Reading] | None:
        """Part "penerimaan cukai" into entity and property; fixed terms ("cadangan devisa") stay whole."""
        text = self.sight.text[hit.start : hit.end]
        fixed = self.book.cues.find(text.lower(), 0)
        head = self.book.properties.head(text.lower())
        if not head or (fixed is not None and "fixed" in fixed.meaning):
            return None
        tail = hit.start + len(head) + 1
        modifier = self.book.cues.find(text.lower(), len(head) + 1)
        if modifier is not None and "modifier" in modifier.meaning and tail + modifier.end - len(head) - 1 >= hit.end:
            return None
        whole = Reading(self.sight.text[tail : hit.end], tail, hit.end)
        return whole, Reading(text[: len(head)], hit.start, hit.start + len(head))

    def _fronted_topic(self) -> Reading | None:
        """Return the noun phrase set before the sentence: "Sektor konstruksi, pertumbuhan PPh-nya 30 persen"."""
        first = self.head + (self.sight.terms[self.head].tag == "boundary")
        last = phrase_end(self.sight, first, self.high)
        return self._reading(first, last) if last > first and self.sight.terms[last].tag == "comma" else None

    def _right_before(self, hit: Hit) -> Reading:
        """Return the noun phrase between a linking word and the quantity: "terbesar adalah industri kimia 5,2 persen"."""
        first = self.high
        while first > hit.last and is_noun(self.sight, first - 1):
            first -= 1
        linked = hit.last < first < self.high and self.sight.word(first - 1) in NAMING
        return self._reading(first, self.high) if linked else NOTHING

    def _past_modifiers(self, first: int, limit: int) -> int:
        while first < limit and (self.sight.has(first, "modifier") or self.sight.terms[first].tag == "per"):
            first += 1 + (self.sight.terms[first].tag == "per")
        return first

    def _complement(self, hit: Hit, first: int, limit: int, name: Reading) -> tuple[Reading, Reading]:
        """Return whose property it is, by the noun phrase behind it, and the property with what belongs to it."""
        sight = self.sight
        first = self._past_modifiers(self._past_brackets(first, limit), limit)
        if (doer := self._doer(first, limit)).value:
            return doer, name
        last = phrase_end(sight, first, limit)
        if last == first + 1 and sight.word(first).endswith("nya"):
            return NOTHING, name
        if last > first:
            firm = firm_of(sight, (first, last)) or firm_of(sight, (last, self._past_brackets(last, limit + 1)))
            if firm is not None and firm[0] > first:
                return self._reading(*firm), self._reading(hit.first, firm[0])
            if (firm := self._apposed(last, limit)) is not None:
                return self._reading(*firm), self._reading(hit.first, last)
            return self._reading(first, last), name
        return (self._after_preposition(first, limit) if hit.first < self.high else NOTHING), name

    def _apposed(self, last: int, limit: int) -> Range | None:
        """Return the firm in "ekspor CPO (minyak sawit) PT X", "perusahaan farmasi terbesar, PT X"."""
        after = self._past_brackets(last, limit)
        while after < min(last + 6, limit) and self.sight.terms[after].tag in ("superlative", "name", "comma"):
            if firm := firm_of(self.sight, (after, phrase_end(self.sight, after, limit))):
                return firm
            after += 1
        return firm_of(self.sight, (after, phrase_end(self.sight, after, limit))) if after > last else None

    def _doer(self, first: int, limit: int) -> Reading:
        """Return the owner in "yang dimiliki (oleh) X", "yang ada di X", "… oleh X"."""
        sight = self.sight
        doer = next((i for i in range(first, limit) if sight.word(i) == "oleh"), None)
        if doer is None and first + 2 < limit and sight.terms[first].tag == "relative":
            passive = sight.word(first + 1).startswith("di") or sight.word(first + 1) == "ada"
            doer = first + 1 + (sight.word(first + 2) in ("di", "pada")) if passive else None
        if doer is None:
            return NOTHING
        last = phrase_end(sight, doer + 1, limit)
        return self._reading(doer + 1, last) if last > doer + 1 else NOTHING

    def _past_brackets(self, first: int, limit: int) -> int:
        if first < limit and self.sight.terms[first].text == "(":
            closing = next((i for i in range(first, limit) if self.sight.terms[i].text == ")"), first - 1)
            return closing + 1
        return first

    def _after_preposition(self, first: int, limit: int) -> Reading:
        sight = self.sight
        if first >= limit or not sight.has(first, "owner") or sight.terms[first + 1].tag in TIMES:
            return NOTHING
        purpose = sight.word(first) == "untuk" and any(h.first == first + 1 for h in sight.hits)
        if purpose or sight.has(first + 1, "budget_law"):
            return NOTHING
        last = phrase_end(self.sight, first + 1, limit)
        return self._reading(first + 1, last) if last > first + 1 else NOTHING

    def _holder(self, hit: Hit, previous: Frame | None) -> Reading:
        """Return the subject whose property it is; nothing for what nobody owns (inflation, an exchange rate)."""
        if self.sight.word(hit.first - 1) == "dengan":
            bearer = phrase_before(self.sight, hit.first - 1, self.low, through=False)
            if bearer is not None and bearer[1] == hit.first - 1 and not self._is_property(bearer):
                return self._reading(*bearer)
        indicator = self.book.indicators.get(hit.code)
        moved = any(self.sight.cues[i] & OBJECT_VERBS for i in range(self.start, hit.first))
        if not moved and indicator is not None and indicator.owner == "no":
            same = previous is not None and previous.code == hit.code and hit.possessive
            return previous.entity if previous is not None and same else NOTHING
        end = min(hit.first, self.high)
        actor = subject(self.sight, self.start, end if end > self.start else self.high)
        if actor and not self._is_property(actor):
            return self._reading(*actor)
        if previous is not None and previous.entity.value and previous.entity.cue != "counted":
            return previous.entity
        actor = subject(self.sight, self.head, end if end > self.head else self.high)
        if actor and not self._is_property(actor):
            return self._reading(*actor)
        actor = subject(self.sight, 0, self.high, firms=True)
        if actor is None and indicator is not None and indicator.owner == "firm":
            actor = self._last_firm(end)
        return self._reading(*actor) if actor else NOTHING

    def _last_firm(self, end: int) -> Range | None:
        """Return the last firm that is named before."""
        sight = self.sight
        for i in range(end - 1, 0, -1):
            if sight.has(i, "company") and sight.terms[i].text[:1].isupper():
                return i, phrase_end(sight, i, len(sight.terms) - 1)
        return None

    def _is_property(self, place: Range) -> bool:
        return any(place[0] <= h.first < place[1] for h in self.sight.hits) or all(
            self.sight.has(i, "rise_noun") or self.sight.has(i, "fall_noun") or self.sight.has(i, "modifier")
            for i in range(*place)
        )

    # --- without a property in the lexicon --------------------------------------------------------------------------

    def _of_generic(self, previous: Frame | None) -> Frame | None:
        """Read "dengan nilai Rp5 miliar": a noun that says nothing by itself, of what was spoken of before."""
        first = next((i for i in range(self.high - 1, self.start - 1, -1) if self._names_amount(i)), None)
        if first is None:
            return None
        last = phrase_end(self.sight, first + 1, self.high)
        known = previous or Frame()
        entity = self._reading(first + 1, last) if last > first + 1 else known.entity
        return replace(known, property=self._reading(first, first + 1), entity=entity, word=self.sight.word(first))

    def _names_amount(self, index: int) -> bool:
        sight = self.sight
        linked = all(
            sight.terms[i].tag in STEPS or sight.has(i, "link") or is_noun(sight, i)
            for i in range(index + 1, self.high)
        )
        return sight.has(index, "generic") and is_noun(sight, index) and linked

    def _of_verb(self, previous: Frame | None) -> Frame | None:
        """Read the verb as the property: "IKM mampu menyerap 65 persen"."""
        if previous is not None and any(self.sight.has(i, "next") for i in range(self.low, self.high)):
            return None
        known = [v for v in self.sight.verbs if self.start <= v.first and v.last <= self.high]
        if known:
            verb = known[-1]
            first, code = verb.first, verb.code
            name = self._reading(first, verb.last, verb.end)
        else:
            first = next(verbs_back(self.sight, self.start, self.high), -1)
            if first < 0 or (previous is not None and self.sight.cues[first] & {"rise", "fall"}):
                return None
            name, code = self._reading(first, first + 1), ""
        return Frame(name, self._actor(first, previous), NOTHING, code, self.sight.word(first))

    def _broken_down(self, previous: Frame | None) -> Frame | None:
        """Go on in "89 sentra, di antaranya 21 sentra …": a part of what was counted before."""
        opened = any(self.sight.has(i, "breakdown") for i in range(self.low, self.high))
        return self._inherited(previous) if opened else None

    def _of_verb_behind(self, previous: Frame | None) -> Frame | None:
        """Read the verb behind a counted noun or a whole: "44 smelter telah beroperasi", "80 persen bahan baku diimpor"."""
        sight = self.sight
        if previous is not None and not any(
            sight.terms[i].tag in ("comma", "conjunction") for i in range(self.low, self.high)
        ):
            return None
        first = sight.free[self.place]
        if sight.word(first) in OF:
            first = phrase_end(sight, first + 1 + (sight.word(first + 1) in WHOLES), self.limit)
        first = phrase_end(sight, first, self.limit)
        while first < self.limit and sight.terms[first].tag in ("auxiliary", "intent", "relative", "determiner"):
            first += 1
        if first >= self.limit or sight.terms[first].tag != "verb" or sight.has(first, "speech"):
            return None
        verb = next((v for v in sight.verbs if v.first == first), None)
        return Frame(self._reading(first, first + 1), NOTHING, NOTHING, verb.code if verb else "", sight.word(first))

    def _actor(self, verb: int, previous: Frame | None) -> Reading:
        """Return who does what the verb says: "dimiliki oleh X 5 persen", "X menyerap"."""
        sight = self.sight
        if sight.word(verb).startswith("di") and verb + 1 < self.high:
            first = verb + 1 + (sight.word(verb + 1) in ("oleh", "kepada", "bagi"))
            last = phrase_end(sight, first, self.high)
            if last > first:
                return self._reading(first, last)
        described = sight.word(verb).startswith(ATTRIBUTES)
        actor = phrase_before(sight, verb, self.start, through=not described) or subject(sight, self.head, verb)
        if actor and not self._is_property(actor):
            return self._reading(*(firm_of(sight, actor) or actor))
        return previous.entity if previous else NOTHING

    def _inherited(self, previous: Frame | None) -> Frame | None:
        """Go on with what the quantity before measures; a noun phrase right before is another entity of it."""
        if previous is None:
            return None
        item = phrase_before(self.sight, self.high, self.low)
        near = item is not None and all(self.sight.terms[i].tag in ITEM_ENDS for i in range(item[1], self.high))
        described = item is not None and all(self.sight.terms[i].tag == "adjective" for i in range(*item))
        if (
            item is None
            or described
            or not near
            or self._is_property(item)
            or self.sight.terms[item[0] - 1].tag == "preposition"
        ):
            return previous
        return replace(previous, entity=self._reading(*item))

    def _carried(self, before: Frame) -> Frame | None:
        """Go on with the sentence before when this one begins with an anaphor: "Angka tersebut naik 5 persen"."""
        anaphor = any(self.sight.has(i, "anaphor") for i in range(1, min(5, self.high)))
        if not anaphor or not before.property.value:
            return None
        return replace(
            before, property=replace(before.property, how="carried"), entity=replace(before.entity, how="carried")
        )

    def _of_noun(self) -> Frame:
        """Read the noun phrase before the linking verb as the property."""
        actor = subject(self.sight, self.start, self.high) or phrase_before(self.sight, self.high, self.start)
        return Frame(entity=self._reading(*actor)) if actor and not self._is_property(actor) else Frame()

    # --- the whole and the counted thing ----------------------------------------------------------------------------

    def _denominator(self, same: Frame | None, before: Frame) -> Reading:
        """Return the whole of a share: behind "dari", before in "Dari total X, …" or "terhadap X", or that of the list."""
        if self.quantity.kind not in ("percent", "ratio"):
            return NOTHING
        sight, after = self.sight, self.after
        if sight.word(after) in OF:
            found = self._whole(after + 1)
            if found.value:
                return found
        elif is_noun(sight, after) and not sight.cues[after] & {"split", "next", "rise", "fall"}:
            hit = next((h for h in sight.hits if h.first == after and h.code == "capital"), None)
            first = hit.last if hit else after
            last = phrase_end(sight, first, self.limit)
            return self._reading(first, last) if last > first else NOTHING
        for i in range(self.high - 1, self.start, -1):
            if sight.word(i) in ("terhadap", "kepada"):
                return self._whole(i + 1)
        return self._fronted(same, before)

    def _fronted(self, same: Frame | None, before: Frame) -> Reading:
        """Read "Dari total peserta, 25 persen" and "Dari jumlah itu, 40 persen"."""
        sight = self.sight
        first = next((i for i in range(self.start, min(self.start + 3, self.high)) if sight.word(i) == "dari"), None)
        if first is not None:
            comma = next((i for i in range(first, self.high) if sight.terms[i].tag == "comma"), None)
            if comma is not None and any(sight.has(i, "anaphor") for i in range(first, comma)):
                known = same or before
                return known.property if known.property.value else known.entity
            if comma is not None and (found := self._whole(first + 1)).value:
                return found
        return same.denominator if same is not None else NOTHING

    def _whole(self, first: int) -> Reading:
        terms = self.sight.terms
        if terms[first].tag in TIMES or self.sight.word(first) in NO_WHOLE:
            return NOTHING
        noun = first + (self.sight.word(first) in WHOLES)
        last = phrase_end(self.sight, noun, len(terms) - 1)
        return self._reading(first, last) if last > noun else NOTHING

    def _owned_share(self, hit: Hit | None, frame: Frame, previous: Frame | None) -> Frame:
        """Turn "penyertaan modal di PT X sebesar 99 persen" round: the firm is the whole, the holder the entity."""
        if hit is None or self.quantity.kind != "percent":
            return frame
        part = next((h for h in self.sight.hits if h.start == frame.entity.start and h is not hit), None)
        if hit.code == "" and part is not None and not frame.denominator.value:
            return replace(frame, denominator=frame.entity, entity=self._holder(hit, previous))
        if hit.code != "capital":
            return frame
        if frame.denominator.value and hit.first >= self.after:
            return replace(frame, entity=self._holder(hit, previous))
        firm = frame.entity if frame.entity.start >= hit.start else NOTHING
        if not firm.value or frame.denominator.value:
            return frame
        item = phrase_before(self.sight, self.high, hit.last, through=False)
        near = item is not None and item[1] == self.high and self.sight.terms[item[0]].start > firm.end
        entity = self._reading(*item) if item is not None and near else self._holder(hit, previous)
        return replace(frame, denominator=firm, entity=entity)

    def _counted(self, frame: Frame) -> Frame:
        """Give a count its entity and its indicator: the counted noun, unless a subject holds the things."""
        if self.quantity.kind != "count":
            return frame
        counted = self.book.counted.find(self.quantity.unit.lower(), 0)
        code = frame.code or (counted.meaning if counted else "")
        near = next((i for i in range(self.high - 1, self.start - 1, -1) if self.sight.terms[i].tag not in STEPS), -1)
        verb = next((i for i in range(self.high - 1, self.start - 1, -1) if self.sight.terms[i].tag == "verb"), -1)
        helped = near >= 0 and self.sight.has(near, "helped") and not self.sight.has(near, "holder")
        unnamed = bool(self.quantity.unit) and self._classifies(self.quantity.unit)
        held = (
            unnamed
            or not helped
            and ((frame.code and self._hit_before() is not None) or (verb >= 0 and self.sight.has(verb, "holder")))
        )
        if unnamed or (held and frame.entity.value):
            return replace(frame, code=code)
        start = self.quantity.end
        found = self.sight.text.find(self.quantity.unit, start, start + 80) if self.quantity.unit else -1
        place = (found, found + len(self.quantity.unit)) if found >= 0 else (0, 0)
        return replace(frame, code=code, entity=Reading(self.quantity.unit, *place, cue="counted"))

    def _exchanged(self, frame: Frame) -> Frame:
        """Give an exchange rate ("… per dolar AS") its currency as entity and what names the rate as property."""
        sight, after = self.sight, self.after
        rated = sight.terms[after].tag == "per" and sight.terms[after + 1].tag.startswith("currency")
        if self.quantity.kind != "money" or not (rated or frame.code == "exchange_rate"):
            return frame
        taken = {i for span in sight.spans for i in range(*span)}
        named = [i for i in range(1, self.high) if sight.terms[i].tag == "currency_after" and i not in taken]
        money = next((i for i in named if sight.word(i - 1) not in ("per", "terhadap")), None)
        entity = self._reading(money, money + 1) if money is not None else frame.entity
        place = next((i for i in range(self.high - 1, self.low, -1) if sight.has(i, "generic")), None)
        name = frame.property if frame.code == "exchange_rate" else NOTHING
        if not name.value and place is not None:
            name = self._reading(place, place + 1)
        return replace(frame, property=name, entity=entity, code="exchange_rate")

    def _priced(self, frame: Frame) -> Frame:
        """Give "harga rata-rata Rp289 per saham" its unit as entity when nothing behind the price names another."""
        if frame.code != "price" or not self.quantity.per or frame.entity.value:
            return frame
        found = self.sight.text.find(self.quantity.per, self.quantity.end, self.quantity.end + 40)
        place = (found, found + len(self.quantity.per)) if found >= 0 else (0, 0)
        return replace(frame, entity=Reading(self.quantity.per, *place))

    def _classifies(self, unit: str) -> bool:
        cue = self.book.cues.find(unit.lower(), 0)
        return cue is not None and "classifier" in cue.meaning and cue.end == len(unit)

    def _resolved(self, entity: Reading) -> Reading:
        """Leave out "sektor ini", "perusahaan tersebut": the text says before what it is."""
        first = next((i for i in range(len(self.sight.terms)) if self.sight.terms[i].start == entity.start), None)
        if first is None or not entity.value or not self.sight.has(first, "head"):
            return entity
        last = next((i for i in range(first, len(self.sight.terms)) if self.sight.terms[i].end >= entity.end), first)
        pointed = last - first < 2 and self.sight.has(min(last + 1, len(self.sight.terms) - 1), "anaphor")
        return NOTHING if pointed else entity

    def _measured_behind(self, frame: Frame) -> Frame:
        """Give a measure what stands behind it: "520 ribu ton propilena"."""
        if self.quantity.kind != "measure" or not is_noun(self.sight, self.after):
            return frame
        if self._hit_behind() is not None or self.sight.cues[self.after] & {"split", "next", "anaphor"}:
            return frame
        last = phrase_end(self.sight, self.after, self.limit)
        return replace(frame, entity=self._reading(self.after, last)) if last > self.after else frame

    def _indexed(self, frame: Frame, previous: Frame | None) -> Frame:
        """Give an index value its index as entity; a component of it is the property."""
        if self.quantity.kind != "index":
            return frame
        named = [h for h in self.sight.hits if h.code == "index" and h.last <= self.high]
        own = [h for h in named if h.first >= self.start]
        if not own and previous is not None and previous.code == "index":
            part = subject(self.sight, self.start, self.high) or phrase_before(self.sight, self.high, self.start)
            name = self._reading(*part) if part and not self._is_property(part) else NOTHING
            return replace(previous, property=name)
        if not named:
            return replace(frame, property=NOTHING) if frame.code == "index" else frame
        hit = named[-1]
        for earlier in reversed(named[:-1]):
            hit = earlier if hit.first - earlier.last <= 1 else hit
        last = phrase_end(self.sight, hit.last, self.high)
        return replace(frame, property=NOTHING, entity=self._reading(hit.first, last), code="index")

    def _reading(self, first: int, last: int, end: int = 0) -> Reading:
        """Return the words of the terms [first, last), up to the character `end` when one is given."""
        start = self.sight.terms[first].start
        stop = end or self.sight.terms[last - 1].end
        return Reading(self.sight.text[start:stop], start, stop)
