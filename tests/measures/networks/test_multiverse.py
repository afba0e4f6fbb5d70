"""The multiverse, against a cohort worked by hand and against the rule written out anew."""

from dataclasses import replace
from statistics import mean, median_low

import numpy as np
import pandas as pd
import pytest

from senco.cohort.loading import load_cohort
from senco.measures.networks import (
    combine_sources,
    count_sets,
    explore_specifications,
    find_key_influences,
    gather_evidence,
    measure_influence_of_choices,
    order_scores,
    recode,
    share_by_option,
    summarise_multiverse,
)
from senco.measures.networks.multiverse import KEY, NOT_KEY, UNSURE, Multiverse
from senco.measures.networks.specifications import Dimension

R, E = "relationships", "ethos-and-support"
WEIGHTS = dict.fromkeys(("narratives", "work-lines", "grids", "rankings"), 1.0)


@pytest.fixture(scope="module")
def study(project):
    return load_cohort("worked-example", project=project)


def tell(study, passages, coders=("one",)):
    """A cohort of narratives alone: for each person, the influences of the passages."""
    who = [f"P{n}" for n, told in enumerate(passages) for _ in told]
    segments = [f"s{n}" for n in range(len(who))]
    codes = pd.DataFrame({"code": [R, E], "label": [R, E], "parent": pd.NA, "influence": [R, E]})
    # every influence can be told of
    rest = [key for key in study.influences if key not in (R, E)]
    more = pd.DataFrame({"code": rest, "label": rest, "parent": pd.NA, "influence": rest})
    tables = {
        "participants": pd.DataFrame({"participant": list(dict.fromkeys(who))}),
        "codes": pd.concat([codes, more], ignore_index=True),
        "segments": pd.DataFrame(
            {"segment": segments, "participant": who, "gist": "told", "lines": pd.NA}
        ),
        "codings": pd.DataFrame(
            {
                "segment": segments,
                "code": [key for told in passages for key in told],
                "coder": coders[0],
                "placing": pd.NA,
            }
        ),
    }
    return replace(study, tables=tables)


@pytest.fixture(scope="module")
def small(study):
    # P0 tells six times of relationships; P1 three times of them, three times of ethos.
    # In even shares relationships have 6 and 3, ethos 0 and 3; six pieces, nothing to fill up.
    return explore_specifications(tell(study, [[R] * 6, [R] * 3 + [E] * 3]), WEIGHTS)


def test_how_often_each_influence_is_key_is_counted_by_hand(small):
    # one source in two weightings that differ (each piece the same would be the second again),
    # one coder, 2 averages, 3 bounds of the score, 3 of the reach, 3 strictnesses: 108.
    # Relationships: mean 4.5, lower median 3, everyone: always.
    # Ethos: mean 1.5, median 0, half of the people. With the mean only, and then where reach is
    # not asked (3 of 9) or half is enough and being met counts (2 of 9): 5/18 in all.
    found = summarise_multiverse(small)
    assert small.n_specifications == 108
    assert found.loc[R, "key"] == 1 and found.loc[E, "key"] == pytest.approx(5 / 18)
    assert found.loc[R, "rule"] and found.loc[E, "rule"]
    assert found["key"].drop([R, E]).tolist() == [0, 0, 0, 0]


def test_what_the_answer_hangs_on_is_counted_by_hand(small):
    # ethos. Average: the two disagree in the 5 of 9 in which the mean makes it key. Reach, with
    # the mean: of three bounds one is unlike the others, so 2 of 3 pairs; with the median none:
    # 1/3. What is just met: with the mean and half of the people, 2 of 3 pairs: 1/9 in all.
    rule, _ = measure_influence_of_choices(small)
    told = rule[E].to_dict()
    assert told["average over the participants"] == pytest.approx(5 / 9)
    assert told["least reach"] == pytest.approx(1 / 3)
    assert told["a bound that is just met"] == pytest.approx(1 / 9)
    assert told["least score"] == told["weight of the sources"] == 0
    assert np.isnan(told["narratives asked or not"]) and np.isnan(
        told["whose codings"]
    )  # nothing to choose
    found = summarise_multiverse(small)
    assert found.loc[E, "hangs_on"] == ("average over the participants",)
    assert found.loc[E, "changed"] == pytest.approx(5 / 9)
    assert found.loc[R, "hangs_on"] == () and found.loc[R, "changed"] == 0


