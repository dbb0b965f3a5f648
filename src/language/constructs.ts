/**
 * The one table of what can be written in a `truce` block, in the order in which a text uses it. The pages of
 * docs/language are generated from it, an editor's keywords come from it, every example in it is run by a test, and a
 * slip in any of its `words` is tested to give exactly one problem with the right fix.
 */
export interface Construct {
  /** What the line starts with, or the words by which a formula is known. */
  readonly keyword: string;
  readonly family: Family;
  /** Its form: capitals stand for what the writer fills in, square brackets for what may be left out. */
  readonly signature: string;
  readonly meaning: string;
  /** A block that is right as it stands. */
  readonly example: string;
  /** The `truce:` number that brought it. */
  readonly since: 1;
  /** Every word of the language that it introduces; each occurs in the example. */
  readonly words: readonly string[];
}

export type Family =
  "who" | "facts" | "when" | "consent" | "rules" | "formula" | "procedure" | "statements" | "later" | "cases";

/** The families in the order of the pages, with their titles. */
export const FAMILIES: readonly { readonly family: Family; readonly title: string; readonly about: string }[] = [
  { family: "who", title: "Who and where", about: "Parties, classes, bodies, lists, lines and areas." },
  {
    family: "facts",
    title: "Facts and vocabulary",
    about: "What the record is asked, and the words for acts and weapons.",
  },
  { family: "when", title: "When", about: "Entry into force, day counts and phases." },
  { family: "consent", title: "Acceptance", about: "Who has to accept, to whom, by when, and on what condition." },
  {
    family: "rules",
    title: "Rules",
    about: "Five shapes of duty, the duty to restrain another, and two kinds of escape.",
  },
  { family: "formula", title: "Formulas", about: "What can be asked of one occurrence or of the record." },
  { family: "procedure", title: "Procedures", about: "States and clocks of a complaint." },
  {
    family: "statements",
    title: "Statements and readings",
    about: "What a party said about the text, and sets of such statements.",
  },
  { family: "later", title: "Later texts", about: "Amendments, replaced texts, and paragraphs that are not judged." },
  { family: "cases", title: "Worked cases", about: "Examples with the verdict that the drafters expect." },
];

