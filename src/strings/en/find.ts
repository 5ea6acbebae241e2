/** Search, glossary, and pages that are not there. */
export const find = {
  search: 'Search',
  placeholder: 'Lessons, terms, errors, RFCs',
  close: 'Close',
  kinds: { lesson: 'lesson', exercise: 'exercise', term: 'term', module: 'module' },
  found: (n: number) => (n === 0 ? 'Nothing was found.' : n === 1 ? '1 result' : `${n} results`),
  failed: 'The search could not be loaded. It needs the network once.',
  loading: 'Loading',
  glossary: 'Glossary',
  glossaryLead: 'The words of the field, each with where it is defined.',
  also: (names: string) => `also ${names}`,
  see: 'See',
  missingTitle: 'There is no such page.',
  missingText: 'The address may be old, or what it names is not written yet.',
  toCourse: 'To the course',
  toHome: 'To the start',
} as const
