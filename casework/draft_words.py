"""What an applicant is told whose matter is no longer offered."""

from forms.form_plan import Text

RETIRED = Text(
    zh="该事项已停止网上受理，不能提交；您填写的内容仍为您保留",
    en="This matter is no longer taken online and cannot be submitted; what you entered is kept for you",
)
# 12345 is the number of the government in every Chinese city (国办发〔2020〕53号).
WHERE_TO_GO = Text(
    zh="请到当地政务服务大厅窗口办理，或拨打 12345 政务服务便民热线咨询。",
    en="Please ask at the counter of your local service hall, or call the government's line 12345.",
)
