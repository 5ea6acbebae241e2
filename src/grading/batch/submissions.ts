import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { FolderError } from '#grader/node/index.ts'

/** A submission of a batch. */
export interface Submission {
  /** The entry's name in the batch's folder. */
  name: string
  path: string
}

/** Lists the entries of a batch's folder by name, without those that begin with a dot. Throws a `FolderError`. */
export function findSubmissions(folder: string): Submission[] {
  try {
    const names = readdirSync(folder).filter((name) => !name.startsWith('.') && name !== '__MACOSX')
    return names.sort().map((name) => ({ name, path: join(folder, name) }))
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') throw new FolderError(`there is no folder ${folder}`)
    if (code === 'ENOTDIR') throw new FolderError(`${folder} is a file, expected a folder of submissions`)
    throw new FolderError(`${folder} cannot be read: ${(error as Error).message}`)
  }
}