def test_the_sets_are_counted_by_hand(small):
    # {relationships, ethos} in 5 of 18, {relationships} in the others; the page gives the first
    sets = count_sets(small)
    assert (sets.n, sets.different, sets.none, sets.most) == (108, 2, 0, 2)
    assert sets.same == pytest.approx(5 / 18)


def test_two_people_make_verdicts_by_the_cohorts_that_could_be_drawn(small):
    # relationships are key in every resampled cohort. Ethos, by the page's rule: P0 twice 1/4
    # no; otherwise the mean is at least 1.5: 3/4, no verdict by 9 in 10 or 8 in 10. Without P0
    # it is key, without P1 not: no verdict either.
    page = small.verdict[(0,) * small.valid.ndim]
    places = [small.influences.index(key) for key in (R, E, "purpose-and-outcomes")]
    assert page[:, places].T.tolist() == [[KEY] * 4, [UNSURE] * 4, [NOT_KEY] * 4]


def make(key):
    """A multiverse of two choices with the given answers on one influence."""
    key = np.array(key, dtype=bool)[..., None]
    names = [Dimension(name, ("x", "y"), "") for name in ("one", "two", "firmness")]
    verdict = np.where(key, KEY, NOT_KEY)[..., None, :].astype(np.int8)
    return Multiverse(("a",), tuple(names), np.ones(key.shape[:-1], bool), key, verdict,
                      np.zeros((1, 1)), 1)  # fmt: skip


def test_a_choice_matters_as_often_as_two_that_differ_in_it_alone_disagree():
    # by hand: down the columns T-T agree, F-T disagree; along the rows T-F disagree, T-T agree
    rule, verdict = measure_influence_of_choices(make([[1, 0], [1, 1]]))
    assert rule["a"].to_dict() == {"one": 0.5, "two": 0.5}
    assert verdict.loc[["one", "two"], "a"].tolist() == [0.5, 0.5]
    rule, _ = measure_influence_of_choices(make([[1, 1], [0, 0]]))
    assert rule["a"].to_dict() == {"one": 1, "two": 0}


def judge_anew(rows, average, score, reach, strict):
    """The rule, one influence at a time, as it would be written without arrays."""
    values = [value for value in rows if not np.isnan(value)]
    if not values:
        return False
    level = mean(values) if average == 0 else median_low(values)
    enough = level > score - 1e-9 if strict == 2 else level > score + 1e-9
    over = [value > 1 + 1e-9 if strict == 1 else value > 1 - 1e-9 for value in values]
    share = sum(over) / len(over)
    return enough and (not reach or (share > reach if strict == 1 else share > reach - 1e-9))


def combine_anew(evidence, asked, weighting):
    """Evidence in even shares, cell by cell."""
    first = next(iter(evidence.shares.values()))
    made = pd.DataFrame(np.nan, first.index, first.columns)
    for person in made.index:
        for key in made.columns:
            total = weight = 0.0
            for source in asked:
                table = evidence.shares if weighting == 0 else evidence.unfilled
                value = table[source].loc[person, key]
                if np.isnan(value):
                    continue
                much = evidence.pieces[source][person] if weighting == 2 else 1.0
                total, weight = total + much * value, weight + much
            if weight:
                made.loc[person, key] = total / weight
    return made


def test_any_specification_is_what_it_would_be_if_it_were_done_alone(study):
    found = explore_specifications(study, WEIGHTS, draws=1)
    gathered = [gather_evidence(changed) for changed in recode(study).values()]
    sources = list(gathered[0].shares)
    rng = np.random.default_rng(4)
    every = np.argwhere(found.valid)
    for place in every[rng.choice(len(every), 25, replace=False)]:
        *left_out, weighting, coder, average, score, reach, strict = place.tolist()
        asked = [source for source, gone in zip(sources, left_out, strict=True) if not gone]
        table = combine_anew(gathered[coder], asked, weighting)
        bounds = ((1.0, 1.1, 1.25)[score], (0.5, 2 / 3, 0.0)[reach])
        expected = [judge_anew(table[key], average, *bounds, strict) for key in table]
        assert found.key[tuple(place)].tolist() == expected, place
        score_of = [mean, median_low][average]
        told = [score_of(table[key].dropna().tolist()) for key in table if table[key].notna().any()]
        scores = found.score[tuple(place[:-3])]
        assert scores[~np.isnan(scores)] == pytest.approx(told)


