/**
 * Scripts of tests/packetdrill against the real kernel, in real time: what passes there and on the simulated stack is
 * Linux's behavior, not our idea of it. Many run at once, since they mostly wait. One that fails is then run by itself, more
 * patiently and several times, because a busy machine is late, sometimes by more than any tolerance.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { openLinuxSystem } from '#cli/packetdrill/linux-system.ts'
import { type OpenSystem, parseScript, runScript, type ScriptResult } from '#packetdrill'
import { whyNoNamespaces } from '../network/beside-linux.ts'

const FOLDER = join(import.meta.dirname, '../packetdrill')
const MILLISECOND = 1_000_000
const PATIENCE = 20 * MILLISECOND
const MORE_PATIENCE = [60, 150, 150, 300, 300].map((milliseconds) => milliseconds * MILLISECOND)
const AT_ONCE = 24
/** In real milliseconds. */
const LIMIT = 120_000

const problem = whyNoNamespaces() ?? whyNotHere()
if (problem !== null) console.warn(`Skipped: packetdrill scripts on the Linux kernel: ${problem}`)

/** Returns why it can't run here. With ACKADEMY_NO_SKIP=1 (in CI) that is an error. */
function whyNotHere(): string | null {
  const missing = existsSync('/dev/net/tun') ? (existsSync('/usr/sbin/sysctl') ? null : 'sysctl') : '/dev/net/tun'
  if (missing !== null && process.env.ACKADEMY_NO_SKIP === '1') throw new Error(`there is no ${missing}`)
  return missing === null ? null : `there is no ${missing}`
}

const scripts = readdirSync(FOLDER).filter((name) => name.endsWith('.pkt'))
const open: OpenSystem = (settings, setup) => openLinuxSystem(settings, setup, FOLDER)

function runOnLinux(name: string, tolerance: number, opening: OpenSystem = open): Promise<ScriptResult> {
  return runScript(parseScript(name, readFileSync(join(FOLDER, name), 'utf8')), opening, { tolerance })
}

/** Runs a batch of scripts together. Making a namespace blocks the whole thread, so all begin when every one has its own. */
async function runTogether(batch: string[]): Promise<[name: string, result: ScriptResult][]> {
  let missing = batch.length
  let begin = () => {}
  const allOpen = new Promise<void>((resolve) => {
    begin = resolve
  })
  const openInTurn: OpenSystem = async (settings, setup) => {
    try {
      return await open(settings, setup)
    } finally {
      if (--missing === 0) begin()
      await allOpen
    }
  }
  return Promise.all(batch.map(async (name) => [name, await runOnLinux(name, PATIENCE, openInTurn)] as const)).then(
    (results) => results.map(([name, result]) => [name, result]),
  )
}

/** Returns the part of a failure that a person wants to read. */
function explain(result: ScriptResult): string {
  if (result.verdict !== 'failed') return result.verdict
  const { line, event, message, detail, trace } = result
  return [`line ${line}: ${message}`, event, ...detail, 'since its start:', ...trace].join('\n')
}

describe.skipIf(problem !== null)('on the Linux kernel', () => {
  const results = new Map<string, ScriptResult>()

  beforeAll(async () => {
    for (let at = 0; at < scripts.length; at += AT_ONCE) {
      for (const [name, result] of await runTogether(scripts.slice(at, at + AT_ONCE))) results.set(name, result)
    }
  }, LIMIT)

  test.each(scripts)('%s', { timeout: LIMIT }, async (name) => {
    let result = results.get(name)!
    for (const tolerance of MORE_PATIENCE) {
      if (result.verdict === 'failed') result = await runOnLinux(name, tolerance)
    }
    expect(explain(result)).toBe('ok')
  })
})
