"""Budget lines: the finance tables of the sample corpus against their source, other councils' styles, real papers, totals."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from assistant.records.budget_columns import amount_value, period_of, role_of, scale_in
from assistant.records.model import Amount, BudgetLine, TableReading
from assistant.records.totals import check_total
from tests.records.ruled import Ruled, of, write

SOURCE = Path(__file__).resolve().parents[2] / "corpus" / "sources" / "data" / "finance.yaml"
FACTOR = {"£m": 1_000_000, "£'000": 1_000, "£": 1}


def values(line: BudgetLine) -> list[float | None]:
    return [amount.value for amount in line.amounts]


@pytest.mark.parametrize(
    ("text", "head", "value", "unit"),
    [
        ("92.418", "Net budget £m", 92_418_000, "£"),
        ("(0.842)", "Variance £m", -842_000, "£"),
        ("(134)", "Variance £'000", -134_000, "£"),
        ("-0.1", "Variance (£ million)", -100_000, "£"),
        ("2,450", "Amount (£000’s)", 2_450_000, "£"),
        ("412", "Full year £k", 412_000, "£"),
        ("£1.2m", "Budget", 1_200_000, "£"),
        ("£50,000", "2026/27", 50_000, "£"),
        ("£50,000", "Cost £'000", None, None),  # pounds or thousands?
        ("1.904", "Spent to date £m", 1_904_000, "£"),
        ("33,412", "Actual year to date £000", 33_412_000, "£"),
        ("12.5%", "Variance £m", 12.5, "%"),
        ("12.5", "Variance %", 12.5, "%"),
        ("12.5", "Variance £m / %", None, None),
        ("41.2", "FTE", 41.2, "FTE"),
        ("2,450", "Budget", None, None),  # no scale is printed
        ("10,981#", "Jun 26 £000s", 10_981_000, "£"),
        ("-", "Budget £m", None, None),
        ("ТВС", "Variance £m", None, None),
        ("Complete", "Jun 26 £000s", None, None),
        ("1,234 (5%)", "Variance £'000", None, None),
        ("9,400 a year", "Cost £", None, None),
    ],
)
def test_an_amount_is_worth_what_cell_and_head_print(
    text: str, head: str, value: float | None, unit: str | None
) -> None:
    assert amount_value(text, head, None) == (value, unit)


def test_what_was_spent_to_date_is_in_the_scale_of_its_table() -> None:
    assert amount_value("1.904", "Spent to date", scale_in("Capital scheme (£m)")) == (1_904_000, "£")
    assert amount_value("12", "Date", scale_in("Capital scheme (£m)")) == (None, None)


def test_a_scale_is_a_mark_and_not_an_amount() -> None:
    assert scale_in("Increase on £270") is None
    assert scale_in("£m and £'000") is None
    printed = scale_in("Awards and Allocations (£000s)")
    assert printed is not None and printed.printed == "£000s"


@pytest.mark.parametrize(
    ("head", "role"),
    [
        ("Revised Budget £m", "budget"),
        ("Approved £m", "budget"),
        ("Projected Outturn £000", "forecast"),
        ("Provisional outturn", "outturn"),
        ("Spend to date £m", "actual"),
        ("Forecast variance", "variance"),
        ("(Under)/Overspend £'000", "variance"),
        ("Savings Target", "savings"),
        ("Not delivered £", "other"),
        ("Movement since Month 5 £m", "other"),
        ("Previous forecast £m", "previous"),
        ("Variance Over/(Under)", "variance"),
        ("Foreca st £m", "forecast"),
    ],
)
def test_what_a_column_is(head: str, role: str) -> None:
    assert role_of(head) == role


def test_the_period_of_a_column_is_the_one_it_names() -> None:
    assert period_of("2025/26 Budget £m") == "2025/26"
    assert period_of("23-24 Actuals") == "23-24"
    assert period_of("Month 6 variance £m") == "Month 6"
    assert period_of("Movement since Month 5 £m") is None
    assert period_of("Investment Programme to 2028") is None


@pytest.mark.parametrize(
    ("file", "issue", "names"),
    [
        ("finance-monitoring-report-month-6-2024-25.pdf", "m6", ["directorates", "childrens", "savings", "capital"]),
        ("scrutiny-agenda-pack-2025-06-11.pdf", "outturn", ["directorates", "childrens", "savings", "capital"]),
        ("cabinet-agenda-2025-06-17.pdf", "outturn", ["directorates", "capital"]),
    ],
)
def test_the_finance_tables_of_the_sample_are_read_cell_by_cell(
    sample_papers: Path, file: str, issue: str, names: list[str]
) -> None:
    kinds = {"directorates": "revenue", "childrens": "revenue", "savings": "savings", "capital": "capital"}
    source = yaml.safe_load(SOURCE.read_text("utf-8"))[issue]
    wanted = [(name, row) for name in names for row in [*source[name]["rows"], source[name]["total"]]]
    found = of(BudgetLine, sample_papers / file)
    assert len(found) == len(wanted)
    for (name, row), line in zip(wanted, found, strict=True):
        heads = [head for head in source[name]["head"][1:] if head != "RAG"]
        assert line.service == row[0] and line.kind == kinds[name]
        assert line.total is str(row[0]).startswith("Total")
        assert [amount.column for amount in line.amounts] == heads
        for amount, value, head in zip(line.amounts, row[1:], heads, strict=False):
            factor = next(factor for mark, factor in FACTOR.items() if mark in head)
            assert amount.value == (None if isinstance(value, str) else round(value * factor))
            assert amount.unit == (None if isinstance(value, str) else "£")
        assert line.directorate == ("Children's Services" if name == "childrens" else row[0] if name == "directorates" and not line.total else None)  # fmt: skip
    assert {line.scale for line in found} == {head[-len(m) :] for n in names for head in source[n]["head"] for m in ["£m", "£'000", " £"] if head.endswith(m)} - {" £"} | ({"£"} if "savings" in names else set())  # fmt: skip


def test_what_only_looks_like_finance_is_not_claimed(sample_papers: Path) -> None:
    """Options with a price, a tender's scores, consultation results: no budget lines."""
    found = {
        file: {line.page for line in of(BudgetLine, sample_papers / f"{file}.pdf")}
        for file in (
            "cabinet-agenda-2025-06-17",
            "cabinet-agenda-2025-07-15",
            "cabinet-part-ii-residential-care-contracts-2025-06-17",
            "performance-scorecard-q2-2024-25",
            "improvement-plan-highlight-report-december-2024",
        )
    }
    assert list(found.values()) == [{6}, {7}, set(), set(), set()]


