/**
 * Memory of WebKit's processes over a run and checks in the lab: a phone gives a page about 1 GB, and ends it beyond. From the built site, in Debian's
 * WebKit; resident memory as the kernel counts it.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { Key } from '../tests/browser/driven/driven.ts'
import { WebKit } from '../tests/browser/driven/webkit.ts'
import { LAB, programOf, Site } from '../tests/browser/site.ts'
import buildSite from '../tests/support/built-site.ts'
import { type Figure, report } from './figure.ts'

/** Megabytes. */
const BUDGET = 1024
const CHECKS = 3
const VERDICT = "document.querySelector('.verdict:not(:has(.progress))')"

interface Process {
  parent: number
  name: string
  /** Megabytes: now, and the most so far. */
  resident: number
  peak: number
}

async function* memory(): AsyncGenerator<Figure> {
  buildSite()
  const site = new Site()
  await site.serve()
  const webkit = await WebKit.open()
  const figure = (what: string, value: number): Figure => ({ what, value, unit: 'MB', goal: BUDGET })
  const page = () => processesBelow(webkit.pid).filter(({ name }) => name.startsWith('WebKitWebProces'))
  const resident = () => Math.max(...page().map((one) => one.resident))
  await webkit.goto(`${site.origin}${LAB}`)
  await webkit.until(`document.querySelector('.editor-pane .monaco-editor textarea')`)
  yield figure('lab page with its editor', resident())
  await webkit.click('.editor-pane .view-lines')
  await webkit.press(Key.Control, 'a')
  await webkit.insert(programOf('solution'))
  await webkit.click('.lab-top button', 'Run')
  await webkit.until(`document.querySelector('.terminal-pane')?.textContent.includes('connected to server:9000')`)
  await webkit.click('.suggestions button', 'PING')
  await webkit.until(`document.querySelector('.manual-client')?.textContent.includes('PONG')`)
  yield figure('a run that is talked to', resident())
  for (let round = 1; round <= CHECKS; round++) {
    const begun = performance.now()
    await webkit.click('.lab-top button', 'Check')
    await webkit.until(`!${VERDICT}`)
    await webkit.until(VERDICT)
    if (round === 1) yield { what: 'a check of 21 tests', value: performance.now() - begun, unit: 'ms' }
    if (round === 1 || round === CHECKS) yield figure(`after ${round === 1 ? 'it' : `${CHECKS} checks`}`, resident())
  }
  yield figure('the most that the page had', Math.max(...page().map(({ peak }) => peak)))
  const all = processesBelow(webkit.pid).filter(({ name }) => /^(?:WebKit|MiniBrowser)/.test(name))
  yield figure(
    'the most of all processes of the browser, added',
    all.reduce((sum, { peak }) => sum + peak, 0),
  )
  await webkit.close()
  await site.close()
}

/** The processes that a process has started, and those that these have started. */
function processesBelow(root: number): Process[] {
  const all = new Map(
    readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .flatMap((pid) => {
        const found = readProcess(pid)
        return found ? [[Number(pid), found] as const] : []
      }),
  )
  const isBelow = (process: Process): boolean => {
    const above = all.get(process.parent)
    return process.parent === root || (above !== undefined && isBelow(above))
  }
  return [...all.values()].filter(isBelow)
}

/** null for one that has just ended. */
function readProcess(pid: string): Process | null {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8')
    const value = (name: string) => new RegExp(`^${name}:\\s+(\\S+)`, 'm').exec(status)?.[1] ?? '0'
    const megabytes = (name: string) => Number(value(name)) / 1024
    return {
      parent: Number(value('PPid')),
      name: value('Name'),
      resident: megabytes('VmRSS'),
      peak: megabytes('VmHWM'),
    }
  } catch {
    return null
  }
}

await report(memory())
