"""What an item of a kind may not offer."""

from matter_definitions.workbench import UsedItem, Workbench


def check_excluded(bench: Workbench) -> None:
    for item in bench.items:
        _check_commitments(bench, item)


def _check_commitments(bench: Workbench, item: UsedItem) -> None:
    """国办发〔2020〕42号: no promise stands in for what protects the public, nature, life and property; the
    local rules on late supply say the same. Such items are those of a high risk."""
    if item.model.risk != "high":
        return
    for number in range(len(item.model.commitments)):
        bench.complain(
            item.place.below("commitments", number),
            "commitment-excluded",
            zh="高风险事项（直接涉及公共安全、生态环境、生命财产安全等）不适用告知承诺和容缺受理",
            en="an item of a high risk (public safety, nature, life and property) is decided on proofs, and"
            " not on promises",
        )
