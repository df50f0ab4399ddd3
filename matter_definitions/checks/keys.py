"""Form keys that are used: somebody must ask for or fill in each, and only who needs one may use it."""

from collections.abc import Iterator

from forms.form_plan import FieldPlan, FormPlan
from forms.values.registry import VALUE_TYPES
from matter_definitions.gathering import DELIVERY_MODE, complain_of_unasked
from matter_definitions.language.items import PaymentModel, StepModel
from matter_definitions.workbench import Place, UsedItem, Workbench


def check_keys(bench: Workbench, form: FormPlan) -> None:
    fields = {field.key: field for field in form.fields}
    for key, place, scope in _used_by_matter(bench):
        _check(bench, fields, key, place, scope)
    for item in bench.items:
        _check_item(bench, item, fields)
    _check_derived(bench, fields)
    for number, lookup in enumerate(bench.matter.lookups):
        for key in lookup.gives:
            if key in fields and not fields[key].needs:
                bench.complain(
                    bench.place.below("lookups", number, "gives", key),
                    "of-no-use",
                    zh=f"没有事项需要“{key}”，不得查询",
                    en=f"no item needs “{key}”: personal data are not fetched for nothing",
                )


def _used_by_matter(bench: Workbench) -> Iterator[tuple[str, Place, str | None]]:
    """Each key with its place and the repeated subject, if any, whose instances it is used for."""
    matter, place = bench.matter, bench.place
    for number, lookup in enumerate(matter.lookups):
        here = place.below("lookups", number)
        for name, source in lookup.send.items():
            if not source.startswith("="):
                yield source, here.below("send", name), None if lookup.list_in else lookup.for_each
        for key in lookup.gives:
            yield key, here.below("gives", key), lookup.for_each
    for number, consent in enumerate(matter.consents):
        for name, keys in (("shows", consent.shows), ("shows_of_all", consent.shows_of_all)):
            for nth, key in enumerate(keys):
                yield key, place.below("consents", number, name, nth), key.partition(".")[0]
    for number, rule in enumerate(matter.rules):
        yield rule.field, place.below("rules", number, "field"), rule.field.partition(".")[0]
    yield from _used_by_merged(bench)
    for number, derived in enumerate(matter.derived):
        yield derived.field, place.below("derived", number, "field"), derived.field.partition(".")[0]
        if derived.from_number:
            scope = derived.field.partition(".")[0]
            yield derived.from_number, place.below("derived", number, "from_number"), scope


def _used_by_merged(bench: Workbench) -> Iterator[tuple[str, Place, str | None]]:
    for number, merged in enumerate(bench.matter.merged_results):
        if merged.holder:
            yield merged.holder, bench.place.below("merged_results", number, "holder"), None


def _check_item(bench: Workbench, item: UsedItem, fields: dict[str, FieldPlan]) -> None:
    visible = {need.field for need in item.model.fields} | {DELIVERY_MODE}
    visible |= {key for key, field in fields.items() if field.produced_by == item.code}
    mail_needs = set(bench.matter.delivery.mail_needs) if bench.matter.delivery else set[str]()
    posted = {each.path for each in _sent_by_mail(item)}
    for key, place in used_by_item(item):
        scope = key.partition(".")[0] if _is_printed(place) else item.entry.for_each
        known = _check(bench, fields, key, place, scope)
        if known and key not in visible and not (key in mail_needs and place.path in posted):
            bench.complain(
                place,
                "not-its-own",
                zh=f"事项“{item.code}”没有声明需要“{key}”，不得使用",
                en=f"the item “{item.code}” uses “{key}” without declaring that it needs it",
            )
    _check_number_of_the_dead(bench, item, fields)
    for number, step in enumerate(item.model.steps):
        if step.payment:
            _check_payment(bench, item, step, fields, item.place.below("steps", number, "payment"))


def _is_printed(place: Place) -> bool:
    """By the paper of a result, which prints what is said of several people of each of them."""
    return place.path[-4:-3] == ("results",) and place.path[-2] == "shows"


def _sent_by_mail(item: UsedItem) -> Iterator[Place]:
    """Only the courier needs the address to which something is posted, not the department that posts it."""
    for number, step in enumerate(item.model.steps):
        if step.kind == "mailing":
            for name in step.send:
                yield item.place.below("steps", number, "send", name)


def _check_number_of_the_dead(bench: Workbench, item: UsedItem, fields: dict[str, FieldPlan]) -> None:
    field = fields.get(item.model.records_death or "")
    if field is not None and field.value_type != "resident_id":
        bench.complain(
            item.place.below("records_death"),
            "not-a-number-of-a-person",
            zh=f"“{field.key}”不是公民身份号码（resident_id），不能据此登记死亡",
            en=f"“{field.key}” is no identity number (resident_id), so no death can be recorded under it",
        )
    sure = {need.field for need in item.model.fields if need.required and need.when is None}
    if field is not None and field.key not in sure:
        bench.complain(
            item.place.below("records_death"),
            "death-of-nobody",
            zh=f"事项“{item.code}”不一定知道“{field.key}”，无法登记死亡；请列为无条件必填字段",
            en=f"“{item.code}” may not know “{field.key}”: list it as a field that is always required",
        )


