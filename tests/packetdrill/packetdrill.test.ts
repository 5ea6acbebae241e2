/**
 * The scripts in this folder, one behaviour each, against the simulated stack over IPv4, IPv6 and IPv4 on sockets of IPv6; and those of a folder that PACKETDRILL_SCRIPTS names
 * (the Linux kernel's own are in tools/testing/selftests/net/packetdrill of its source).
 */
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import {
  type IpVersion,
  NeedsError,
  openSimulatedSystem,
  parseScript,
  runScript,
  type ScriptResult,
} from '#packetdrill'
import { KNOWN_DIFFERENCES } from './known-differences.ts'

const OWN = import.meta.dirname
const FOREIGN = process.env.PACKETDRILL_SCRIPTS

function scriptsIn(folder: string): string[] {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  return names.filter((name) => name.endsWith('.pkt')).sort()
}

async function runFile(file: string, ipVersion?: IpVersion): Promise<ScriptResult> {
  try {
    const script = parseScript(file, readFileSync(file, 'utf8'))
    const readFile = (path: string) => readFileSync(join(dirname(file), path), 'utf8')
    return await runScript(
      script,
      (settings, setup) => openSimulatedSystem(settings, setup, readFile),
      ipVersion === undefined ? {} : { ipVersion },
    )
  } catch (error) {
    if (error instanceof NeedsError) return { verdict: 'skipped', needs: error.needs }
    throw error
  }
}

/** What a person would want to read of a failure. */
function explain(result: ScriptResult): string {
  if (result.verdict !== 'failed') return result.verdict
  const { line, event, message, detail, trace } = result
  return [`line ${line}: ${message}`, event, ...detail, 'since its start:', ...trace].join('\n')
}

describe.each<IpVersion>(['ipv4', 'ipv6', 'ipv4-mapped-ipv6'])('over %s', (ipVersion) => {
  test.each(scriptsIn(OWN))('%s', async (name) => {
    expect(explain(await runFile(join(OWN, name), ipVersion))).toBe('ok')
  })
})

describe.skipIf(FOREIGN === undefined)('of the folder PACKETDRILL_SCRIPTS', () => {
  test.for(FOREIGN === undefined ? [] : scriptsIn(FOREIGN))('%s', async (name, context) => {
    const result = await runFile(join(FOREIGN!, name))
    if (result.verdict === 'skipped') context.skip(`needs ${result.needs}`)
    const difference = KNOWN_DIFFERENCES[name]
    if (difference === undefined) expect(explain(result)).toBe('ok')
    else expect(result.verdict, `it passes although ${difference}`).toBe('failed')
  })
})
