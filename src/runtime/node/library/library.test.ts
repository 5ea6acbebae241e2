import { spawnSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { describe, expect, it } from 'vitest'
import {
  bundleLibrary,
  LIBRARY_MODULES,
  NODE_VERSION,
  NodeLibraryError,
  PATCHES,
  parseLibrary,
  patchedSource,
} from './index.ts'
import { readLibrary } from './on-disk/index.ts'

const library = readLibrary()

/** Returns the sources that the running binary itself reports. */
function sourcesOfBinary(): Record<string, string> {
  const script = "process.stdout.write(JSON.stringify(process.binding('natives')))"
  const child = spawnSync(process.execPath, ['--no-warnings', '-e', script], { encoding: 'utf8', maxBuffer: 64 << 20 })
  return JSON.parse(child.stdout) as Record<string, string>
}

describe("Node's library", () => {
  it('is that of the Node that runs this test, and no other', () => {
    expect(process.version).toBe(NODE_VERSION)
    expect(library.version).toBe(NODE_VERSION)
  })

  it('has every source byte for byte as the binary has it', () => {
    const binary = sourcesOfBinary()
    expect(Object.keys(library.sources).length).toBeGreaterThan(300)
    for (const [id, source] of Object.entries(library.sources)) expect(source === binary[id], id).toBe(true)
  })

  it('changes only the sources that the list of patches names, with a reason, and moves no line', () => {
    expect([...new Set(PATCHES.map((patch) => patch.id))]).toEqual(['internal/timers', 'internal/errors'])
    for (const { reason } of PATCHES) expect(reason).not.toBe('')
    for (const id of LIBRARY_MODULES) {
      const patched = patchedSource(library, id)!
      if (PATCHES.some((patch) => patch.id === id))
        expect(patched.split('\n')).toHaveLength(library.sources[id]!.split('\n').length)
      else expect(patched === library.sources[id], id).toBe(true)
    }
  })

  it('comes with the licence that Node is given under', () => {
    expect(library.license).toMatch(/Node\.js is licensed for use as follows/)
    expect(library.license).toMatch(/The above copyright notice and this permission notice shall be included/)
  })

  it('has the constants of C++, also those that are not enumerable', () => {
    const { bindings } = library.data
    expect(bindings.uv.UV_EADDRINUSE).toBe(-98)
    expect(bindings.constants.os.signals.SIGTERM).toBe(15)
    expect(bindings.util.constants.kHasExitCode).toBe(2)
    expect(bindings.private_symbols).toContain('arrow_message_private_symbol')
  })

  it('says what to do when it is missing, damaged or of another version', () => {
    expect(() => parseLibrary('{')).toThrow(NodeLibraryError)
    expect(() => parseLibrary(JSON.stringify({ ...library, version: 'v24.20.0' }))).toThrow(
      'generated/node-library.json holds v24.20.0, but processes run the library of Node v24.21.0. Make it again: npm run build',
    )
  })
})

describe('the script that a page gets', () => {
  it('holds net.js byte for byte', () => {
    const { code, places } = bundleLibrary(library)
    const net = places.find((place) => place.id === 'net')!
    const lines = code.split('\n').slice(net.firstLine - 1, net.firstLine - 1 + net.lines)
    expect(lines.join('\n') === library.sources.net).toBe(true)
    expect(lines.join('\n') === sourcesOfBinary().net).toBe(true)
  })

  it('holds every chosen module, each on lines of its own', () => {
    const { code, places, sourceLength } = bundleLibrary(library)
    const lines = code.split('\n')
    expect(places.map((place) => place.id)).toEqual(LIBRARY_MODULES)
    for (const { id, firstLine, lines: count } of places)
      expect(lines.slice(firstLine - 1, firstLine - 1 + count).join('\n') === patchedSource(library, id), id).toBe(true)
    expect(sourceLength).toBeLessThan(2_720_000)
  })

  it('names the module that Node does not have', () => {
    expect(() => bundleLibrary(library, ['net', 'nett'])).toThrow('Node v24.21.0 has no module nett')
  })

  it('offers only modules that the binary offers', () => {
    const { builtinModules } = createRequire(import.meta.url)('node:module') as { builtinModules: string[] }
    const offered = LIBRARY_MODULES.filter((id) => !id.startsWith('internal/'))
    expect(offered.filter((id) => !builtinModules.includes(id))).toEqual([])
  })
})
