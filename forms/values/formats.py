"""How a value of each type is written, and by which standard it is checked; shown in the data catalogue."""

from collections.abc import Mapping

from forms.form_plan import Text

_FORMATS: Mapping[str, Text] = {
    "text": Text("文字", "Text"),
    "name": Text("姓名：汉字或字母，含间隔号", "A name: characters or letters, middle dots"),
    "newborn_name": Text("姓名：《通用规范汉字表》用字", "A name of standard characters"),
    "resident_id": Text("18 位，GB 11643，含校验码", "18 characters, GB 11643, with a check character"),
    "permanent_residence": Text("18 位，9 开头，含校验码", "18 digits beginning with 9, with a check digit"),
    "phone": Text("11 位手机号，或区号和电话号码", "A mobile number of 11 digits, or a landline"),
    "email": Text("电子邮箱地址", "An address of e-mail"),
    "date": Text("年-月-日，GB/T 7408", "YYYY-MM-DD, GB/T 7408"),
    "datetime": Text("年-月-日T时:分，带时区，GB/T 7408", "YYYY-MM-DDThh:mm with a zone, GB/T 7408"),
    "integer": Text("整数", "A whole number"),
    "boolean": Text("是或否", "Yes or no"),
    "code": Text("代码，取自代码表", "One code of the list"),
    "region": Text("12 位行政区划代码，GB/T 2260", "A division code of 12 digits, GB/T 2260"),
    "address": Text("地址文字", "An address"),
    "bank_card": Text("16 至 19 位，含校验位（Luhn）", "16 to 19 digits with a check digit (Luhn)"),
    "money_fen": Text("整数，以分计", "A whole number of fen"),
    "birth_certificate_no": Text("1 位字母和 9 位数字", "A letter and 9 digits"),
    "marriage_certificate_no": Text("结婚证字号", "The number of a marriage certificate"),
    "uscc": Text("18 位，GB 32100，含校验码", "18 characters, GB 32100, with a check character"),
    "number_text": Text("编号：字母、数字和连接符", "A number: letters, digits and dashes"),
}


def format_of(type_name: str) -> Text:
    """KeyError for a type that does not exist."""
    return _FORMATS[type_name]
