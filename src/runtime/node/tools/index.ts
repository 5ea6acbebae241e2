/**
 * Tools of a host's shell that are ordinary Node programs, one file each, or a few; `support.cjs` is what they share. A host doesn't have them from the start: a line of the
 * shell that names one brings its files with it, as every program of a run does. So a world without such a line has none of their bytes, no time passes
 * while they are fetched, and a recording that replays the line has them too.
 */
const FOLDER = '/usr/local/lib/tools'
const SUPPORT = 'support'
/** Tools in several files: what each has beside its own. */
const PARTS: Readonly<Record<string, readonly string[]>> = {
  curl: ['curl-connection', 'curl-options', 'curl-request', 'curl-response', 'curl-transfer', 'curl-write-out'],
  ip: ['ip-devices', 'ip-routes'],
  tcpdump: ['tcpdump-dns', 'tcpdump-filter', 'tcpdump-frames', 'tcpdump-packets'],
  traceroute: ['traceroute-probes'],
}
const HELPERS: ReadonlySet<string> = new Set([SUPPORT, ...Object.values(PARTS).flat()])

/** Reads the text of a tool by its name, or of what they share. */
export type ToolText = (name: string) => string | Promise<string>

/** Returns the tools that a line may run: those whose names are words in it. A name in a quoted text counts, too. */
export function toolsNamed(line: string, names: readonly string[]): string[] {
  const words = new Set(line.split(/[^\w.-]+/))
  return names.filter((name) => !HELPERS.has(name) && words.has(name))
}

/** Returns the files that a run of the shell brings to its host for these tools. */
export async function filesOfTools(names: readonly string[], text: ToolText): Promise<Record<string, string>> {
  if (names.length === 0) return {}
  const files: Record<string, string> = { [`${FOLDER}/${SUPPORT}.cjs`]: await text(SUPPORT) }
  for (const name of names) {
    for (const part of [name, ...(PARTS[name] ?? [])]) files[`${FOLDER}/${part}.cjs`] = await text(part)
    files[`/usr/local/bin/${name}`] = `#!/usr/local/bin/node\nrequire('${FOLDER}/${name}.cjs')\n`
  }
  return files
}
