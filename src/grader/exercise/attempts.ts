import { z } from 'zod'
import { eachItsOwn } from '#lab/yaml/index.ts'
import { Id } from './fields.ts'
import { type Files, filesUnder } from './files.ts'
import type { Read, Reader } from './read.ts'

const Told = z
  .strictObject({
    name: Id.describe('Its folder below attempts/.'),
    verdict: z.enum(['right', 'wrong']).describe('By the prompt, whatever the tests say.'),
    truth: z.string().min(1).describe('What it does, in a sentence.'),
    causes: z.array(Id).default([]).describe('The causes of hints.yaml that are true of it; others must stay silent.'),
  })
  .refine(({ verdict, causes }) => verdict === 'wrong' || causes.length === 0, {
    path: ['causes'],
    message: 'found causes of a right program, expected none',
  })

/** `attempts/attempts.yaml`: programs written from prompt and starter alone, and the truth about each. */
export const Attempts = z.strictObject({
  version: z.literal(1),
  attempts: z.array(Told).min(1).superRefine(eachItsOwn('name', 'a name that no other attempt has')),
})

/** A program written from the prompt alone, to measure hints and tests. */
export interface Attempt extends z.output<typeof Told> {
  files: Files
}

/** The attempts of a folder, each with its files laid over the starter. */
export function attemptsIn(files: Files, read: Read<z.output<typeof Attempts>> | null, reader: Reader): Attempt[] {
  if (!read) return []
  const told = read.value.attempts.map(({ name }) => name)
  const folders = Object.keys(filesUnder(files, 'attempts')).flatMap((path) => /^([^/]+)\//.exec(path)?.[1] ?? [])
  for (const name of new Set(folders))
    if (!told.includes(name))
      reader.report(read.located, ['attempts'], `found the folder attempts/${name}, expected an entry that tells of it`)
  return read.value.attempts.map((attempt, i) => {
    const own = filesUnder(files, `attempts/${attempt.name}`)
    if (Object.keys(own).length === 0)
      reader.report(read.located, ['attempts', i, 'name'], `found no files in attempts/${attempt.name}/`)
    return { ...attempt, files: { ...filesUnder(files, 'starter'), ...own } }
  })
}