def _check_payment(
    bench: Workbench, item: UsedItem, step: StepModel, fields: dict[str, FieldPlan], place: Place
) -> None:
    payment = step.payment
    assert payment is not None
    amounts = [(payment.amount, place.below("amount"))]
    amounts += [(part.amount, place.below("split", n, "amount")) for n, part in enumerate(payment.split)]
    for key, where in amounts:
        if key in fields and fields[key].value_type != "money_fen":
            bench.complain(
                where,
                "not-money",
                zh=f"“{key}”不是金额（money_fen）",
                en=f"“{key}” is not an amount of money (money_fen)",
            )
        if step.stage == "before_acceptance" and key in fields and fields[key].produced_by == item.code:
            bench.complain(
                where,
                "needed-before-made",
                zh=f"“{key}”在受理后才由事项“{item.code}”填写，受理前不能缴纳",
                en=f"“{item.code}” fills in “{key}” only after the acceptance, so it cannot be paid before",
            )
    _check_split(bench, payment, place)


def _check_split(bench: Workbench, payment: PaymentModel, place: Place) -> None:
    """Of the parts only their names are known here; that they add up is seen when the money is asked for."""
    departments = [part.department for part in payment.split]
    sums = [part.amount for part in payment.split]
    if payment.split and (
        len(sums) < 2
        or payment.amount in sums
        or len(set(sums)) < len(sums)
        or len(set(departments)) < len(departments)
    ):
        bench.complain(
            place.below("split"),
            "split-above-amount",
            zh="分账至少两部分，每个部门一次，各用自己的金额，且不能是总金额",
            en="a split has two parts or more, each department once, each with a sum of its own",
        )


def _check_derived(bench: Workbench, fields: dict[str, FieldPlan]) -> None:
    for number, derived in enumerate(bench.matter.derived):
        place = bench.place.below("derived", number)
        if (derived.value is None) == (derived.from_number is None):
            bench.complain(
                place,
                "derived",
                zh="请写明 value 或 from_number 之一",
                en="say how it is computed: either value or from_number",
            )
        source, target = fields.get(derived.from_number or ""), fields.get(derived.field)
        if source is None or target is None:
            continue
        sexes = [option.code for option in target.options]
        is_sex = target.value_type == "code" and set(sexes) >= {"female", "male"}
        if source.value_type != "resident_id" or not (target.value_type == "date" or is_sex):
            bench.complain(
                place.below("from_number"),
                "derived",
                zh="只能从身份证号码得出出生日期或性别（female、male）",
                en="from an identity number, only a date of birth or the sex (female, male) can be read",
            )


def used_by_item(item: UsedItem) -> Iterator[tuple[str, Place]]:
    """Each field key that it sends, prints, pays by, is found by or fills in, with its place."""
    for number, key in enumerate(item.model.unique):
        yield key, item.place.below("unique", number)
    if item.model.records_death:
        yield item.model.records_death, item.place.below("records_death")
    for number, step in enumerate(item.model.steps):
        yield from _used_by_step(step, item.place.below("steps", number))
    for number, result in enumerate(item.model.results):
        place = item.place.below("results", number)
        named = ("number", result.number), ("holder", result.holder), ("valid_until", result.valid_until)
        for name, key in named:
            if key:
                yield key, place.below(name)
        for nth, key in enumerate(result.shows):
            yield key, place.below("shows", nth)


def _used_by_step(step: StepModel, place: Place) -> Iterator[tuple[str, Place]]:
    for name, source in step.send.items():
        if not source.startswith("="):
            yield source, place.below("send", name)
    for key in step.receive:
        yield key, place.below("receive", key)
    for nth, officer_field in enumerate(step.officer_fields):
        yield officer_field.field, place.below("officer_fields", nth)
    if step.payment:
        yield step.payment.amount, place.below("payment", "amount")
        for nth, part in enumerate(step.payment.split):
            yield part.amount, place.below("payment", "split", nth, "amount")
    if step.money:
        yield step.money.amount, place.below("money", "amount")
        yield step.money.account, place.below("money", "account")
    for nth, key in enumerate(step.publicity.shows if step.publicity else ()):
        yield key, place.below("publicity", "shows", nth)


def _check(bench: Workbench, fields: dict[str, FieldPlan], key: str, place: Place, scope: str | None) -> bool:
    """Whether the key is a field of the form; complains when not, or when it is unclear whose."""
    if key == DELIVERY_MODE and bench.matter.delivery:
        return True
    if key not in fields:
        _complain_of_key(bench, key, place)
        return False
    subject = fields[key].subject
    if bench.repeats(subject) and scope != subject:
        bench.complain(
            place,
            "which-one",
            zh=f"“{subject}”可能有多个，这里不知道是哪一个的“{key}”（缺少 for_each: {subject}）",
            en=f"there may be several of “{subject}”: whose “{key}”? (for_each: {subject} is missing)",
        )
    return True


def _complain_of_key(bench: Workbench, key: str, place: Place) -> None:
    subject = key.partition(".")[0]
    if bench.subject(subject) is None:
        bench.complain(
            place,
            "unknown-subject",
            zh=f"这件事没有对象“{subject}”（“{key}”）",
            en=f"this matter has no subject “{subject}” (“{key}”)",
        )
        return
    entry = bench.element(key)
    if entry is None:
        bench.complain(
            place,
            "unknown-element",
            zh=f"数据元字典中没有“{key}”",
            en=f"the dictionary has no element for “{key}”",
        )
    elif entry.model.type in VALUE_TYPES:
        complain_of_unasked(bench, key, place)
