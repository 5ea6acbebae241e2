import { z } from 'zod'
import { didYouMean } from '../suggest.ts'
import { expectation } from './expectation.ts'
import { formatPath, type Located, type Path, parseLocated, plain, positionOf } from './located.ts'
import { FileProblems, type Problem } from './problem.ts'
import { knownKeys } from './schema-keys.ts'

type Issue = z.core.$ZodIssue

/** Reads a YAML file of a known shape. Throws `FileProblems` with everything that is wrong in it. */
export function readYaml<S extends z.ZodType>(file: string, text: string, schema: S): z.output<S> {
  return validate(schema, parseLocated(file, text))
}

/** Checks a located value against a schema. Throws `FileProblems`. */
export function validate<S extends z.ZodType>(schema: S, located: Located): z.output<S> {
  const checked = check(schema, located)
  if ('problems' in checked) throw new FileProblems(checked.problems)
  return checked.value
}

/** The same without throwing, for callers that have more to say about the file. */
export function check<S extends z.ZodType>(
  schema: S,
  located: Located,
): { value: z.output<S> } | { problems: Problem[] } {
  const value = plain(located)
  const parsed = schema.safeParse(value, { error: expectation })
  if (parsed.success) return { value: parsed.data }
  const context = { schema, located, value }
  return { problems: parsed.error.issues.flatMap((issue) => describe(context, issue, [])) }
}

/**
 * A schema for formatted text. `expected` completes "expected …", both for text in another format and for other types.
 */
export function textLike(pattern: RegExp, expected: string): z.ZodString {
  return z.string(expected).regex(pattern, expected)
}

/** A check for lists: no two entries have the same in `field`. `expected` completes "expected …": 'an id that no other item has'. */
export function eachItsOwn<Field extends string>(field: Field, expected: string) {
  return (entries: readonly Readonly<Record<Field, unknown>>[], context: z.core.$RefinementCtx): void => {
    const seen = new Set<string>()
    for (const [i, { [field]: value }] of entries.entries()) {
      if (seen.has(String(value)))
        context.addIssue({
          code: 'custom',
          path: [i, field],
          message: `found ${JSON.stringify(value)}, expected ${expected}`,
        })
      seen.add(String(value))
    }
  }
}

/** A problem at a path of a located value, for checks that a schema cannot make. */
export function problemAt(located: Located, path: Path, message: string): Problem {
  return { ...positionOf(located, path), path: formatPath(path), message }
}

interface Context {
  schema: z.ZodType
  located: Located
  value: unknown
}

function describe(context: Context, issue: Issue, base: Path): Problem[] {
  const path = [...base, ...issue.path]
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownKey(context, path, key))
  if (issue.code === 'invalid_union') {
    const branch = closestBranch(issue.errors)
    if (branch) return branch.flatMap((inner) => describe(context, inner, path))
  }
  if (issue.code === 'custom') return [problemAt(context.located, path, issue.message)]
  if (issue.code === 'invalid_key') {
    const expected = issue.issues[0]?.message ?? issue.message
    return [problemAt(context.located, path, `found the name "${String(path.at(-1))}", expected ${expected}`)]
  }
  return [mismatch(context, path, issue)]
}

function mismatch({ located, value }: Context, path: Path, issue: Issue): Problem {
  const found = valueAt(value, path)
  if (found === undefined) return problemAt(located, path, `missing; expected ${issue.message}`)
  const words = allowedWords(issue)
  const hint = typeof found === 'string' ? didYouMean(found, words) : ''
  return problemAt(located, path, `found ${show(found)}, expected ${issue.message}${hint}`)
}

function unknownKey({ schema, located, value }: Context, path: Path, key: string): Problem {
  const known = knownKeys(schema, value, path) ?? []
  const present = valueAt(value, path) as Record<string, unknown>
  const hint = didYouMean(
    key,
    known.filter((word) => !(word in present)),
  )
  return problemAt(located, [...path, key], `unknown key "${key}", expected one of ${known.join(', ')}${hint}`)
}

/** Of a union's branches the one that the value was meant for: it matched the outer shape and has the fewest faults inside. */
function closestBranch(branches: readonly Issue[][]): Issue[] | undefined {
  const inside = branches.filter((branch) =>
    branch.every(({ path, code }) => path.length > 0 || code === 'unrecognized_keys'),
  )
  return inside.sort((a, b) => a.length - b.length)[0]
}

function allowedWords(issue: Issue): string[] {
  const { values, options } = issue as { values?: unknown[]; options?: unknown[] }
  return [...(values ?? []), ...(options ?? [])].filter((word) => typeof word === 'string')
}

function valueAt(value: unknown, path: Path): unknown {
  let part = value
  for (const step of path) part = (part as Record<PropertyKey, unknown> | null | undefined)?.[step]
  return part
}

function show(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : `a list of ${value.length}`
  if (value === null) return 'nothing'
  if (typeof value === 'object') return 'a map'
  const text = JSON.stringify(value)
  return text.length > 60 ? `${text.slice(0, 57)}…"` : text
}