def test_a_total_that_does_not_add_up_is_kept_and_told(sample_papers: Path) -> None:
    lines = of(BudgetLine, sample_papers / "finance-monitoring-report-month-6-2024-25.pdf")
    found = check_total(lines)
    sums = [d for d in found if d.kind == "sum"]
    assert [(d.column, d.printed, d.expected, len(d.lines), d.rounding) for d in sums] == [
        ("Forecast £", 1_790_000, 1_740_000, 5, False)
    ]
    elsewhere = [(d.printed, d.expected, d.rounding) for d in found if d.kind == "elsewhere"]
    assert elsewhere == [(96_261_000, 96_262_000, True), (3_843_000, 3_844_000, True)]
    outturn = of(BudgetLine, sample_papers / "scrutiny-agenda-pack-2025-06-11.pdf")
    assert check_total(outturn) == []


def line(service: str, value: float, *, total: bool = False) -> BudgetLine:
    amounts = [Amount(role="budget", column=c, as_printed=f"{v:,.0f}", value=v, unit="£") for c, v in (("A", value), ("B", 2 * value))]  # fmt: skip
    return BudgetLine(
        page=1, as_printed=service, kind="revenue", table="T", service=service, amounts=amounts, total=total
    )


def test_a_total_of_something_else_is_not_called_wrong() -> None:
    lines = [line("Opening balance", 900), line("Grants", 30), line("Total funding", 5000, total=True)]
    assert check_total(lines) == []
    assert check_total([line("One", 30), line("Two", 40), line("Total", 70, total=True)]) == []