export const CONSTRUCTS: readonly Construct[] = [
  // ——— Who and where ———
  {
    keyword: "party",
    family: "who",
    signature: 'party NAME "title" [part of NAME]',
    meaning:
      "An actor that the text names. With `part of`, it fights under another party and what binds that one binds it.",
    example: 'party sar "Armed Forces of the Syrian Arab Republic"\nparty ndf "National Defence Forces" part of sar',
    since: 1,
    words: ["party", "part", "of"],
  },
  {
    keyword: "class",
    family: "who",
    signature: 'class NAME "title" [enrolled by NAME, …] [members NAME, …]',
    meaning: "Actors known only by a rule of membership: whoever the named bodies enrol, and the members written here.",
    example: 'class aog "armed opposition groups" enrolled by us, ru members jaysh-al-islam',
    since: 1,
    words: ["class", "enrolled", "by", "members"],
  },
  {
    keyword: "body",
    family: "who",
    signature: 'body NAME "title" [chaired by NAME, …] [members NAME, …]',
    meaning:
      "A committee, court or mediator: it can decide, enrol and be told, but this text neither binds nor protects it.",
    example: 'body issg-tf "ISSG Ceasefire Task Force" chaired by us, ru members tr',
    since: 1,
    words: ["body", "chaired", "by", "members"],
  },
  {
    keyword: "list",
    family: "who",
    signature: 'list NAME ["title"]\n  names NAME, …\n  or designated by NAME as at the incident | fixed',
    meaning:
      "Actors named in the text, and those that a body designates: as the list stood at the incident, or as it stood at adoption. If the text does not say which, leave it out, and the check points at it.",
    example:
      "list terrorist\n  names daesh, nusra\n  or designated by unsc as at the incident\nlist old-list\n  designated by unsc fixed",
    since: 1,
    words: ["list", "names", "or", "designated", "by", "as", "at", "the", "incident", "fixed"],
  },
  {
    keyword: "line",
    family: "who",
    signature: 'line NAME "title" as at the incident | fixed | to be defined [by NAME, …] [by TIME]',
    meaning:
      "A line on the ground from which distances are measured: where it ran at the incident, where it ran at adoption, or yet to be drawn.",
    example:
      'line contact-now "line of contact" as at the incident\nline contact-2014 "line of 19 September 2014" fixed\nline border "the line" to be defined by jmc by 2016-03-01',
    since: 1,
    words: ["line", "as", "at", "the", "incident", "fixed", "to", "be", "defined", "by"],
  },
  {
    keyword: "area",
    family: "who",
    signature: 'area NAME "title" [within QUANTITY of NAME] as at the incident | fixed | to be defined …',
    meaning:
      "A place with an inside and an outside, or the strip around a line: everything nearer to the line than the distance, on both sides of it. With `as at the incident` or `fixed` a strip is measured from the line as it ran then, whatever is said of the line itself.",
    example:
      'use common\nparty ua "Ukraine"\nline contact "line of contact" fixed\narea idlib "Idlib province" fixed\narea buffer "buffer zone" within 5 km of contact fixed\nrule keep-out\n  who ua\n  must not patrol\n  in buffer\ncase just-inside\n  actor ua act patrol at 2015-03-01\n  distance contact 4.9 km\n  expect keep-out breach\ncase on-the-edge\n  actor ua act patrol at 2015-03-01\n  distance contact 5 km\n  expect keep-out outside',
    since: 1,
    words: ["area", "within", "of", "fixed"],
  },
  // ——— Facts and vocabulary ———
  {
    keyword: "fact",
    family: "facts",
    signature: 'fact NAME [about actor and list …] "question"',
    meaning:
      "A yes/no question to the record. `about` says what it is asked of (actor, list, place, party), and the question shows those in braces. An unanswered question is unknown, never false.",
    example:
      'fact immediate-threat "Was the force a response to an immediate threat?"\nfact linked-to about actor and list "Is {actor} linked to {list}?"\nfact held-by about place and party "Did {party} hold {place}?"',
    since: 1,
    words: ["fact", "about", "actor", "and", "list", "place", "party"],
  },
  {
    keyword: "measure",
    family: "facts",
    signature: 'measure NAME km | m | mm | ft | % | count "question"',
    meaning: "A number with a unit that the record may give.",
    example: 'measure calibre mm "What was the calibre?"\nmeasure troops count "How many soldiers?"',
    since: 1,
    words: ["measure", "mm", "count"],
  },
  {
    keyword: "act",
    family: "facts",
    signature: 'act NAME "title" [is NAME, …]',
    meaning:
      "A kind of act; with `is`, a kind of a wider one. Shelling is an attack, so a rule on attacks is a rule on shelling.",
    example: 'act attack "attack"\nact shelling "artillery or mortar fire" is attack',
    since: 1,
    words: ["act", "is"],
  },
  {
    keyword: "weapon",
    family: "facts",
    signature: 'weapon NAME "title" [is NAME, …]',
    meaning: "A kind of weapon; with `is`, a kind of a wider one.",
    example: 'weapon indirect-fire "indirect-fire weapon"\nweapon mortar "mortar" is indirect-fire',
    since: 1,
    words: ["weapon", "is"],
  },
  {
    keyword: "use",
    family: "facts",
    signature: "use NAME",
    meaning:
      "Takes in a shared vocabulary of acts and weapons. `common` names them as monitors in the field do. What the text itself declares under a name goes before the vocabulary.",
    example:
      'use common\nact raid "raid on cattle"\nparty upper "Upper village"\nrule no-attack\n  who upper\n  must not attack\ncase ambush-is-an-attack\n  actor upper act ambush at 2024-03-10\n  expect no-attack breach\ncase this-raid-is-none\n  actor upper act raid at 2024-03-10\n  expect no-attack outside',
    since: 1,
    words: ["use"],
  },
  {
    keyword: "table",
    family: "facts",
    signature: "table NAME pick one | first\n  | FORMULA | QUANTITY |",
    meaning:
      "A quantity by kind of thing. `pick one`: rows must not overlap; `pick first`: the first row that holds. In a row a weapon's name means `weapon is` that weapon; `with` adds a condition and `except` takes weapons out. Of a thing for which no row holds the text says no quantity: a rule that rests on it there can only be judged if its conditions or an `outside` take that thing out, and the check says where they do not.",
    example:
      'use common\nmeasure calibre mm "What was the calibre?"\ntable zone-width pick one\n  | artillery with calibre >= 100 mm | 50 km |\n  | mlrs except tornado-s, uragan | 70 km |\ntable other pick first\n  | true | 1 km |',
    since: 1,
    words: ["table", "pick", "one", "first", "with", "except"],
  },
  // ——— When ———
  {
    keyword: "in force",
    family: "when",
    signature:
      "in force from TIME [for DURATION] [until TIME]\n  [renewable by consent [for DURATION] | renewable unless notice DURATION before]\n  [ends when FORMULA]",
    meaning: "When the text binds. Without `for`, `until` or `ends when` it has no end, and the check says so.",
    example:
      'fact collapsed "Has the truce collapsed?"\nin force from 2016-02-27 00:00 for 2 weeks\n  renewable by consent for 60 days\n  ends when collapsed\nin force from 2017-01-01 until 2018-01-01\n  renewable unless notice 6 months before',
    since: 1,
    words: [
      "in",
      "force",
      "from",
      "for",
      "weeks",
      "until",
      "renewable",
      "by",
      "consent",
      "days",
      "ends",
      "when",
      "unless",
      "notice",
      "months",
      "before",
    ],
  },
  {
    keyword: "day 1 is",
    family: "when",
    signature: "day 1 is DATE",
    meaning: "What `day N` counts from.",
    example: "day 1 is 2015-02-15",
    since: 1,
    words: ["day", "is"],
  },
  {
    keyword: "phase",
    family: "when",
    signature: 'phase NAME "title" from TIME [until TIME | for DURATION] [enters when FORMULA]',
    meaning: "A stretch of time that rules can be limited to with `during`.",
    example:
      'fact verified "Was the withdrawal verified?"\nphase one "first phase" from 2016-02-27 until 2016-03-12\nphase two "second phase" from 2016-03-12 for 6 weeks enters when verified',
    since: 1,
    words: ["phase", "from", "until", "for", "enters", "when"],
  },
  // ——— Acceptance ———
  {
    keyword: "accept",
    family: "consent",
    signature:
      'accept NAME ["title"]\n  who SELECTOR to NAME or … [by TIME]\n  [provided FORMULA]\n  [late counts | late does not count]',
    meaning:
      "An acceptance that the text asks for. `provided` is a condition on a recorded act; `late` says whether an acceptance after the deadline binds.",
    example:
      'party sar "Government"\nclass aog "armed opposition groups" enrolled by us, ru\naccept a1\n  who each aog to us or ru by 2016-02-26 12:00\n  provided a2 confirmed\n  late counts\naccept a2\n  who sar to ru by 2016-02-26 12:00\n  late does not count',
    since: 1,
    words: ["accept", "who", "each", "to", "or", "by", "provided", "late", "counts", "does", "not", "count"],
  },
  {
    keyword: "concurrent",
    family: "consent",
    signature: "concurrent NAME, NAME, …",
    meaning: "Acceptances that condition each other take effect together.",
    example:
      'party a "A"\nparty b "B"\naccept a1\n  who a to b\n  provided a2 confirmed\naccept a2\n  who b to a\n  provided a1 confirmed\nconcurrent a1, a2',
    since: 1,
    words: ["concurrent"],
  },
  {
    keyword: "first",
    family: "consent",
    signature: "first NAME then NAME, …",
    meaning: "Who moves first when acceptances condition each other.",
    example:
      'party a "A"\nparty b "B"\naccept a1\n  who a to b\naccept a2\n  who b to a\n  provided a1 confirmed\nfirst a1 then a2',
    since: 1,
    words: ["first", "then"],
  },
  // ——— Rules ———
  {
    keyword: "rule",
    family: "rules",
    signature: 'rule NAME ["title"]\n  who SELECTOR\n  DUTY\n  …',
    meaning:
      "One duty: whom it binds (`any bound`, `anyone`, `each CLASS` or names), what it asks, and where it stops.",
    example:
      'use common\nparty sar "Government"\nrule cease-attacks "Cessation of hostilities"\n  who any bound\n  must not attack\nrule stop-raids\n  who sar\n  must not raid\nrule for-all\n  who anyone\n  must not siege',
    since: 1,
    words: ["rule", "who", "any", "bound", "anyone", "must", "not"],
  },
  {
    keyword: "must not",
    family: "rules",
    signature: "must not ACT or …",
    meaning: "A prohibition, judged on every occurrence.",
    example: "use common\nrule cease-attacks\n  who any bound\n  must not attack or siege",
    since: 1,
    words: ["must", "not", "or"],
  },
  {
    keyword: "must keep",
    family: "rules",
    signature: "must keep FORMULA",
    meaning: "A state that has to hold at all times of the rule's period.",
    example:
      'use common\nparty ua "Ukraine"\nline contact "line of contact" fixed\nrule stay-out\n  who ua\n  must keep each heavy-weapon beyond 25 km from contact',
    since: 1,
    words: ["must", "keep", "each", "beyond", "from"],
  },
  {
    keyword: "must achieve",
    family: "rules",
    signature:
      "must achieve FORMULA [by TIME]\n  [starting by TIME]\n  [complete by TIME | complete within DURATION of TIME]",
    meaning:
      "A state that has to be reached by a time, or started by one time and completed by another. `within 14 days of` a day has the day after it as day 1, and the last day counts to its end; `48 h` are hours that pass, also where the clocks change. The second clock runs from the actual start, else from the latest lawful one. Other times can count from `start of RULE` and `complete of RULE` in the same way: as recorded, else at the latest lawful moment.",
    example:
      'fact withdrawn "Are the weapons withdrawn?"\nparty ua "Ukraine"\nday 1 is 2015-02-15\nrule withdraw\n  who ua\n  must achieve withdrawn\n  starting by end of day 2\n  complete within 14 days of start\nrule report\n  who ua\n  must achieve withdrawn by 2015-03-01\nrule finish\n  who ua\n  must achieve withdrawn\n  complete by 2015-04-01\nrule follow\n  who ua\n  must achieve withdrawn by 48 h after complete of withdraw\ncase on-the-last-day\n  known 2015-03-10\n  record withdraw started 2015-02-16 09:00\n  record withdraw completed 2015-03-02 23:59\n  expect withdraw fulfilled\ncase too-late\n  known 2015-03-10\n  record withdraw started 2015-02-16 09:00\n  record withdraw completed 2015-03-03 00:01\n  expect withdraw lapsed',
    since: 1,
    words: ["must", "achieve", "by", "starting", "complete", "within", "of", "start", "end", "day", "days"],
  },
  {
    keyword: "must … whenever",
    family: "rules",
    signature: "must ACT or … [within DURATION] whenever EVENT",
    meaning:
      "A response: the act has to follow every such event, within the time if one is given. Without a time it can never lapse, and the check says so.",
    example:
      'use common\nparty sar "Government"\nrule answer-notice\n  who sar\n  must answer within 24 h whenever notify or patrol with drone by sar against sar in idlib\narea idlib "Idlib" fixed',
    since: 1,
    words: ["must", "within", "h", "whenever", "with", "by", "against", "in"],
  },
  {
    keyword: "may",
    family: "rules",
    signature: "may ACT or …",
    meaning:
      "A permission. Where a prohibition of the same act meets it without `prevails over` or `yields to`, the verdict is a conflict.",
    example: 'use common\nparty un "United Nations"\nrule convoys\n  who un\n  may convoy-passage',
    since: 1,
    words: ["may"],
  },
  {
    keyword: "must ensure",
    family: "rules",
    signature: "must ensure SELECTOR does not ACT or …",
    meaning: "A duty to restrain another: who bears it answers for what the other does.",
    example:
      'use common\nparty ru "Russia"\nparty sar "Government"\nrule restrain\n  who ru\n  must ensure sar does not attack or siege',
    since: 1,
    words: ["must", "ensure", "does", "not"],
  },
  {
    keyword: "against",
    family: "rules",
    signature: "against SELECTOR\n  with WEAPON or …\n  in PLACE or …",
    meaning: "Limits a rule to a target, a weapon or a place.",
    example:
      'use common\nclass aog "groups" enrolled by us\narea idlib "Idlib" fixed\nrule no-air\n  who any bound\n  must not attack\n  against each aog\n  with aircraft or drone\n  in idlib',
    since: 1,
    words: ["against", "each", "with", "in", "or"],
  },
  {
    keyword: "when",
    family: "rules",
    signature: "when FORMULA\n  from TIME\n  until TIME\n  during PHASE",
    meaning: "Limits a rule to a condition or a stretch of time.",
    example:
      'use common\nfact weather-clear "Was the weather clear?"\nphase one "first" from 2016-02-27 until 2016-03-12\nrule no-flights\n  who any bound\n  must not overflight\n  when weather-clear\n  from entry into force\n  until 30 days after adoption\nrule calm\n  who any bound\n  must not raid\n  during one',
    since: 1,
    words: ["when", "from", "entry", "into", "force", "until", "after", "adoption", "during"],
  },
  {
    keyword: "outside",
    family: "rules",
    signature: "outside LABEL: FORMULA\n    but not LABEL: FORMULA",
    meaning: "Where it holds the rule does not speak at all. `but not`, indented below, takes a part back.",
    example:
      'use common\nlist terrorist\n  names daesh\nfact by-mistake "Was the target mistaken?"\nrule cease-attacks\n  who any bound\n  must not attack\n  outside listed: target in terrorist\n    but not mistake: by-mistake',
    since: 1,
    words: ["outside", "but", "not"],
  },
  {
    keyword: "unless",
    family: "rules",
    signature: "unless LABEL: FORMULA\n    but not LABEL: FORMULA",
    meaning: "Where it holds the rule speaks and permits: self-defence, for example.",
    example:
      'use common\nfact immediate-threat "Was there an immediate threat?"\nfact excessive "Was the force excessive?"\nrule cease-attacks\n  who any bound\n  must not attack\n  unless self-defence: immediate-threat\n    but not excess: excessive',
    since: 1,
    words: ["unless", "but", "not"],
  },
  {
    keyword: "prevails over",
    family: "rules",
    signature: "prevails over RULE, …\n  yields to RULE, …",
    meaning: "Which of two rules goes first where they meet. The tool never breaks a tie by itself.",
    example:
      'use common\nparty un "United Nations"\nrule no-flights\n  who any bound\n  must not overflight\n  yields to medical\nrule medical\n  who un\n  may overflight\n  prevails over no-raids\nrule no-raids\n  who any bound\n  must not raid',
    since: 1,
    words: ["prevails", "over", "yields", "to"],
  },
  {
    keyword: "otherwise",
    family: "rules",
    signature: "otherwise RULE",
    meaning: "The duty that follows a breach; it does not erase the breach.",
    example:
      'use common\nfact paid "Was compensation paid?"\nparty sar "Government"\nrule no-detention\n  who sar\n  must not detention\n  otherwise pay\nrule pay\n  who sar\n  must achieve paid by 30 days after trigger',
    since: 1,
    words: ["otherwise", "trigger"],
  },
  // ——— Formulas ———
  {
    keyword: "and, or, not",
    family: "formula",
    signature: "FORMULA and FORMULA · FORMULA or FORMULA · not FORMULA · (FORMULA) · each KIND FORMULA",
    meaning:
      "Strong Kleene logic: unknown stays unknown unless the rest decides. `not` binds tightest, then `and`, then `or`. `each mortar P`: if the thing is a mortar, P.",
    example:
      'use common\nfact a "A?"\nfact b "B?"\nline contact "line" fixed\nrule r\n  who any bound\n  must not attack\n  when (a or not b) and each mortar beyond 5 km from contact',
    since: 1,
    words: ["or", "not", "and", "each", "beyond", "from"],
  },
  {
    keyword: "in, is, bound",
    family: "formula",
    signature: "TERM in NAME · TERM not in NAME · TERM is NAME · TERM is not NAME · TERM bound · TERM not bound",
    meaning:
      "Questions about the `actor`, `target`, `act`, `weapon` or `place` of an occurrence, or about a party by name: is it on the list, in the class, in the area; is it that party or that kind; is it bound.",
    example:
      'use common\nparty sar "Government"\nlist terrorist\n  names daesh\narea idlib "Idlib" fixed\nrule r\n  who any bound\n  must not attack\n  outside one: target in terrorist or actor not in terrorist or actor is not sar\n  unless two: weapon is mortar and act is attack and target bound and place in idlib or sar not bound',
    since: 1,
    words: ["target", "in", "actor", "not", "is", "weapon", "act", "bound", "place"],
  },
  {
    keyword: "facts and measures",
    family: "formula",
    signature: "FACT [TERM …] · MEASURE < | <= | = | != | >= | > QUANTITY · true · false",
    meaning: "A declared fact, about the terms that follow it, or a comparison of a declared measure.",
    example:
      'use common\nfact linked-to about actor and list "Is {actor} linked to {list}?"\nmeasure calibre mm "What was the calibre?"\nlist terrorist\n  names daesh\nrule r\n  who any bound\n  must not attack\n  when true\n  outside one: linked-to target terrorist\n  unless two: calibre >= 100 mm and not false',
    since: 1,
    words: ["target", "mm", "true", "false"],
  },
  {
    keyword: "within, beyond",
    family: "formula",
    signature: "within QUANTITY of PLACE · beyond QUANTITY from PLACE",
    meaning:
      "The distance to a line or to the edge of an area. What is exactly so far away is beyond it and not within it. The quantity may be a table, divided or multiplied: `zone-width / 2`.",
    example:
      'use common\nline contact "line" fixed\ntable zone-width pick one\n  | heavy-weapon | 50 km |\nrule r\n  who any bound\n  must not attack\n  when within 5 km of contact or each heavy-weapon beyond zone-width / 2 from contact',
    since: 1,
    words: ["within", "km", "of", "beyond", "from"],
  },
  {
    keyword: "before, after, during",
    family: "formula",
    signature: "before TIME · after TIME · during PHASE",
    meaning:
      "The time of the occurrence. `before` a day is before it begins, and `after` a day when it has ended; so is a time that is counted in days, weeks, months or years, of which the first is the day after the one counted from. A month after 31 January is the last day of February. `h` and `min` are elapsed time.",
    example:
      'use common\nparty sar "Government"\nphase calm "first" from 2016-02-27 until 2016-03-12\nrule r\n  who sar\n  must not attack\n  when before 2016-03-01 or during calm or after 2 months before entry into force\nrule later\n  who sar\n  must not raid\n  when after 1 months after adoption\ncase the-last-day-counts\n  actor sar act raid at 2016-03-22 23:59\n  expect later outside\ncase the-day-after\n  actor sar act raid at 2016-03-23 00:00\n  expect later breach',
    since: 1,
    words: ["before", "during", "after", "months", "entry", "into", "force"],
  },
  {
    keyword: "confirmed",
    family: "formula",
    signature: "ACCEPTANCE confirmed [by NAME]",
    meaning: "A condition on a recorded act: that the acceptance was given.",
    example:
      'party sar "Government"\nparty hnc "Committee"\naccept a1\n  who hnc to sar\naccept a2\n  who sar to hnc\n  provided a1 confirmed by hnc and a1 not confirmed by sar',
    since: 1,
    words: ["confirmed", "by", "not"],
  },
  {
    keyword: "no … for",
    family: "formula",
    signature: "no ACT or … [with WEAPON or …] [by SELECTOR] [against SELECTOR] [in PLACE or …] for DURATION",
    meaning:
      "True only if no such event is possible and it is on record that one would have been noticed; false if one is certain; else unknown.",
    example:
      'use common\nparty sar "Government"\nparty rus "Russia"\nrule r\n  who any bound\n  must not attack\n  when no attack with air-weapon by sar or rus for 7 days',
    since: 1,
    words: ["no", "with", "by", "or", "for", "days"],
  },
  {
    keyword: "at least",
    family: "formula",
    signature: "at least N EVENT within DURATION",
    meaning: "A count of recorded events, certain and possible.",
    example: "use common\nrule r\n  who any bound\n  must not attack\n  when at least 3 attack within 48 h",
    since: 1,
    words: ["at", "least", "within", "h"],
  },
  {
    keyword: "fulfilled",
    family: "formula",
    signature: "RULE fulfilled | lapsed | pending | suspended | undetermined",
    meaning: "The state of another duty.",
    example:
      'use common\nfact withdrawn "Withdrawn?"\nparty ua "Ukraine"\nrule withdraw\n  who ua\n  must achieve withdrawn by 2015-03-01\nrule elections\n  who ua\n  must keep withdrawn\n  when withdraw fulfilled or withdraw lapsed or withdraw pending or withdraw suspended or withdraw undetermined',
    since: 1,
    words: ["fulfilled", "lapsed", "pending", "suspended", "undetermined"],
  },
  // ——— Procedures ———
  {
    keyword: "procedure",
    family: "procedure",
    signature:
      'procedure NAME "title"\n  starts STATE\n  from STATE to STATE [by SELECTOR] [within DURATION] [otherwise STATE]\n  ends STATE, …',
    meaning: "How a complaint goes from state to state, who moves it, and what follows when the clock runs out.",
    example:
      'body issg-tf "Task Force"\nprocedure violations "handling of alleged violations"\n  starts alleged\n  from alleged to notified by issg-tf within 24 h otherwise referred\n  from notified to closed\n  ends closed, referred',
    since: 1,
    words: ["procedure", "starts", "from", "to", "by", "within", "h", "otherwise", "ends"],
  },
  // ——— Statements and readings ———
  {
    keyword: "statement",
    family: "statements",
    signature:
      'statement NAME ["title"]\n  by NAME, … on DATE kind interpretation | condition | reservation\n  reads LABEL as REPLACEMENT | binds SELECTOR while FORMULA | starts RULE when FORMULA\n  [accepted | objected by NAME, … [on DATE]] [silent NAME, …]',
    meaning:
      "What a party said about the text, as exactly one operation: `reads` replaces what stands at a label, `binds … while` adds a condition to being bound, `starts … when` adds a condition before a duty's clock.",
    example:
      'use common\nparty sar "Government"\nparty hnc "Committee"\nfact detainees-released "Were detainees released?"\nlist terrorist\n  names daesh\nrule cease-attacks\n  who any bound\n  must not attack\n  outside listed: target in terrorist\nstatement s1\n  by sar on 2016-02-23 kind interpretation\n  reads cease-attacks.listed as target in terrorist or actor in terrorist\n  accepted by hnc on 2016-02-24\nstatement s2\n  by hnc on 2016-02-22 kind condition\n  binds hnc while detainees-released\n  objected by sar\nstatement s3\n  by hnc on 2016-02-22 kind reservation\n  starts cease-attacks when detainees-released\n  silent sar',
    since: 1,
    words: [
      "statement",
      "by",
      "on",
      "kind",
      "interpretation",
      "reads",
      "as",
      "accepted",
      "condition",
      "binds",
      "while",
      "objected",
      "reservation",
      "starts",
      "when",
      "silent",
    ],
  },
  {
    keyword: "reads … as",
    family: "statements",
    signature: "reads LABEL as FORMULA | by TIME | as at the incident | fixed | to be defined … | the same as NAME",
    meaning:
      "What can stand at a label: a formula for an escape, a time for a deadline, a reference for a list or a line, another line for a line.",
    example:
      'party sar "Government"\nline old "old line" as at the incident\nline new "new line" fixed\naccept a1\n  who sar to un by 2016-02-26 12:00\nstatement s1\n  by sar on 2016-02-23 kind interpretation\n  reads a1.by as by 2016-02-27 00:00\nstatement s2\n  by sar on 2016-02-23 kind interpretation\n  reads old as fixed\nstatement s3\n  by sar on 2016-02-23 kind interpretation\n  reads new as as at the incident\nstatement s4\n  by sar on 2016-02-23 kind interpretation\n  reads old as the same as new',
    since: 1,
    words: ["reads", "as", "by", "fixed", "at", "the", "incident", "same"],
  },
  {
    keyword: "reading",
    family: "statements",
    signature: 'reading NAME ["title"] with STATEMENT, …',
    meaning:
      "A named set of statements. `text` (no statement), one reading for each party and `agreed` are there without being declared.",
    example:
      'party sar "Government"\nlist terrorist\n  names daesh\n  or designated by unsc as at the incident\nstatement s1\n  by sar on 2016-02-23 kind interpretation\n  reads terrorist as fixed\nreading strict "as the Government reads it" with s1',
    since: 1,
    words: ["reading", "with"],
  },
  // ——— Later texts ———
  {
    keyword: "amend",
    family: "later",
    signature: "amend LABEL from TIME as REPLACEMENT",
    meaning:
      "A later agreed text: from its time on its words stand at the label, and what happened before is judged by those that stood then. Of several amendments of one label each counts until the next begins, in whatever order they are written; one of which nobody knows when it begins counts as the last. A statement is about the words that stood at the end of its day: in its reading it takes their place for as long as they count, and leaves the words before and after as they are. So what a party said of the text and what it says of an amendment stand side by side; two statements about the same words cannot be in one reading.",
    example:
      'use common\nparty sar "Government"\nfact warned "Was there a warning?"\nfact threat "Was there a threat?"\nrule cease-attacks\n  who sar\n  must not attack\n  unless danger: threat and warned\namend cease-attacks.danger from 2016-05-09 as warned\nstatement early\n  by sar on 2016-02-23 kind interpretation\n  reads cease-attacks.danger as threat or warned\nstatement later\n  by sar on 2016-05-09 kind interpretation\n  reads cease-attacks.danger as warned or threat\ncase before-the-amendment\n  actor sar act attack at 2016-05-08 23:59\n  given threat\n  given not warned\n  expect cease-attacks breach\n  under early expect cease-attacks permitted\n  under later expect cease-attacks breach\n  under sar expect cease-attacks permitted\ncase after-the-amendment\n  actor sar act attack at 2016-05-09 00:00\n  given threat\n  given not warned\n  expect cease-attacks breach\n  under early expect cease-attacks breach\n  under sar expect cease-attacks permitted',
    since: 1,
    words: ["amend", "from", "as"],
  },
  {
    keyword: "supersedes",
    family: "later",
    signature: 'supersedes ID "title" [from TIME]',
    meaning: "This text takes the place of another one.",
    example: 'supersedes syria-coh-2016 "Terms for a Cessation of Hostilities" from 2016-12-30 00:00 UTC',
    since: 1,
    words: ["supersedes", "from"],
  },
  {
    keyword: "no rule:",
    family: "later",
    signature: "no rule: REASON",
    meaning: "The paragraph above is recorded and deliberately not judged. The reason runs to the end of the line.",
    example: "no rule: a political intention without a bearer",
    since: 1,
    words: ["no", "rule"],
  },
  // ——— Worked cases ———
  {
    keyword: "case",
    family: "cases",
    signature:
      'case NAME ["title"]\n  [actor ACTOR] [target ACTOR] | [sides ACTOR, ACTOR]  [act NAME] [weapon NAME] [place NAME or …]  [at TIME [to TIME]]  [known TIME]\n  [measure NAME QUANTITY] [distance NAME QUANTITY]\n  given LEAF [unknown] [since TIME] [until TIME] [learnt TIME]\n  expect RULE VERDICT or …\n  ask LEAF, …',
    meaning:
      "An occurrence and what the drafters expect: exactly these verdicts are possible, and of the facts exactly these matter for one or the other of the rules named. Without `ask` nothing is said of the questions. Who, in which direction and when are not named there; they are asked where the case leaves them open. An actor is a name, `A or B` (one of them), `A and B` (together), or `unknown`.",
    example:
      'use common\nparty sar "Government"\nclass aog "groups" enrolled by us\nlist terrorist\n  names daesh\narea idlib "Idlib" fixed\narea aleppo "Aleppo" fixed\nmeasure calibre mm "Calibre?"\nfact immediate-threat "Threat?"\nrule cease-attacks\n  who any bound\n  must not attack\n  outside listed: target in terrorist\n  unless self-defence: immediate-threat and calibre < 100 mm and beyond 5 km from idlib\ncase market-shelled\n  actor sar target aog act attack weapon mortar place idlib or aleppo at 2016-02-28 10:00 to 2016-02-28 12:00\n  known 2016-03-05\n  measure calibre 82 mm\n  distance idlib 20 km\n  given target not in terrorist\n  given immediate-threat unknown\n  expect cease-attacks breach or permitted\n  ask immediate-threat\ncase who-knows\n  sides sar, unknown\n  at 2016-03-01\n  given target in terrorist since 2016-02-29 until 2017-01-01 learnt 2016-03-01\n  expect cease-attacks outside',
    since: 1,
    words: [
      "case",
      "actor",
      "target",
      "act",
      "weapon",
      "place",
      "at",
      "to",
      "known",
      "measure",
      "distance",
      "given",
      "unknown",
      "expect",
      "breach",
      "permitted",
      "or",
      "ask",
      "sides",
      "since",
      "until",
      "learnt",
      "outside",
    ],
  },
  {
    keyword: "record",
    family: "cases",
    signature:
      "record RULE started | completed | holds | fails | triggered | done | covered | suspended TIME [to TIME] [learnt TIME]\nrecord renewed TIME [until TIME] [learnt TIME]\nrecord notice TIME [learnt TIME]",
    meaning:
      "A line of a duty's diary: it was begun or brought to an end; what it demands was so (`holds`) or was not (`fails`); something called for an answer (`triggered`), which was given (`done`); its condition did not hold (`suspended`); whatever happened in that time is recorded (`covered`), and only there silence says something. And what was done about the end of the text: a renewal (unless it says until when, for as long as the text says) or a notice that it is not to go on.",
    example:
      'in force from 2015-02-15 for 60 days renewable by consent for 30 days\nfact withdrawn "Withdrawn?"\nparty ua "Ukraine"\nrule withdraw\n  who ua\n  must achieve withdrawn\n  starting by 2015-02-17\n  complete within 14 days of start\ncase done-in-time\n  known 2015-03-10\n  record withdraw started 2015-02-16 09:00\n  record withdraw holds 2015-02-26 to 2015-03-02\n  record withdraw completed 2015-03-01\n  record withdraw covered 2015-02-16 to 2015-03-02 learnt 2015-03-05\n  expect withdraw fulfilled\ncase renewed-in-time\n  known 2015-06-01\n  record renewed 2015-03-30 until 2015-05-15\n  record withdraw started 2015-02-16\n  expect withdraw lapsed or fulfilled',
    since: 1,
    words: ["record", "started", "holds", "to", "completed", "covered", "learnt", "renewed", "until", "fulfilled"],
  },
  {
    keyword: "under",
    family: "cases",
    signature: "under READING [given …] expect RULE VERDICT or … [ask LEAF, …]",
    meaning: "What the case expects of another reading than the text alone.",
    example:
      'use common\nparty sar "Government"\nfact linked-to about actor and list "Is {actor} linked to {list}?"\nlist terrorist\n  names daesh\nrule cease-attacks\n  who any bound\n  must not attack\n  outside listed: target in terrorist\nstatement s1\n  by sar on 2016-02-23 kind interpretation\n  reads cease-attacks.listed as target in terrorist or linked-to target terrorist\ncase near-nusra\n  actor sar act attack at 2016-02-28 10:00\n  given target not in terrorist\n  expect cease-attacks breach\n  under s1 given linked-to target terrorist expect cease-attacks outside\n  under sar expect cease-attacks breach or outside ask linked-to target terrorist',
    since: 1,
    words: ["under", "given", "expect", "outside", "ask"],
  },
];
