import { spawnSync } from 'node:child_process'
import { appendFileSync, cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { KEPT_LIBRARY, keptLibrary } from '../../../../scripts/build/kept-library.ts'
import { missing } from '../../../../tests/support/requirements.ts'
import {
  bundleLibrary,
  LIBRARY_MODULES,
  NODE_VERSION,
  NodeLibraryError,
  PATCHES,
  parseLibrary,
  patchedSource,
} from './index.ts'
import { PINNED_VERSION, pinnedNode, readLibrary } from './on-disk/index.ts'

const library = readLibrary()

/** Returns what a script that the pinned Node runs prints, from JSON. */
function askPinnedNode(script: string): unknown {
  const print = `process.stdout.write(JSON.stringify(${script}))`
  const child = spawnSync(pinnedNode()!, ['--no-warnings', '-e', print], { encoding: 'utf8', maxBuffer: 64 << 20 })
  return JSON.parse(child.stdout)
}

/** Returns the sources that the pinned binary itself reports. */
const sourcesOfBinary = () => askPinnedNode("process.binding('natives')") as Record<string, string>

describe("Node's library", () => {
  it('is of the pinned version, whatever Node runs this test', () => {
    expect(library.version).toBe(NODE_VERSION)
    expect(`v${PINNED_VERSION}`).toBe(NODE_VERSION)
    expect(library.data.versions.node).toBe(PINNED_VERSION)
  })

  it.skipIf(missing('pinned Node') || process.platform !== 'linux' || process.arch !== 'x64')(
    'is what the pinned Node holds: sources, constants, license, to the byte',
    () => {
      const folder = mkdtempSync(join(tmpdir(), 'extracted-'))
      try {
        const file = join(folder, 'library.json')
        const { status, stderr } = spawnSync(process.execPath, [
          '--no-warnings',
          'scripts/extract-node-library.ts',
          file,
        ])
        expect({ status, stderr: String(stderr) }).toEqual({ status: 0, stderr: '' })
        expect(readFileSync(file, 'utf8') === keptLibrary()).toBe(true)
      } finally {
        rmSync(folder, { recursive: true })
      }
    },
  )

  it('is not unpacked from a file that changed', () => {
    const folder = mkdtempSync(join(tmpdir(), 'kept-'))
    try {
      cpSync(KEPT_LIBRARY, folder, { recursive: true })
      appendFileSync(join(folder, 'LICENSE'), '\n')
      expect(() => keptLibrary(folder)).toThrow(
        /: SHA-256 is [0-9a-f]{64}, expected [0-9a-f]{64}; get both files again: git checkout -- /,
      )
    } finally {
      rmSync(folder, { recursive: true })
    }
  })

  it.skipIf(missing('pinned Node'))('has every source byte for byte as the binary has it', () => {
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

  it.skipIf(missing('pinned Node'))('offers only modules that the binary offers', () => {
    const builtinModules = askPinnedNode("require('node:module').builtinModules") as string[]
    const offered = LIBRARY_MODULES.filter((id) => !id.startsWith('internal/'))
    expect(offered.filter((id) => !builtinModules.includes(id))).toEqual([])
  })
})
