import type { LibraryBundle } from '../../library/index.ts'
import type { Platform } from '../types.ts'

/** Maps a line of one of the library's scripts to a module and its line. */
export class LibraryPlaces {
  readonly #bundles = new Map<string, { bundle: LibraryBundle; lines: string[] | null }>()

  /** `filename`: the script's name in stack frames. */
  add(filename: string, bundle: LibraryBundle): void {
    this.#bundles.set(filename, { bundle, lines: null })
  }

  readonly at: Platform['libraryPlace'] = (filename, line) => {
    const places = this.#bundles.get(filename)?.bundle.places ?? []
    let [low, high] = [0, places.length - 1]
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if (places[middle]!.firstLine <= line) low = middle
      else high = middle - 1
    }
    const place = places[low]
    if (!place || line < place.firstLine || line >= place.firstLine + place.lines) return null
    return { id: place.id, line: line - place.firstLine + 1, text: this.#text(filename, line) }
  }

  readonly line: Platform['libraryLine'] = (id, line) => {
    for (const [filename, { bundle }] of this.#bundles) {
      const place = bundle.places.find((candidate) => candidate.id === id)
      if (place) return line <= place.lines ? this.#text(filename, place.firstLine + line - 1) : null
    }
    return null
  }

  #text(filename: string, line: number): string {
    const script = this.#bundles.get(filename)!
    script.lines ??= script.bundle.code.split('\n')
    return script.lines[line - 1] ?? ''
  }
}
