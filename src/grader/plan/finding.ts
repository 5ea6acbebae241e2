/** A finding of one of this project's matchers, in the words of a report: it takes precedence over an assertion's own message about two values. */
export class Finding {
  /** One sentence: what was expected on the wire, and what was there instead. */
  readonly sentence: string
  readonly expected: string
  readonly seen: string
  /** Numbers of the packets that it names. */
  readonly packets: readonly number[]
  /** The first wrong packet, if there is one. */
  readonly firstWrong: number | undefined
  /** The packet after which the expected one did not come. */
  readonly expectedAfter: number | undefined
  /** The values that were compared: two counts, or the received bytes and the expected ones. */
  readonly compared: FindingParts['compared']
  /** It depends on times: a grader that is a little late can cause it. */
  readonly measured: boolean
  /** Both texts if two were compared, and the index at which they differ. */
  readonly values: FindingParts['values']
  /** The rest of the sentence after the words of the test's author: `3 came, expected at most 2`. */
  readonly clause: string | undefined
  /** Without such words the sentence does not say what was compared. */
  readonly wantsSubject: boolean

  constructor(parts: FindingParts) {
    const { sentence, expected, seen, packets = [], firstWrong, expectedAfter, measured = false } = parts
    const { values, clause, wantsSubject, compared } = parts
    this.sentence = sentence
    this.expected = expected
    this.seen = seen
    this.packets = packets
    this.firstWrong = firstWrong
    this.expectedAfter = expectedAfter
    this.compared = compared
    this.measured = measured
    this.values = values
    this.clause = clause
    this.wantsSubject = wantsSubject ?? false
  }
}

/** A range for a number, and the words for it. */
export class Between {
  readonly least: number
  readonly most: number
  readonly words: string

  constructor(least: number, most: number, words: string) {
    this.least = least
    this.most = most
    this.words = words
  }

  /** The end of the range that a number outside is nearer to. */
  missedBy(number: number): number {
    return number < this.least ? this.least : this.most
  }
}

export interface FindingParts {
  sentence: string
  expected: string
  seen: string
  packets?: readonly number[]
  firstWrong?: number | undefined
  expectedAfter?: number | undefined
  compared?: { actual: unknown; expected: unknown } | undefined
  measured?: boolean
  values?: { expected: string; actual: string; firstDifference: number } | undefined
  clause?: string
  wantsSubject?: boolean
}