def test_one_scale_over_the_table_and_directorates_as_headings(tmp_path: Path) -> None:
    table = Ruled(
        [
            ["Service", "Annual Budget", "Projected Outturn", "Over/(Under) Spend", "% Variance"],
            ["Adults and Health", "", "", "", ""],
            ["Older people", "40,100", "42,350", "2,250", "5.6%"],
            ["Mental health", "12,000", "11,400", "(600)", "-5.0%"],
            ["Total Adults and Health", "52,100", "53,750", "1,650", "3.2%"],
            ["Place", "", "", "", ""],
            ["Highways", "9,000", "9,000", "0", "0.0%"],
            ["Total Place", "9,000", "9,000", "0", "0.0%"],
            ["Net expenditure", "61,100", "62,750", "1,650", "2.7%"],
        ],
        bold=(0, 1, 4, 5, 7, 8),
        spans=[(1, 0, 1, 4), (5, 0, 5, 4)],
    )
    path = write(tmp_path / "monitoring.pdf", "# Revenue Budget Monitoring 2025/26", "All figures are in £'000", table)
    found = of(BudgetLine, path)
    assert [(f.service, f.directorate, f.total) for f in found] == [
        ("Older people", "Adults and Health", False),
        ("Mental health", "Adults and Health", False),
        ("Total Adults and Health", "Adults and Health", True),
        ("Highways", "Place", False),
        ("Total Place", "Place", True),
        ("Net expenditure", None, False),
    ]
    assert values(found[1]) == [12_000_000, 11_400_000, -600_000, -5.0]
    assert [amount.role for amount in found[1].amounts] == ["budget", "forecast", "variance", "variance"]
    assert [amount.unit for amount in found[1].amounts] == ["£", "£", "£", "%"]
    assert (found[0].kind, found[0].period, found[0].scale) == ("revenue", "2025/26", "£'000")


def test_a_directorate_merged_over_its_services_and_a_head_over_two_rows(tmp_path: Path) -> None:
    table = Ruled(
        [
            ["Directorate", "Service", "2024/25", "", "2025/26", ""],
            ["", "", "Budget £m", "Outturn £m", "Budget £m", "Forecast £m"],
            ["People", "Libraries", "3.2", "3.4", "3.3", "3.5"],
            ["", "Sport", "1.1", "1.0", "1.2", "1.2"],
            ["Place", "Waste", "22.0", "23.5", "24.0", "24.9"],
        ],
        bold=(0, 1),
        spans=[(0, 2, 0, 3), (0, 4, 0, 5), (0, 0, 1, 0), (0, 1, 1, 1), (2, 0, 3, 0)],
    )
    found = of(BudgetLine, write(tmp_path / "two.pdf", "# Revenue budgets", table))
    assert [(f.directorate, f.service) for f in found] == [
        ("People", "Libraries"),
        ("People", "Sport"),
        ("Place", "Waste"),
    ]
    assert [(a.role, a.period, a.value) for a in found[1].amounts] == [
        ("budget", "2024/25", 1_100_000),
        ("outturn", "2024/25", 1_000_000),
        ("budget", "2025/26", 1_200_000),
        ("forecast", "2025/26", 1_200_000),
    ]


def test_a_table_without_a_printed_scale_has_no_values(tmp_path: Path) -> None:
    table = Ruled(
        [
            ["Service", "Budget", "Forecast", "Variance"],
            ["Parks", "1,200", "1,250", "50"],
            ["Roads", "4,000", "4,000", "0"],
        ]
    )
    path = write(tmp_path / "unscaled.pdf", "# Budget position", table)
    found = of(BudgetLine, path)
    assert [values(f) for f in found] == [[None] * 3] * 2
    assert [a.as_printed for a in found[0].amounts] == ["1,200", "1,250", "50"]
    (reading,) = of(TableReading, path)
    assert reading.reason and "scale" in reading.reason


def test_reserves_and_capital_by_their_headings(tmp_path: Path) -> None:
    reserves = Ruled(
        [
            ["Reserve", "Balance 1 April 2025 £000", "Use in year £000", "Balance 31 March 2026 £000"],
            ["General Fund", "12,000", "(1,500)", "10,500"],
            ["Insurance", "2,400", "0", "2,400"],
        ]
    )
    capital = Ruled(
        [
            ["Project", "Approved Budget £", "Actual to date £", "Forecast £", "Variance £"],
            ["New depot", "1,250,000", "310,400.50", "1,300,000", "50,000"],
            ["Pier repairs", "80,000", "TBC", "80,000", "-"],
        ]
    )
    path = write(tmp_path / "money.pdf", "# Earmarked reserves", reserves, "# Capital programme monitoring", capital)
    found = of(BudgetLine, path)
    assert [f.kind for f in found] == ["reserves", "reserves", "capital", "capital"]
    assert values(found[0]) == [12_000_000, -1_500_000, 10_500_000]
    assert values(found[2]) == [1_250_000, 310_400.5, 1_300_000, 50_000]
    assert values(found[3]) == [80_000, None, 80_000, None]


