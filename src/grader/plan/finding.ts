/** What a matcher of this project found, in the words of a report: it goes before what an assertion says of two values by itself. */
export class Finding {
  /** One sentence: what was expected on the wire, and what was there instead. */
  readonly sentence: string
  readonly expected: string
  readonly seen: string
  /** Numbers of the packets that it is about. */
  readonly packets: readonly number[]
  /** The first packet that is another than it should be, where there is one. */
  readonly firstWrong: number | undefined
  /** The packet after which one was expected that did not come. */
  readonly expectedAfter: number | undefined
  /** The values that were compared: two counts, or the bytes that came and those that should have. */
  readonly compared: FindingParts['compared']
  /** It is about times: a grader that is a little late can make it so. */
  readonly measured: boolean
  /** Both texts, where two were compared, and the index at which they part. */
  readonly values: FindingParts['values']
  /** What is said behind the words of the test's author: `3 came, expected at most 2`. */
  readonly clause: string | undefined
  /** Without such words the sentence does not say what it is about. */
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

/** What a number was to be between, and the words for it. */
export class Between {
  readonly least: number
  readonly most: number
  readonly words: string

  constructor(least: number, most: number, words: string) {
    this.least = least
    this.most = most
    this.words = words
  }

  /** The end that a number outside is nearer to. */
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
