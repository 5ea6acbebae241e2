/** npm packages for programs in the page: fetched when a program names one, and never otherwise. */
import type { Files } from '#lab'
import indexText from '../../../generated/packages/index.json?raw'
import { type PackageIndex, packagesNamed } from './packages-named.ts'
import type { WorldRequest } from './protocol.ts'
import { text } from './site-text.ts'

const INDEX = JSON.parse(indexText) as PackageIndex
const URLS = import.meta.glob<string>('../../../generated/packages/package-*.json', {
  query: '?url',
  import: 'default',
  eager: true,
})

/** The files of the packages that a world's programs name, each package's as JSON; null if they name none. */
export function packagesFor(request: WorldRequest): Promise<string[]> | null {
  const names = packagesNamed(filesOf(request), INDEX)
  return names.length === 0 ? null : Promise.all(names.map((name) => text(urlOf(name))))
}

function urlOf(name: string): string {
  return URLS[`../../../generated/packages/${INDEX[name]!.file}`]!
}

/** A replay has its files in the recipe. What was placed on a host later is in its journal, as an argument of `run`. */
function filesOf({ files, replay }: WorldRequest): Files {
  const { submission, programs } = replay?.recipe.files ?? files
  const later = replay ? { journal: JSON.stringify(replay.recipe.journal) } : {}
  return { ...programs, ...submission, ...later }
}
