import { plural } from './plural.ts'

/** Search, glossary and the 404 page. */
export const find = {
  search: 'Search',
  placeholder: 'Lessons, terms, errors, RFCs',
  close: 'Close',
  kinds: { lesson: 'lesson', exercise: 'exercise', term: 'term', module: 'module', surprise: 'surprise' },
  found: (n: number) => (n === 0 ? 'No results.' : plural(n, 'result')),
  failed: 'The search index could not be loaded. Connect to the network and try again.',
  loading: 'Loading',
  glossary: 'Glossary',
  glossaryLead: 'The terms of the field, each with a link to its definition.',
  also: (names: string) => `also ${names}`,
  see: 'See',
  missingTitle: 'Page not found.',
  missingText: 'The link may be old, or the page may not be written yet.',
  toCourse: 'Go to the course',
  toHome: 'Go to the home page',
} as const
