import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { didYouMean } from '../suggest.ts'

/** The topologies that come with the course. */
const FOLDER = fileURLToPath(new URL('../../../../content/topologies/', import.meta.url))

export interface TopologyFile {
  /** As messages name it: relative to where the command was given. */
  file: string
  text: string
}

/**
 * Finds a topology by its name (`wire`) in the first of `folders` that has it, or by the path of its file (`./my.yaml`). Throws Error with the known
 * names.
 */
export function findTopology(nameOrPath: string, folders: readonly string[] = [FOLDER]): TopologyFile {
  const isPath = /[/\\]|\.ya?ml$/.test(nameOrPath)
  const path = isPath ? resolve(nameOrPath) : inFolders(nameOrPath, folders)
  try {
    return { file: relative(process.cwd(), path), text: readFileSync(path, 'utf8') }
  } catch (error) {
    if (isPath) throw new Error(`The topology ${nameOrPath} cannot be read: ${(error as Error).message}`)
    const names = [...new Set(folders.flatMap(namesIn))]
    throw new Error(
      `Unknown topology "${nameOrPath}", expected one of ${names.join(', ')}${didYouMean(nameOrPath, names)}`,
    )
  }
}

function inFolders(name: string, folders: readonly string[]): string {
  const files = folders.map((folder) => join(folder, `${name}.yaml`))
  return files.find((file) => existsSync(file)) ?? files[0]!
}

const namesIn = (folder: string): string[] =>
  existsSync(folder) ? readdirSync(folder).map((name) => basename(name, '.yaml')) : []
