/** The texts of tools in the page: each is fetched when a line of the terminal first names it. */
import { filesOfTools, toolsNamed } from '#node/tools/index.ts'

const texts = import.meta.glob<string>('../../../runtime/node/tools/*.cjs', { query: '?raw', import: 'default' })
const pathOf = (name: string) => `../../../runtime/node/tools/${name}.cjs`
const NAMES = Object.keys(texts).map((path) => path.replace(/^.*\/|\.cjs$/g, ''))

/** Returns the files that a line's tools need on its host. */
export function filesForLine(line: string): Promise<Record<string, string>> {
  return filesOfTools(toolsNamed(line, NAMES), (name) => texts[pathOf(name)]!())
}
