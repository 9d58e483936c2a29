"""Everyday words for the words of committee papers: what residents and councillors say, and what the papers write.

Only words that mean the same in any council's papers; names and abbreviations come from the papers themselves.
"""

from __future__ import annotations

from assistant.retrieval.terms import stem

_GROUPS = """
kid kids child children youngster youngsters
cllr councillor councillors member
boss head director
chair chairman chairwoman chairperson chaired
deputy vice
pay paid payment spend spent spending expenditure cost costs
cash money funding fund grant
save saving savings
overspend overspent overspending over adverse
underspend underspent under favourable
buy bought purchase purchased acquire acquired
award awarded won win winning winner
contract contractor supplier provider
job post role vacancy
worker workers staff workforce employee employees
quit leaving turnover leaver
sick sickness illness absence
hire recruit recruited recruitment
school schools education
pupil pupils student students learner
exam exams attainment results
special send sen
adopt adopted adoption
foster fostering fostered
care looked
home house housing accommodation
homeless homelessness rough
rubbish waste refuse bin bins
road roads highway highways street
bus buses transport
bike bikes cycle cycling cycleway
car parking park
crime offending offence
police constabulary
doctor gp health
dentist dental
eye optical optician
jab jabs immunisation immunisations vaccination vaccinations
meeting meetings session
reply replied respond responded response responses
complaint complaints complain
law legal statutory
rule rules policy
plan plans strategy
late overdue delayed delay
finish finished complete completed completion done
start started begin began launch launched commence commenced
stop stopped cease ceased end
raise raised increase increased rise rose up growth grow
cut reduce reduced reduction fall fell decrease decreased drop dropped down lower
better improve improved improvement improving
worse deteriorate deteriorated worsen worsened decline declined
turned refused rejected reject declined decline refuse
agree agreed approve approved resolve resolved endorse endorsed
postpone postponed defer deferred put delay delayed
borrow borrowing debt loan
tax precept
share proportion percentage percent rate
big large size
close closed closure shut
open opened opening
visit visited inspection inspected
check checks assessment assessments review
test tests examination
danger risk risks
score rating rated
owner owns lead responsible
target goal
boss chief executive
mayor lord
vote votes voted voting ballot
propose proposed proposer move moved mover motion
second seconded seconder
apology apologies absent sent
attend attended attendance present
minute minutes record
swap swapped change changed
average mean
england national nationally
neighbour neighbours comparator
half six
yearly annual annually
monthly month
quarterly quarter
"""


def _table() -> dict[str, frozenset[str]]:
    table: dict[str, set[str]] = {}
    for line in _GROUPS.strip().splitlines():
        stems = {stem(word) for word in line.split()}
        for one in stems:
            table.setdefault(one, set()).update(stems - {one})
    return {one: frozenset(others) for one, others in table.items()}


_TABLE = _table()


def alike(term: str) -> frozenset[str]:
    """The stems that mean much the same as a stemmed term."""
    return _TABLE.get(term, frozenset())
