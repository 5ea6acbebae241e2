/** A prediction, as authored and as published to the page. */

export interface PredictChoice {
  text: string
  /** Why it is right, or what in the run disproves it. */
  because: string
  isRight?: boolean
  /** The expected packet, drawn dashed into the ladder: sender, receiver, label, position. */
  ghost?: Ghost
}
/** An arrow of the prediction. `at` in ns, its position. */
export interface Ghost {
  from: string
  to: string
  label: string
  at: number
}
export interface OrderCard {
  from: string
  to: string
  label: string
}
/** Which packets come, in which order. */
export interface OrderQuestion {
  /** Packets to choose from; some never occur. */
  cards: readonly OrderCard[]
  truth: readonly (OrderCard & { number: number; at: number })[]
}
/** A number that the run will show. */
export interface NumberQuestion {
  unit: string
  most: number
  step: number
  truth: number
  /** Tolerance in percent. */
  within: number
  /** For a time: the moment that it counts from, in ns, so that it can be drawn. */
  since?: number
}

export interface PredictQuestion {
  id: string
  question: string
  choices?: readonly PredictChoice[]
  order?: OrderQuestion
  number?: NumberQuestion
}
