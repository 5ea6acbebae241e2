import {
  type BytesItem,
  type Choice,
  type Item,
  isWithin,
  type MultipleItem,
  type NumericItem,
  type OrderingItem,
  type PacketItem,
} from '../item.ts'
import { formatQuantity, inBasicUnit, parseQuantity, sameKind } from '../quantity.ts'
import type { Answer } from './answer.ts'

/** Result of judging an answer. */
export interface Verdict {
  /** `unreadable`: it is no answer yet (no number, no unit); it does not count. */
  outcome: 'right' | 'wrong' | 'unreadable'
  /** Replies, the most important first; `choice`: the choice or step that it is about. */
  reasons: { text: string; choice?: number }[]
  /** Classes of the mistakes it shows. */
  mistakes: string[]
}

/** Judges an answer by its value. Throws `TypeError` for an answer of another kind than the item. */
export function judge(item: Item, answer: Answer): Verdict {
  if (item.kind === 'single' && answer.kind === 'single') return judgeChoices(item.choices, [answer.choice])
  if (item.kind === 'multiple' && answer.kind === 'multiple') return judgeMultiple(item, answer.choices)
  if (item.kind === 'ordering' && answer.kind === 'ordering') return judgeOrder(item, answer.order)
  if (item.kind === 'numeric' && answer.kind === 'numeric') return judgeNumber(item, answer.text)
  if (item.kind === 'bytes' && answer.kind === 'bytes') return judgeBytes(item, answer.pick)
  if (item.kind === 'packet' && answer.kind === 'packet') return judgePacket(item, answer.text)
  throw new TypeError(`found an answer of kind ${answer.kind}, expected ${item.kind}`)
}

const right = (reasons: Verdict['reasons']): Verdict => ({ outcome: 'right', reasons, mistakes: [] })
const wrong = (reasons: Verdict['reasons'], mistakes: readonly (string | undefined)[] = []): Verdict => ({
  outcome: 'wrong',
  reasons,
  mistakes: [...new Set(mistakes.filter((id) => id !== undefined))],
})
const unreadable = (text: string): Verdict => ({ outcome: 'unreadable', reasons: [{ text }], mistakes: [] })

function judgeChoices(choices: readonly Choice[], chosen: readonly number[]): Verdict {
  const about = chosen.flatMap((choice) => {
    const found = choices[choice]
    return found ? [{ ...found, choice }] : []
  })
  if (about.length === 0) return unreadable('Choose one of the answers.')
  const reasons = about.map(({ because: text, choice }) => ({ text, choice }))
  return about.every((choice) => choice.right)
    ? right(reasons)
    : wrong(
        reasons.filter(({ choice }) => !choices[choice]!.right),
        about.map(({ mistake }) => mistake),
      )
}

/** Right if it has every right choice and no other. A missing choice is explained by its own reason. */
function judgeMultiple({ choices }: MultipleItem, chosen: readonly number[]): Verdict {
  if (chosen.length === 0) return unreadable('Choose everything that is right.')
  const taken = judgeChoices(choices, chosen)
  const missed = choices.flatMap((choice, index) =>
    choice.right && !chosen.includes(index) ? [{ text: choice.because, choice: index }] : [],
  )
  if (missed.length === 0) return taken
  const falsely = taken.outcome === 'wrong' ? taken.reasons : []
  return wrong([...falsely, ...missed], taken.mistakes)
}

/** Explains the first wrong place: all later ones may only be its consequence. */
function judgeOrder({ steps }: OrderingItem, order: readonly number[]): Verdict {
  const complete = order.length === steps.length && new Set(order).size === steps.length
  if (!complete || order.some((step) => !steps[step])) return unreadable('Put every step in its place.')
  const at = order.findIndex((step, place) => step !== place)
  if (at < 0) return right(steps.map(({ because: text }, choice) => ({ text, choice })))
  return wrong([{ text: steps[at]!.because, choice: at }])
}

function judgeNumber(item: NumericItem, text: string): Verdict {
  const given = parseQuantity(text)
  if (!given) return unreadable(`Answer with a number${item.unit ? ` and its unit, such as 5 ${item.unit}` : ''}.`)
  if (given.unit === '' && item.unit !== '')
    return unreadable(`${given.value} of what? Say the unit, such as ${item.unit}.`)
  if (!sameKind(given.unit, item.unit))
    return unreadable(
      `${formatQuantity(given)} is no answer here: ${item.unit ? `${item.unit} is asked for` : 'a plain number is asked for'}.`,
    )
  const basic = inBasicUnit(given)
  if (isWithin(item, basic)) return right([{ text: item.because }])
  const known = item.mistakes.find(({ value, unit = item.unit }) => isWithin({ ...item, value, unit }, basic))
  return wrong([{ text: known?.because ?? item.otherwise }], [known?.mistake])
}

function judgeBytes(item: BytesItem, [from, to]: readonly [number, number]): Verdict {
  const equals = (pick: readonly [number, number]) => pick[0] === from && pick[1] === to
  if (equals(item.pick)) return right([{ text: item.because }])
  const known = item.mistakes.find(({ pick }) => equals(pick))
  return wrong([{ text: known?.because ?? item.otherwise }], [known?.mistake])
}

function judgePacket(item: PacketItem, text: string): Verdict {
  if (text.trim() === '') return unreadable('Predict first; then it runs.')
  const equals = (value: string | number) => sameText(String(value), text)
  if (equals(item.answer)) return right([{ text: item.because }])
  const known = item.mistakes.find(({ answer }) => equals(answer))
  return wrong([{ text: known?.because ?? item.otherwise }], [known?.mistake])
}

/** Numbers by value (`0x10` is 16), anything else by its letters. */
function sameText(expected: string, given: string): boolean {
  const [a, b] = [parseQuantity(expected), parseQuantity(given)]
  if (a && b) return a.unit === b.unit && a.value === b.value
  return expected.trim().toLowerCase() === given.trim().toLowerCase()
}