def test_sections_without_totals_end_with_the_next_and_with_what_stands_out(tmp_path: Path) -> None:
    table = Ruled(
        [
            ["Scheme", "Mar 25", "Jun 25"],
            ["Feasibility", "", ""],
            ["Northern bypass", "413", "413"],
            ["In delivery", "", ""],
            ["Park and ride", "4,651", "Complete"],
            ["Completed schemes", "2,000", "2,100"],
            ["Total of all awards", "7,064", "2,513"],
        ],
        bold=(0, 1, 3, 5, 6),
        spans=[(1, 0, 1, 2), (3, 0, 3, 2)],
    )
    found = of(BudgetLine, write(tmp_path / "fund.pdf", "# Investment Fund awards (£000s)", table))
    assert [(f.service, f.section) for f in found] == [
        ("Northern bypass", "Feasibility"),
        ("Park and ride", "In delivery"),
        ("Completed schemes", None),
        ("Total of all awards", None),
    ]
    assert values(found[1]) == [4_651_000, None]
    assert [a.period for a in found[0].amounts] == ["Mar 25", "Jun 25"]


@pytest.mark.parametrize(
    "rows",
    [
        [["", "", ""], ["Parks", "12", "13"]],  # no head
        [["Service", *["Budget £m"] * 70], ["Parks", *["1.0"] * 70]],  # too many columns
        [["Team", "Budget £m", "Forecast £m"], ["1.0", "2.0", "3.0"]],  # no names
        [["Option", "Cost £", "Time to build"], ["Zebra crossing", "52,000", "4 months"]],
        [["Measure", "Target", "Actual"], ["Bins emptied", "99%", "97%"]],
    ],
)
def test_tables_that_cannot_be_read_as_money_stay_text(tmp_path: Path, rows: list[list[str]]) -> None:
    widths = [40, *[10] * (len(rows[0]) - 1)] if len(rows[0]) > 40 else None
    assert not of(BudgetLine, write(tmp_path / "no.pdf", "# Report", Ruled(rows, widths=widths)))


def test_directorates_go_on_over_the_pages_of_a_real_paper(real_papers: Path) -> None:
    found = of(BudgetLine, real_papers / "real" / "kent-finance-appendix-2024-11.pdf")
    by_page = {page: [f for f in found if f.page == page] for page in range(1, 14)}
    assert [len(by_page[page]) for page in (1, 2, 3, 8, 9, 10)] == [25, 20, 27, 36, 27, 32]
    assert {f.directorate for f in by_page[1]} == {"Adult Social Care & Health"}
    assert {f.directorate for f in by_page[2]} == {"Adult Social Care & Health"}  # whose heading is overleaf
    assert {f.directorate for f in by_page[10]} == {"Growth, Environment & Transport"}
    transport = next(f for f in by_page[3] if f.service == "Home to School & College Transport")
    assert values(transport) == [96_300_000, 87_700_000, -8_600_000]
    assert transport.section == "Children, Young People & Education – Education & Special Educational Needs"
    likely = [f for f in found if f.certainty == "likely"]
    assert [(f.page, values(f)[0]) for f in likely] == [(10, -80_000)]  # its words stand in the line above its figures
    debt = next(f for f in by_page[12] if f.service == "External Borrowing")
    assert [(a.period, a.value) for a in debt.amounts][:2] == [("23-24", 771_890_000), ("2024-25", 715_900_000)]
    assert [d for d in check_total(found) if not d.rounding] == []


