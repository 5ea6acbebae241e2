import type { z } from 'zod'
import type { BytesItem, Item, NumericItem, PacketItem } from './item.ts'
import { inBasicUnit, sameKind } from './quantity.ts'

type Issue = (path: (string | number)[], message: string) => void

/** What the parts of a question must be to each other: one right choice, mistakes that are wrong, bytes that exist. */
export function checkItemFields(item: Item, context: z.core.$RefinementCtx): void {
  const issue: Issue = (path, message) => context.addIssue({ code: 'custom', path, message })
  if (item.kind === 'single' || item.kind === 'multiple') checkChoices(item, issue)
  else if (item.kind === 'numeric') checkNumeric(item, issue)
  else if (item.kind === 'bytes') checkBytes(item, issue)
  else if (item.kind === 'packet') checkPacket(item, issue)
}

function checkChoices({ kind, choices }: Extract<Item, { choices: unknown }>, issue: Issue): void {
  const right = choices.filter((choice) => choice.right).length
  if (kind === 'single' && right !== 1) issue(['choices'], `found ${right} right choices, expected exactly one`)
  if (kind === 'multiple' && (right === 0 || right === choices.length))
    issue(['choices'], `found ${right} of ${choices.length} right, expected some right and some wrong`)
  for (const [i, choice] of choices.entries())
    if (choice.right && choice.mistake)
      issue(['choices', i, 'mistake'], 'found a mistake, expected none for a right choice')
}

function checkNumeric(item: NumericItem, issue: Issue): void {
  for (const [i, { value, unit = item.unit }] of item.mistakes.entries()) {
    if (!sameKind(unit, item.unit))
      issue(['mistakes', i, 'unit'], `found "${unit}", expected a unit that can be compared with "${item.unit}"`)
    else if (isWithin(item, inBasicUnit({ value, unit })))
      issue(['mistakes', i, 'value'], `found ${value}, which is a right answer, expected a wrong one`)
  }
}

/** Whether a number, in the basic unit, is a right answer. */
export function isWithin(item: NumericItem, basic: number): boolean {
  const right = inBasicUnit(item)
  // A tenth of a billionth: what converting units costs, and nothing that a person could mean.
  return Math.abs(basic - right) <= Math.abs(right) * Math.max(item.within, 1e-10)
}

function checkBytes(item: BytesItem, issue: Issue): void {
  const length = item.bytes.replace(/\s+/g, '').length / 2
  const range = (path: (string | number)[], [from, to]: readonly [number, number]) => {
    if (from > to) issue(path, `found [${from}, ${to}], expected the first byte before the last`)
    if (to >= length) issue(path, `found byte ${to}, expected at most ${length - 1}: there are ${length} bytes`)
  }
  range(['pick'], item.pick)
  for (const [i, { pick }] of item.mistakes.entries()) {
    range(['mistakes', i, 'pick'], pick)
    if (pick[0] === item.pick[0] && pick[1] === item.pick[1])
      issue(['mistakes', i, 'pick'], 'found the right bytes, expected wrong ones')
  }
}

function checkPacket({ answer, mistakes }: PacketItem, issue: Issue): void {
  for (const [i, mistake] of mistakes.entries())
    if (String(mistake.answer) === String(answer))
      issue(['mistakes', i, 'answer'], 'found the right answer, expected a wrong one')
}
