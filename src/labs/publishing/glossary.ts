import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { readYaml } from '#lab/yaml/index.ts'

const Term = z.strictObject({
  term: z.string(),
  /** Other names, or error codes for it. */
  also: z.array(z.string()).default([]),
  text: z.string(),
  /** Where it is defined: `RFC 9293, 3.8.1`. */
  source: z.string().optional(),
  /** Related terms. */
  see: z.array(z.string()).default([]),
})
const Glossary = z.strictObject({ version: z.literal(1), terms: z.array(Term).min(1) })
export type GlossaryTerm = z.output<typeof Term> & { id: string; sourceHref: string | null }

const FILE = 'content/glossary.yaml'
let known: readonly GlossaryTerm[] | null = null

/** All terms in alphabetical order. Throws if one refers to a missing term. */
export function glossary(): readonly GlossaryTerm[] {
  known ??= read()
  return known
}

/** Finds a term by any of its names. */
export function glossaryTerm(name: string): GlossaryTerm {
  const wanted = name.toLowerCase()
  const found = glossary().find(({ term, also }) => [term, ...also].some((one) => one.toLowerCase() === wanted))
  if (!found) throw new Error(`${FILE} has no term "${name}"`)
  return found
}

function read(): GlossaryTerm[] {
  const { terms } = readYaml(FILE, readFileSync(FILE, 'utf8'), Glossary)
  const names = new Set(terms.map(({ term }) => term))
  for (const { term, see } of terms)
    for (const other of see)
      if (!names.has(other)) throw new Error(`${FILE}: "${term}" says see "${other}", which is no term`)
  return terms
    .map((term) => ({ ...term, id: idOf(term.term), sourceHref: rfcHref(term.source) }))
    .sort((a, b) => a.term.localeCompare(b.term, 'en'))
}

const idOf = (term: string) => term.toLowerCase().replace(/[^a-z0-9]+/g, '-')

/** Links `RFC 9293, 3.8.1` to the RFC editor, with its section. */
function rfcHref(source: string | undefined): string | null {
  const [, rfc, section] = /^RFC (\d+)(?:, ([\d.]+))?/.exec(source ?? '') ?? []
  return rfc ? `https://www.rfc-editor.org/rfc/rfc${rfc}${section ? `#section-${section}` : ''}` : null
}
