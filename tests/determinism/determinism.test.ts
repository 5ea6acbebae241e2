// One seed gives one life: twice in a process, in two processes, in Node and in Chromium.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { chromium } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { exportRecording } from '../../src/runtime/lab/index.ts'
import { chromiumPath, missing } from '../support/requirements.ts'
import { type Life, live, recordLife } from './life.ts'
import { shown } from './moment.ts'

const here = (file: string) => fileURLToPath(new URL(file, import.meta.url))

describe('one seed', () => {
  test('gives one life twice in a process, and another seed another', () => {
    const [first, again, other] = [live(11), live(11), live(12)]
    expect(again).toEqual(first)
    expect(first.packets).toBeGreaterThan(500)
    expect(first.hashes.length).toBeGreaterThan(1)
    expect([other.capture, other.recording, other.hashes]).not.toEqual([first.capture, first.recording, first.hashes])
  })

  test('gives one life in two processes', () => {
    const { stdout, stderr } = spawnSync(process.execPath, [here('print-life.ts'), '11'], { encoding: 'utf8' })
    expect(stderr).toBe('')
    expect(JSON.parse(stdout)).toEqual(live(11))
  })

  test('gives a recording that a process which never saw the world shows alike', async () => {
    const { network, recording } = recordLife(11)
    const file = join(mkdtempSync(join(tmpdir(), 'ackademy-')), 'life.recording')
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

  test.skipIf(missing('chromium'))('gives one life in Node and in Chromium', { timeout: 60_000 }, async () => {
    const bundle = await build({
      entryPoints: [here('life.ts')],
      bundle: true,
      write: false,
      format: 'iife',
      globalName: 'life',
    })
    const executablePath = chromiumPath()
    const browser = await chromium.launch({
      args: ['--no-sandbox'],
      ...(executablePath !== undefined && { executablePath }),
    })
    try {
      const page = await browser.newPage()
      await page.addScriptTag({ content: bundle.outputFiles[0]!.text })
      const there = (await page.evaluate('life.live(11)')) as Life
      expect(there).toEqual(live(11))
    } finally {
      await browser.close()
    }
  })
})
