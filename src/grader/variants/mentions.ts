import type { LoadedExercise, Params } from '../exercise/index.ts'

/** A parameter that a learner sees: everywhere, or only in variants where another has, or hasn't, a value. */
export interface Mention {
  name: string
  where?: { param: string; value: string; is: boolean }
}

/**
 * Parameters that a learner sees: those of the task, of the starter and of the provided programs. The others belong to
 * variants with other rules, and would only raise questions.
 */
export function mentionsIn({ exercise, prompt, starter, given }: Texts): Mention[] {
  const programs = [starter, given].flatMap((files) => Object.values(files))
  if (programs.some((program) => COMPUTED.test(program)))
    return Object.keys(exercise.variants).map((name) => ({ name }))
  const everywhere = namesIn(prompt.replaceAll(PASSAGE, ''))
  const inPassages = [...prompt.matchAll(PASSAGE)].flatMap(([, param = '', kind, value = '', passage = '']) =>
    [param, ...namesIn(passage)].map((name) => ({ name, where: { param, value, is: kind === 'is' } })),
  )
  return [...[...everywhere, ...programs.flatMap(usedIn)].map((name) => ({ name })), ...inPassages]
}

type Texts = Pick<LoadedExercise, 'exercise' | 'prompt' | 'starter' | 'given'>

/** The parameters that are mentioned in this variant. */
export function mentionedParams(mentions: readonly Mention[], params: Params): Params {
  const holds = ({ where }: Mention) => !where || (String(params[where.param]) === where.value) === where.is
  const names = new Set(mentions.filter(holds).map(({ name }) => name))
  return Object.fromEntries(Object.entries(params).filter(([name]) => names.has(name)))
}

const namesIn = (text: string): string[] => [...text.matchAll(PARAM)].map(([, name]) => name!)

/** Names that a program reads from `params`, by a dot or by destructuring. */
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
