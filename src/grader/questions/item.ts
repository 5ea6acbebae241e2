import { z } from 'zod'
import { eachItsOwn } from '#lab/yaml/index.ts'
import { DurationText, Id, Scalar } from '../exercise/index.ts'
import { inBasicUnit, sameKind, UNITS } from './quantity.ts'

const Words = z.string().min(1)

/** A class of mistakes, which has the same name in all questions of a drill. */
const mistake = Id.optional().describe('Class of the mistake, shared by all questions of a pack.')

export const Choice = z.strictObject({
  text: Words,
  because: Words.describe('Why it is right, or what proves it wrong.'),
  right: z.boolean().default(false),
  mistake,
})
export type Choice = z.output<typeof Choice>

const base = {
  id: Id,
  ask: Words.describe('The question. `code` and *emphasis* as in a lesson.'),
  lesson: z.string().optional().describe('Number of the lesson that explains it, for example 3.1.'),
  ladder: z.array(Words).optional().describe('Packets shown with the question, one per line.'),
  code: z.string().optional().describe('A program or output shown with the question.'),
}
/** For questions whose answer is typed or picked: the replies to the right answer, and to any other wrong one. */
const said = {
  because: Words.describe('Shown with the right answer.'),
  otherwise: Words.describe('Shown for a wrong answer that is not among "mistakes".'),
}

const Single = z.strictObject({
  ...base,
  kind: z.literal('single'),
  choices: z.array(Choice).min(2).superRefine(eachItsOwn('text', 'a text that no other choice has')),
})
const Multiple = z.strictObject({
  ...base,
  kind: z.literal('multiple'),
  choices: z.array(Choice).min(2).superRefine(eachItsOwn('text', 'a text that no other choice has')),
})

const Ordering = z.strictObject({
  ...base,
  kind: z.literal('ordering'),
  steps: z
    .array(z.strictObject({ text: Words, because: Words.describe('Why it follows the previous one.') }))
    .min(3)
    .superRefine(eachItsOwn('text', 'a text that no other step has'))
    .describe('In the right order; shown shuffled.'),
})

const Unit = z.enum(Object.keys(UNITS) as [string, ...string[]])

const Numeric = z.strictObject({
  ...base,
  ...said,
  kind: z.literal('numeric'),
  value: z.number(),
  unit: Unit.default('').describe('Default: a plain count.'),
  within: z.number().min(0).default(0).describe('Tolerance as a share of the value: 0.01 is 1%.'),
  mistakes: z.array(z.strictObject({ value: z.number(), unit: Unit.optional(), because: Words, mistake })).default([]),
})

const Range = z
  .tuple([z.number().int().min(0), z.number().int().min(0)])
  .describe('First and last byte, counted from 0.')

const Bytes = z.strictObject({
  ...base,
  ...said,
  kind: z.literal('bytes'),
  bytes: z
    .string()
    .regex(/^\s*([0-9a-f]{2}\s*)+$/i, 'pairs of hexadecimal digits')
    .describe('The bytes shown, in hexadecimal.'),
  pick: Range,
  mistakes: z.array(z.strictObject({ pick: Range, because: Words, mistake })).default([]),
})

const Run = z.strictObject({
  topology: Words.describe('A name in content/topologies/.'),
  topologyParameters: z.record(z.string(), Scalar).default({}),
  seed: z.number().int().min(0).default(1),
  programs: z
    .array(
      z.strictObject({
        host: Words,
        program: Words.describe('A file in the folder of the module.'),
        args: z.array(z.string()).default([]),
        listens: z.number().int().optional().describe('The next program starts when this one listens here.'),
      }),
    )
    .min(1)
    .describe('Started in this order; the run ends when nothing more happens.'),
  within: DurationText.default('60s').describe("How long the run may take, in the world's time."),
})

const Packet = z.strictObject({
  ...base,
  ...said,
  kind: z.literal('packet'),
  run: Run,
  packet: z
    .strictObject({
      filter: Words.describe('A display filter.'),
      nth: z.number().int().positive().default(1),
      on: z.string().optional().describe('Where to capture; default: where each packet was sent.'),
    })
    .describe('The packet that the question is about.'),
  field: Words.describe('Its field, for example tcp.ack; "count" asks for the number of matching packets instead.'),
  answer: z
    .union([z.string(), z.number()])
    .describe('The right answer; `ackademy check` runs the programs and compares.'),
  mistakes: z
    .array(z.strictObject({ answer: z.union([z.string(), z.number()]), because: Words, mistake }))
    .min(1)
    .superRefine(eachItsOwn('answer', 'an answer that no other mistake has'))
    .describe('Common wrong predictions, each with what it overlooks.'),
})

/** One question. `single`, `multiple` and `ordering` are chosen; `numeric` and `packet` are typed; `bytes` are picked. */
export const Item = z
  .discriminatedUnion('kind', [Single, Multiple, Ordering, Numeric, Bytes, Packet])
  .superRefine(checkItemFields)
export type Item = z.output<typeof Item>
export type SingleItem = z.output<typeof Single>
export type MultipleItem = z.output<typeof Multiple>
export type OrderingItem = z.output<typeof Ordering>
export type NumericItem = z.output<typeof Numeric>
export type BytesItem = z.output<typeof Bytes>
export type PacketItem = z.output<typeof Packet>

export type Issue = (path: (string | number)[], message: string) => void

/** Whether a number, in the basic unit, is a right answer. */
export function isWithin(item: NumericItem, basic: number): boolean {
  const right = inBasicUnit(item)
  // A tenth of a billionth: rounding in unit conversion, smaller than any difference that a person could mean.
  return Math.abs(basic - right) <= Math.abs(right) * Math.max(item.within, 1e-10)
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

/** Checks the parts of a question against each other: one right choice, mistakes that are wrong, bytes that exist. */
function checkItemFields(item: Item, context: z.core.$RefinementCtx): void {
  const issue: Issue = (path, message) => context.addIssue({ code: 'custom', path, message })
  if (item.kind === 'single' || item.kind === 'multiple') checkChoices(item, issue)
  else if (item.kind === 'numeric') checkNumeric(item, issue)
  else if (item.kind === 'bytes') checkBytes(item, issue)
  else if (item.kind === 'packet') checkPacket(item, issue)
}
