import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { findTopology, openSimulatedLab } from '#lab/on-disk/index.ts'
import type { Generate } from '../drills/index.ts'
import { durationMs } from '../exercise/index.ts'
import type { PacketItem } from '../questions/index.ts'

/**
 * Quizzes (`<id>.quiz.yaml` in a module or beside the text of an exercise), interviews (`<id>.interview.yaml`) and drills (`drills/<id>/drill.yaml`), by
 * their ids.
 */
export function findQuestionFiles(root: string): Map<string, string> {
  const found = new Map<string, string>()
  if (!existsSync(root)) return found
  for (const module of readdirSync(root).sort()) {
    const folder = join(root, module)
    const exercises = namesIn(join(folder, 'exercises')).map((id) => join(folder, 'exercises', id))
    for (const place of [folder, ...exercises])
      for (const name of namesIn(place)) {
        const [, id] = /^(.+)\.(?:quiz|interview)\.yaml$/.exec(name) ?? []
        if (id !== undefined) found.set(id, join(place, name))
      }
    for (const id of namesIn(join(folder, 'drills'))) found.set(id, join(folder, 'drills', id, 'drill.yaml'))
  }
  return found
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).sort()
  } catch {
    return []
  }
}

/** Loads the generator beside a `drill.yaml`. Throws if there is none. */
export async function loadGenerator(drillFile: string): Promise<Generate> {
  const file = join(dirname(drillFile), 'generator.ts')
  const loaded: { default?: unknown } = await import(/* @vite-ignore */ pathToFileURL(file).href)
  if (typeof loaded.default === 'function') return loaded.default as Generate
  throw new Error(`${file}: found no default export, expected the generator: export default (draw, say) => …`)
}

/** Runs the program of a quiz's prediction, with the programs below the quiz's folder. `folders`: where its topology is searched. */
export function runPacketItem(
  quizFile: string,
  folders?: readonly string[],
): (item: PacketItem) => Promise<string | number> {
  return async ({ run, packet, field }) => {
    const names = [...new Set(run.programs.map(({ program }) => program))]
    const read = (name: string) => readFileSync(join(dirname(quizFile), name), 'utf8')
    const { lab } = await openSimulatedLab({
      topology: findTopology(run.topology, folders),
      params: run.topologyParameters,
      seed: run.seed,
      files: { submission: Object.fromEntries(names.map((name) => [name, read(name)])) },
    })
    try {
      for (const { host, program, args, listens } of run.programs)
        await lab.host(host).run(program, { args, ...(listens !== undefined && { listens }) })
      await lab.settle({ quiet: '20s', within: durationMs(run.within) })
      const capture = lab.capture(packet.filter, packet.on === undefined ? {} : { on: packet.on })
      if (field === 'count') return await capture.count()
      const found = (await capture.all())[packet.nth - 1]
      if (!found) throw new Error(`the run has no packet number ${packet.nth} for ${packet.filter}`)
      const value = found.field(field)
      if (value === undefined) throw new Error(`packet ${packet.nth} for ${packet.filter} has no field ${field}`)
      return value
    } finally {
      await lab.close()
    }
  }
}
