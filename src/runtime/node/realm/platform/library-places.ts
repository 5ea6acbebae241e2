import type { LibraryBundle } from '../../library/index.ts'
import type { Platform } from '../types.ts'

/** Finds which module's line a line of the library's script is. */
export function libraryPlaces(bundle: LibraryBundle): { at: Platform['libraryPlace']; line: Platform['libraryLine'] } {
  const { places } = bundle
  let lines: string[] | null = null
  const text = (line: number) => {
    lines ??= bundle.code.split('\n')
    return lines[line - 1] ?? ''
  }
  return {
    at(line) {
      let [low, high] = [0, places.length - 1]
      while (low < high) {
        const middle = (low + high + 1) >> 1
        if (places[middle]!.firstLine <= line) low = middle
        else high = middle - 1
      }
      const place = places[low]
      if (!place || line < place.firstLine || line >= place.firstLine + place.lines) return null
      return { id: place.id, line: line - place.firstLine + 1, text: text(line) }
    },
    line(id, line) {
      const place = places.find((candidate) => candidate.id === id)
      return place && line <= place.lines ? text(place.firstLine + line - 1) : null
    },
  }
}
