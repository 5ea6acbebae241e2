import { readdirSync, readFileSync } from 'node:fs'
import { basename, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { didYouMean } from '../suggest.ts'

/** The topologies that come with the course. */
const FOLDER = fileURLToPath(new URL('../../../../content/topologies/', import.meta.url))

export interface TopologyFile {
  /** As messages name it: relative to where the command was given. */
  file: string
  text: string
}

/** A topology by its name (`wire`), or by the path of its file (`./my.yaml`). Throws Error with the known names. */
export function findTopology(nameOrPath: string): TopologyFile {
  const isPath = /[/\\]|\.ya?ml$/.test(nameOrPath)
  const path = isPath ? resolve(nameOrPath) : `${FOLDER}${nameOrPath}.yaml`
  try {
    return { file: relative(process.cwd(), path), text: readFileSync(path, 'utf8') }
  } catch (error) {
    if (isPath) throw new Error(`The topology ${nameOrPath} cannot be read: ${(error as Error).message}`)
    const names = readdirSync(FOLDER).map((name) => basename(name, '.yaml'))
    throw new Error(
      `Unknown topology "${nameOrPath}", expected one of ${names.join(', ')}${didYouMean(nameOrPath, names)}`,
    )
  }
}
