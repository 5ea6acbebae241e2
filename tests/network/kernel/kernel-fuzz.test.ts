/**
 * Random conversations with the kernel and with the simulated stack, over a TUN device: what leaves, what calls return and tcp_info are compared after each step.
 * What differs whatever the pauses is made smaller by delta debugging and listed in `results/prove/kernel-fuzz.txt`.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { minimise } from '#grader/schedules/index.ts'
import { FULL, proofCount } from '../../support/proof.ts'
import { whyNoNamespaces } from '../beside-linux.ts'
import { type Difference, describeDifference, findDifferences } from './fuzz/compare.ts'
import { drawConversation } from './fuzz/conversation.ts'

const problem = whyNoNamespaces()
if (problem !== null) console.warn(`Skipped: random conversations beside the Linux kernel: ${problem}`)

const COUNT = proofCount(40, 10_000)
/** The part of conversations in which they may differ. The goal is none; docs/packetdrill.md says what is known to differ. */
const MOST_DIFFERENT = 0.2
/** How many of them are made smaller, in how many attempts each: an attempt takes as long as the conversation. */
const [MINIMISED, ATTEMPTS] = FULL ? [20, 12] : [0, 0]

async function smaller(difference: Difference): Promise<Difference> {
  const { plan } = difference
  let least = difference
  const stillDiffers = async (steps: Difference['plan']['steps'][number][]) => {
    const [found] = await findDifferences([{ ...plan, steps }])
    if (found !== undefined && steps.length < least.plan.steps.length) least = found
    return found !== undefined
  }
  await minimise(plan.steps, stillDiffers, ATTEMPTS)
  return least
}

test.skipIf(problem !== null)(
  `of ${COUNT} random conversations, the kernel and the simulated stack agree in at least ${100 - 100 * MOST_DIFFERENT} %`,
  async () => {
    const differences = await findDifferences(Array.from({ length: COUNT }, (_, index) => drawConversation(index + 1)))
    const texts: string[] = []
    for (const [index, difference] of differences.entries()) {
      texts.push(describeDifference(index < MINIMISED ? await smaller(difference) : difference))
    }
    mkdirSync('results/prove', { recursive: true })
    const sum = `${differences.length} of ${COUNT} conversations differ`
    writeFileSync('results/prove/kernel-fuzz.txt', `${[...texts, sum].join('\n\n')}\n`)
    console.log(sum)
    expect(differences.length, texts.join('\n\n')).toBeLessThanOrEqual(MOST_DIFFERENT * COUNT)
  },
  FULL ? 4 * 3_600_000 : 300_000,
)
