import type { Ghost, OrderCard, PredictChoice, PredictQuestion } from '../figure/index.ts'
import { figurePacket, figurePackets } from './figures.ts'
import { type Measurement, measure, measuredSince } from './measure.ts'

/** A prediction as a lesson writes it: the truth is measured in the recorded run, never typed in. */
export interface AskedPrediction {
  id: string
  figure: string
  question: string
  choices?: readonly (Omit<PredictChoice, 'ghost'> & { ghost?: Omit<Ghost, 'at'> & { after: string; nth?: number } })[]
  /** The first `of` packets that match a display filter, to put in order; `also` never occur. */
  order?: { packets: string; of?: number; also?: readonly OrderCard[] }
  number?: Omit<Measurement, 'figure'> & { unit?: string; most: number; step?: number; within?: number }
}

/** Adds the truth. Throws if the lesson refers to missing packets or has not exactly one right answer. */
export function publishedPrediction(asked: AskedPrediction): PredictQuestion {
  const { id, figure, question, choices, order, number } = asked
  const kinds = [choices, order, number].filter(Boolean).length
  if (kinds !== 1) throw new Error(`<Predict id="${id}"> needs one of choices, order and number; it has ${kinds}`)
  if (choices) return { id, question, choices: choicesOf(id, figure, choices) }
  if (order) return { id, question, order: orderOf(id, figure, order) }
  const { unit = 'ms', most, step = 1, within = 10, ...measured } = number!
  const truth = Number(measure({ figure, ...measured }).toFixed(1))
  const isTime = (measured.show ?? 'at') === 'at' || measured.show === 'arrives'
  return {
    id,
    question,
    number: { unit, most, step, within, truth, ...(isTime && { since: measuredSince({ figure, ...measured }) }) },
  }
}

function choicesOf(id: string, figure: string, choices: NonNullable<AskedPrediction['choices']>): PredictChoice[] {
  const right = choices.filter(({ isRight }) => isRight).length
  if (right !== 1) throw new Error(`<Predict id="${id}"> needs exactly one right choice; it has ${right}`)
  return choices.map(({ ghost, ...choice }) => {
    if (!ghost) return choice
    const { after, nth, ...arrow } = ghost
    const { to, at, arrives } = figurePacket({ figure, packet: after, ...(nth !== undefined && { nth }) })
    // A host answers a packet after it has arrived.
    return { ...choice, ghost: { ...arrow, at: to === arrow.from ? (arrives ?? at) : at } }
  })
}

function orderOf(id: string, figure: string, order: NonNullable<AskedPrediction['order']>) {
  const { packets, of, also = [] } = order
  const truth = figurePackets(figure, packets)
    .slice(0, of)
    .map(({ from, to, label, number, at }) => ({ from, to, label, number, at }))
  if (truth.length < 2)
    throw new Error(`<Predict id="${id}">: ${packets} finds ${truth.length} packets to put in order`)
  const all = [...truth.map(({ from, to, label }) => ({ from, to, label })), ...also]
  const text = (card: OrderCard) => `${card.label} ${card.from} ${card.to}`
  const cards = [...new Map(all.map((card) => [text(card), card])).values()]
  // Sorted by label, so that positions reveal nothing.
  return { truth, cards: cards.sort((a, b) => (text(a) < text(b) ? -1 : 1)) }
}
