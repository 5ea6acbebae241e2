// One seed gives one run: twice in a process, in two processes, in Node and in Chromium.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { describe, expect, test } from 'vitest'
import { exportRecording } from '#lab'
import { launchChromium } from '../support/chromium.ts'
import { proofSeeds } from '../support/proof.ts'
import { missing } from '../support/requirements.ts'
import { shown } from './moment.ts'
import { recordWorld, runWorld, WORLD_NAMES, type WorldRun } from './worlds.ts'

const here = (file: string) => fileURLToPath(new URL(file, import.meta.url))

const SEEDS = proofSeeds(1, 20)
const LONG = { timeout: 600_000 }
const runsOf = (seed: number) => WORLD_NAMES.map((world) => runWorld(seed, world))

describe('one seed', () => {
  test.each(WORLD_NAMES)('gives one run twice in a process, and another seed another: %s', (world) => {
    const [first, again, other] = [runWorld(11, world), runWorld(11, world), runWorld(12, world)]
    expect(again).toEqual(first)
    expect(first.packets).toBeGreaterThan(200)
    expect(first.hashes.length).toBeGreaterThan(0)
    expect([other.capture, other.recording, other.hashes]).not.toEqual([first.capture, first.recording, first.hashes])
  })

  test('gives one run in two processes, in every world', LONG, () => {
    for (const seed of SEEDS) {
      const { stdout, stderr } = spawnSync(process.execPath, [here('print-runs.ts'), String(seed)], {
        encoding: 'utf8',
      })
      expect(stderr).toBe('')
      expect(JSON.parse(stdout)).toEqual(runsOf(seed))
    }
  })

  test('gives a recording that a process which never saw the world shows alike', async () => {
    const { network, recording } = recordWorld(11)
    const file = join(mkdtempSync(join(tmpdir(), 'ackademy-')), 'run.recording')
    writeFileSync(file, await exportRecording(recording, { endpoints: network.endpoints }))
    for (const at of [45_000_000, 400_000_000]) {
      const { stdout, stderr } = spawnSync(process.execPath, [here('show-moment.ts'), file, String(at)], {
        encoding: 'utf8',
      })
      expect(stderr).toBe('')
      expect(JSON.parse(stdout)).toEqual(shown(recording, at))
    }
    rmSync(dirname(file), { recursive: true })
  })

  test.skipIf(missing('chromium'))('gives one run in Node and in Chromium, in every world', LONG, async () => {
    const bundle = await build({
      entryPoints: [here('worlds.ts')],
      bundle: true,
      write: false,
      format: 'iife',
      globalName: 'worlds',
    })
    const browser = await launchChromium()
    try {
      const page = await browser.newPage()
      await page.addScriptTag({ content: bundle.outputFiles[0]!.text })
      for (const seed of SEEDS) {
        const there = await page.evaluate(`worlds.WORLD_NAMES.map((world) => worlds.runWorld(${seed}, world))`)
        expect(there as WorldRun[]).toEqual(runsOf(seed))
      }
    } finally {
      await browser.close()
    }
  })
})