def test_the_columns_of_a_wide_real_page(real_papers: Path) -> None:
    found = of(BudgetLine, real_papers / "real" / "kent-budget-by-directorate-2025-26.pdf")
    assert len(found) == 34  # the one row without a name is left
    net = found[-1]
    assert (net.service, net.section) == ("NET BUDGET", None)
    assert [(a.column, a.value) for a in net.amounts if a.column in ("ASCH Core £000s", "CYPE Total £000s")] == [
        ("ASCH Core £000s", 643_221_600),
        ("CYPE Total £000s", 449_237_200),
    ]
    assert {f.section for f in found} == {None, "SPENDING", "SAVINGS, INCOME & GRANT", "MEMORANDUM", "RESERVES"}


def test_a_programme_of_a_real_paper(real_papers: Path) -> None:
    found = of(BudgetLine, real_papers / "real" / "weca-investment-fund-programme-2026-06-05.pdf")
    assert len(found) == 188
    fund = next(f for f in found if f.page == 9 and f.service.startswith("Bristol"))
    assert values(fund) == [51_147, 125_271, 176_418]
    complete = next(f for f in found if f.service == "Fieldings Bridge")
    assert [(a.as_printed, a.value) for a in complete.amounts] == [("46", 46_000), ("Complete", None)]


LOOSE_BUDGET = [
    "Harbour and Coast 2025/26 Budget",
    "Budget Areas",
    *["2025/26", "Approved", "Expenditure", "£m"],
    *["2025/26", "Approved", "Income", "£m"],
    *["2025/26", "Net", "£m"],
    "Piers 4.100 (1.100) 3.000",
    "Boats under 16 feet 2.050 0.000 2.050",
    "Ferry savings (0.150) 0.000 (0.150)",
    "Total 6.000 (1.100) 4.900",
]


def loose_lines(path: Path, lines: list[str]) -> Path:
    canvas = Canvas(str(path), pagesize=A4, invariant=1)
    canvas.setFont("Helvetica", 10)
    for n, line in enumerate(lines):
        canvas.drawString(50, 780 - 12 * n, line)
    canvas.save()
    return path


def test_a_table_in_loose_lines_is_read_where_its_total_adds_up(tmp_path: Path) -> None:
    found = of(BudgetLine, loose_lines(tmp_path / "loose.pdf", LOOSE_BUDGET))
    assert [(line.service, line.certainty, line.total) for line in found] == [
        ("Piers", "likely", False),
        ("Boats under 16 feet", "likely", False),
        ("Ferry savings", "likely", False),
        ("Total", "likely", True),
    ]
    assert [(a.column, a.value) for a in found[0].amounts] == [
        ("2025/26 Approved Expenditure £m", 4_100_000),
        ("2025/26 Approved Income £m", -1_100_000),
        ("2025/26 Net £m", 3_000_000),
    ]
    assert found[0].table == "Harbour and Coast 2025/26 Budget"


@pytest.mark.parametrize(
    "lines",
    [
        [line.replace("Total 6.000", "Total 9.000") for line in LOOSE_BUDGET],  # it does not add up
        [line for line in LOOSE_BUDGET if line != "£m"],  # how many heads there are is not said
        LOOSE_BUDGET[:-1],  # no total
        [*LOOSE_BUDGET[:14], "Old", *LOOSE_BUDGET[14:]],  # a name that may run over two lines
    ],
)
def test_loose_lines_that_leave_two_readings_are_no_budget(tmp_path: Path, lines: list[str]) -> None:
    assert of(BudgetLine, loose_lines(tmp_path / "loose.pdf", lines)) == []


@pytest.mark.parametrize(
    ("heads", "roles"),
    [
        (["Forecast variance P7", "Variance at P5", "Change since P5"], ["variance", "previous", "other"]),
        (["Month 6 variance", "Month 5 variance", "Budget"], ["variance", "previous", "budget"]),
        (["Forecast at P9", "Forecast at P8", "Variance P9"], ["forecast", "previous", "variance"]),
        (["Quarter 1 variance", "Quarter 2 variance", "Budget"], ["variance", "variance", "budget"]),
    ],
)
def test_what_an_earlier_report_said_is_what_was_before(heads: list[str], roles: list[str], tmp_path: Path) -> None:
    rows = [["Service £m", *heads], ["Parks", "1.100", "2.200", "3.300"], ["Roads", "4.400", "5.500", "6.600"]]
    found = of(BudgetLine, write(tmp_path / "a.pdf", "# Budget monitoring", Ruled(rows)))
    assert [amount.role for amount in found[0].amounts] == roles