def test_the_first_of_everything_is_the_rule_of_the_page(study):
    found = explore_specifications(study, WEIGHTS, least_score=1.05, least_reach=0.6)
    evidence = combine_sources(gather_evidence(study).shares)
    page = find_key_influences(evidence, least_score=1.05, least_reach=0.6)
    assert found.key[(0,) * found.valid.ndim].tolist() == page["key"].tolist()
    own = order_scores(found).query("own").set_index("influence")["score"]
    assert own.tolist() == pytest.approx(page["score"].tolist())
    named = {dimension.name: dimension.options for dimension in found.dimensions}
    assert named["least score"][0] == "1.05 even shares" and len(named["least score"]) == 4


def test_no_specification_stands_twice_and_none_asks_nobody(study):
    found = explore_specifications(study, WEIGHTS, draws=1)
    # 15 sets of sources: 11 of two or more in three weightings, 4 of one in two. Coders are four
    # ways, and one where only work-lines and rankings are asked (3 sets, 1 of two): by hand
    # (11 - 1) x 3 x 4 + 1 x 3 + 2 x 2 x 4 + 2 x 2 = 143; times 2 x 3 x 3 x 3
    assert found.n_specifications == 143 * 54
    by_option = share_by_option(found)
    counts = by_option.groupby("choice")["specifications"].sum()
    assert set(counts) == {143 * 54}
    weighted = by_option.groupby("choice")[list(found.influences)].agg(list)
    assert weighted.notna().all().all()
    for _, rows in by_option.groupby("choice"):
        share = np.average(rows[R], weights=rows["specifications"])
        assert share == pytest.approx(summarise_multiverse(found).loc[R, "key"])


def test_a_source_with_the_weight_zero_is_never_asked(study):
    found = explore_specifications(study, {**WEIGHTS, "work-lines": 0.0}, draws=1)
    asked = [d.name for d in found.dimensions if d.options == ("asked", "left out")]
    assert asked == [f"{source} asked or not" for source in ("narratives", "grids", "rankings")]


def test_one_person_has_a_rule_and_no_verdict(study):
    found = explore_specifications(tell(study, [[R, E]]), WEIGHTS)
    assert (found.verdict == UNSURE).all() and found.draws == 0
    assert summarise_multiverse(found).loc[R, "key"] > 0


def test_an_influence_that_no_source_shows_is_key_nowhere_and_has_no_score(study):
    cohort = tell(study, [[R] * 6, [E] * 6])
    codes = cohort.tables["codes"]
    cohort.tables["codes"] = codes.loc[codes["code"].isin([R, E])]
    found = explore_specifications(cohort, WEIGHTS)
    assert set(order_scores(found)["influence"]) == {R, E}
    assert summarise_multiverse(found)["key"].drop([R, E]).eq(0).all()


def test_the_seed_alone_decides_what_is_drawn(study):
    first, again = (explore_specifications(study, WEIGHTS, draws=40, seed=7) for _ in range(2))
    assert (first.verdict == again.verdict).all()


def test_codings_are_taken_in_every_way_that_two_coders_allow(study):
    cohort = tell(study, [[R, E], [R]])
    codings = cohort.tables["codings"]
    # "two" coded P0 alone, and put the second passage elsewhere
    other = codings.iloc[:2].assign(coder="two", code=[R, R])
    cohort.tables["codings"] = pd.concat([codings, other], ignore_index=True)
    taken = recode(cohort)
    assert list(taken) == ["as counted", "two first", "what coders agree on", "what any coder gave"]
    shares = {
        words: gather_evidence(one).unfilled["narratives"][[R, E]] for words, one in taken.items()
    }
    # in even shares of six: half and half is 3 and 3
    assert shares["as counted"].to_numpy().tolist() == [[3, 3], [6, 0]]
    assert shares["two first"].to_numpy().tolist() == [[6, 0], [6, 0]]
    assert shares["what coders agree on"].to_numpy().tolist() == [[6, 0], [6, 0]]
    assert shares["what any coder gave"].to_numpy().tolist() == [[4, 2], [6, 0]]
    assert list(recode(tell(study, [[R]]))) == ["as counted"]
