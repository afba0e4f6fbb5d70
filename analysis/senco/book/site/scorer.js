/* In which order the search lists the pages that it finds: Sphinx's points for where a word stands
   (see Scorer in its searchtools.js), and more or fewer for what kind of page it is. What is to be
   found first by certain words stands in book/search.yml; those pages have 50 points or more. Then
   comes a word of the glossary that was typed whole, and then the edition to read. */
var Scorer = {
  objNameMatch: 50, objPartialMatch: 6, objPrio: { 0: 15, 1: 5, 2: -5 }, objPrioDefault: 0,
  title: 15, partialTitle: 7, term: 5, partialTerm: 2,
  /* Filled in by the build: pages of the edition to read, and those on made-up people. */
  reading: [], synthetic: [],
  /* The first that a page's name begins with counts: pages to read come first, pages to look
     things up in later, and those on made-up people last. */
  kinds: [
    ["book/index", 8], ["book/findings/", 8], ["book/study/", 6], ["book/glossary", 6],
    ["book/replicate", 5], ["book/kit/", 3], ["book/cohorts/", 4], ["book/evidence/", 2],
    ["book/library/", -45],
  ],
  score: ([page, , , , points]) => {
    if (Scorer.synthetic.includes(page)) return points - 200;
    const kind = Scorer.kinds.find(([name]) => page.startsWith(name));
    return points + (kind ? kind[1] : 0) + (Scorer.reading.includes(page) ? 30 : 0);
  },
};
/* What the search says of its results, so that it is right of one page as of many; a translation of
   the site's language comes before. */
for (const [told, better] of [
  ["Search finished, found ${resultCount} page(s) matching the search query.",
   "Results: ${resultCount}"],
  ["Your search did not match any documents. Please make sure that all words are spelled " +
   "correctly and that you've selected enough categories.",
   "No page holds all of these words. Try fewer of them, or look in the glossary."],
]) Documentation.TRANSLATIONS[told] ??= better;
