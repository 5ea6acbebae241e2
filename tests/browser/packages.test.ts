/**
 * The bundles of the npm packages in the worker that the lab page gives a program: each program of packages/programs prints there what it prints on
 * Node, from its own package's bundle and those which that one names.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type PackageIndex, packagesNamed } from '#labs/sandbox/packages-named.ts'
import { installedPackages, packages } from '../../scripts/build/packages.ts'
import { bring } from '../../scripts/build/step.ts'
import { inChromium, inFirefox } from '../parity/browser/browsers.ts'
import { BrowserRound, type OpenBrowser } from '../parity/browser/round.ts'
import { describeProgram, type ParityProgram } from '../parity/program.ts'
import { runReal } from '../parity/real.ts'
import { missing } from '../support/requirements.ts'

const PROGRAMS = fileURLToPath(new URL('../../packages/programs/', import.meta.url))
const BUNDLES = new URL('../../generated/packages/', import.meta.url)
const PATIENCE = 240_000
const names = readdirSync(PROGRAMS).filter((name) => /\.[cm]js$/.test(name))
const protos = readdirSync(PROGRAMS).filter((name) => name.endsWith('.proto'))

let index: PackageIndex

beforeAll(async () => {
  await bring(installedPackages)
  await bring(packages)
  index = JSON.parse(readFileSync(new URL('index.json', BUNDLES), 'utf8'))
}, PATIENCE)

const bundleOf = (name: string) => readFileSync(new URL(index[name]!.file, BUNDLES), 'utf8')

function programOf(name: string): ParityProgram {
  const text = readFileSync(PROGRAMS + name, 'utf8')
  const files: Record<string, string> = {}
  for (const proto of protos) files[PROGRAMS + proto] = readFileSync(PROGRAMS + proto, 'utf8')
  for (const named of packagesNamed({ [name]: text }, index))
    for (const [path, source] of Object.entries<string>(JSON.parse(bundleOf(named))))
      files[`/node_modules/${path}`] = source
  return describeProgram(PROGRAMS + name, text, files)
}

function roundIn(open: OpenBrowser, chosen: readonly string[]): void {
  let round: BrowserRound
  let programs: Map<string, ParityProgram>
  beforeAll(async () => {
    programs = new Map(chosen.map((name) => [name, programOf(name)]))
    round = await BrowserRound.start([...programs.values()], open)
  }, PATIENCE)
  afterAll(() => round.close())

  test.for(chosen)('%s prints what it prints on Node', { timeout: PATIENCE }, async (name) => {
    const program = programs.get(name)!
    // With Node the packages come from packages/node_modules.
    const expected = await runReal({ ...program, files: { [program.entry]: program.files[program.entry]! } })
    expect(await round.outcome(program)).toEqual(expected)
  })
}

describe.skipIf(missing('chromium'))('npm packages in Chromium', () => roundIn(inChromium, names))
describe.skipIf(missing('firefox'))('npm packages in Firefox', () =>
  roundIn(inFirefox, ['grpc-js.mjs', 'ws.mjs', 'express.mjs']),
)

test('gRPC with its loader is at most 160 KB over the network, 13 of them licenses', () => {
  const bundles = ['@grpc/grpc-js', ...index['@grpc/grpc-js']!.loads].map(bundleOf)
  const sizes = bundles.map((text) => brotliCompressSync(text).length)
  expect(sizes.reduce((sum, size) => sum + size)).toBeLessThanOrEqual(160_000)
})
