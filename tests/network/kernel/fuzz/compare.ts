/** The same conversations with the kernel and with the simulated stack, and what they do differently. */
import type { ConversationPlan, Step } from './conversation.ts'
import { describeFlags } from './describe.ts'
import { playOnKernel, playSimulated } from './systems.ts'
import type { Observation } from './talk.ts'

export interface Difference {
  readonly plan: ConversationPlan
  readonly kernel: Observation
  readonly simulated: Observation
}

/** So many at a time share a kernel: more would make it late. */
const BESIDE = 100
/** ms by which pauses get longer: what differs because a timer of the kernel's was early or late does not, another time. */
const STRETCHES = [0, 3, 8, 21] as const

/** Those that differ whatever the pauses. */
export async function findDifferences(plans: readonly ConversationPlan[]): Promise<Difference[]> {
  const found: Difference[] = []
  for (let at = 0; at < plans.length; at += BESIDE) {
    let suspected: Difference[] = []
    let left = plans.slice(at, at + BESIDE)
    for (const stretch of STRETCHES) {
      suspected = await differAmong(left.map((plan) => stretched(plan, stretch)))
      left = left.filter(({ seed }) => suspected.some(({ plan }) => plan.seed === seed))
      if (left.length === 0) break
    }
    found.push(...suspected)
  }
  return found
}

async function differAmong(plans: readonly ConversationPlan[]): Promise<Difference[]> {
  const kernel = await playOnKernel(plans)
  const differences: Difference[] = []
  for (const [index, plan] of plans.entries()) {
    const simulated = await playSimulated(plan)
    const difference = { plan, kernel: kernel[index]!, simulated }
    if (firstDifference(difference) >= 0) differences.push(difference)
  }
  return differences
}

function stretched(plan: ConversationPlan, by: number): ConversationPlan {
  return { ...plan, steps: plan.steps.map((step) => ({ ...step, after: step.after === 0 ? 0 : step.after + by })) }
}

function firstDifference({ kernel, simulated }: Difference): number {
  return simulated.findIndex((slot, index) => slot.join('\n') !== kernel[index]!.join('\n'))
}

/** The conversation up to where they part, and what each did there. */
export function describeDifference(difference: Difference): string {
  const { plan, kernel, simulated } = difference
  const at = firstDifference(difference)
  const before = plan.steps
    .slice(0, at)
    .flatMap((step, index) => [
      ...simulated[index]!.filter((text) => text.startsWith('>')).map((text) => `        ${text}`),
      `  ${describeStep(step)}`,
    ])
  return [
    `seed ${plan.seed}, the host ${plan.opens ? 'opens' : 'listens'}`,
    ...before,
    `    kernel:    ${without(kernel[at]!, simulated[at]!)}`,
    `    simulated: ${without(simulated[at]!, kernel[at]!)}`,
  ].join('\n')
}

/** What only one of them has, field by field. */
function without(slot: readonly string[], other: readonly string[]): string {
  const fields = (texts: readonly string[]) => texts.flatMap((text) => text.split(', '))
  const there = fields(other)
  return fields(slot)
    .filter((field) => !there.includes(field))
    .join(', ')
}

function describeStep({ after, action }: Step): string {
  if (action.kind === 'call') return `+${after} ${action.name} ${action.option ?? ''} ${action.count}`
  const { flags, sequence, length, acknowledgment, window, timestamp, sack } = action
  const options = [
    timestamp === null ? '' : ` TS ${timestamp.value} echo ${timestamp.echo}`,
    sack.length === 0 ? '' : ` sack ${sack.map(([start, end]) => `${start}:${end}`).join(' ')}`,
  ]
  return `+${after} < ${describeFlags(flags)} ${sequence}(${length}) ack ${acknowledgment} win ${window}${options.join('')}`
}
