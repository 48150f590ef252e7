"""Makes old.xls beside this file. Needs xlwt 1.3.0, which nothing else here needs: pip install xlwt, then run this by hand."""

from datetime import date, datetime, time
from pathlib import Path

import xlwt

DAY, CLOCK = xlwt.easyxf(num_format_str="YYYY-MM-DD"), xlwt.easyxf(num_format_str="hh:mm")
MOMENT, PERCENT = xlwt.easyxf(num_format_str="YYYY-MM-DD hh:mm"), xlwt.easyxf(num_format_str="0%")
YELLOW = xlwt.easyxf("pattern: pattern solid, fore_colour yellow")

book = xlwt.Workbook(encoding="utf-8")
sheet = book.add_sheet("円形脱毛症")
sheet.write_merge(0, 0, 0, 6, "Patients of a clinic that does not exist")
for at, name in enumerate(["患者ID", "年齢", "開始日", "合意", "割合", "時刻"]):
    sheet.write_merge(2, 3, at, at, name)
for row in range(4, 8):
    sheet.write(row, 0, f"AA-00{row}")
    sheet.write(row, 1, 30 + row / 2)
    sheet.write(row, 2, date(2022, 1, row), DAY)
    sheet.write(row, 3, row % 2 == 0)
    sheet.write(row, 5, "x" if row < 7 else "", YELLOW)
sheet.write(6, 4, 0.8, PERCENT)
sheet.write(8, 0, "AA-008")
sheet.row(8).set_cell_error(1, 0x2A)  # #N/A
sheet.write(8, 2, datetime.fromisoformat("2022-01-08T10:05"), MOMENT)
sheet.write(8, 5, time(10, 5), CLOCK)
sheet.write_merge(9, 10, 3, 3, "m")
sheet.write(9, 0, "AA-009")
sheet.write(10, 0, "AA-010")
sheet.write(11, 0, "合計")
sheet.row(9).hidden = True
hidden = book.add_sheet("hidden")
hidden.write(0, 0, "a")
hidden.write(1, 0, 1)
hidden.visibility = 1
book.add_sheet("empty")
book.save(str(Path(__file__).with_name("old.xls")))
