import type { LoadedExercise, Params } from '#grader'

/**
 * Parameters that a learner meets in this variant: those of the task, of the starter and of the provided programs. The
 * others belong to variants with other rules, and would only raise questions.
 */
export function mentionedParams({ prompt, starter, given }: LoadedExercise, params: Params): Params {
  const shown = prompt.replaceAll(PASSAGE, (_, name: string, kind: string, value: string, passage: string) =>
    (String(params[name]) === value) === (kind === 'is') ? `<Param name="${name}" />${passage}` : '',
  )
  const inTask = [...shown.matchAll(PARAM)].map(([, name]) => name!)
  const programs = [starter, given].flatMap((files) => Object.values(files))
  if (programs.some((program) => COMPUTED.test(program))) return params
  const inPrograms = programs.flatMap(usedIn)
  const mentioned = new Set([...inTask, ...inPrograms])
  return Object.fromEntries(Object.entries(params).filter(([name]) => mentioned.has(name)))
}

/** Names that a program reads of `params`, by a dot or by destructuring. */
function usedIn(program: string): string[] {
  const destructured = [...program.matchAll(DESTRUCTURED)].flatMap(([, names]) => names!.match(/\w+/g) ?? [])
  return [...[...program.matchAll(USE)].map(([, name]) => name!), ...destructured]
}

/** `<When param="tail" is="echo">…</When>`; they are never nested. */
const PASSAGE = /<When param="(\w+)" (is|isnt)="([^"]*)">([\s\S]*?)<\/When>/g
const PARAM = /<Param name="(\w+)"/g
const USE = /\bparams\.(\w+)/g
/** Names that only a run can tell. */
const COMPUTED = /\bparams\[/
const DESTRUCTURED = /\{([^{}]*)\} = params\b/g
