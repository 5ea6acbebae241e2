import {
  type Attempt,
  type DiagnosisVerdict,
  HINT_COST,
  type Investigation,
  MOST_POINTS,
  POINTS,
  packetsOf,
} from '#grader/surprise/index.ts'
import { isLabError } from '#lab'
import { strings } from '#strings'

const words = strings.surprise

/** A session of `ackademy surprise`: one line in, one answer out. */
export class Session {
  readonly #investigation: Investigation

  constructor(investigation: Investigation) {
    this.#investigation = investigation
  }

  get isSolved(): boolean {
    return this.#investigation.isSolved
  }

  introduction(): string {
    const { scenario, seed, complaint } = this.#investigation
    const { id, title, report, client, faults, repairs, shells } = scenario
    const choices = (all: readonly { id: string; name: string }[]) =>
      all.map((one) => `  ${one.id.padEnd(20)} ${one.name}`).join('\n')
    return [
      `${title} (${id}, ${words.seed(seed).toLowerCase()})`,
      `\n${words.reported}: ${report}`,
      `\n${words.userSees(client.host)}:\n${attemptText(complaint)}`,
      words.userWorks(client.works),
      `\n${words.command.links}:\n${scenario.links.map(([a, b]) => `  ${a} — ${b}`).join('\n')}`,
      `\n${words.faults}:\n${choices(faults)}`,
      `\n${words.repairs}:\n${choices(repairs)}`,
      `\n${words.command.nodes(shells)}`,
      words.rules(POINTS.first, POINTS.later, HINT_COST),
      `\n${words.command.help}`,
    ].join('\n')
  }

  /** Answers a line; null ends the session. */
  async line(text: string): Promise<string | null> {
    const [, host, command] = /^\s*([\w-]+):\s*(.*)$/.exec(text) ?? []
    if (host !== undefined) return this.#investigation.command(host, command!)
    const [verb = '', ...rest] = text.trim().split(/\s+/)
    if (verb === '') return ''
    if (verb === 'quit') return null
    if (verb === 'help') return words.command.help
    if (verb === 'packets') return this.#packets(text.trim().slice('packets'.length).trim())
    if (verb === 'name') return this.#name(rest)
    if (verb === 'mend') return this.#mend(rest.join(' '))
    if (verb === 'hint') return this.#hint()
    if (verb === 'give-up') return words.gaveUp(this.#investigation.giveUp().name)
    return `${words.command.unknown(verb)}\n${words.command.help}`
  }

  async #packets(filter: string): Promise<string> {
    try {
      const packets = await this.#matching(filter)
      // Whether a frame arrived is for the learner to find out.
      const lines = packets.map(
        ({ number, at, from, to, summary }) =>
          `${String(number).padStart(5)} ${at.toFixed(3).padStart(12)}  ${from} → ${to}  ${summary}`,
      )
      return lines.join('\n') || words.command.noPackets
    } catch (error) {
      if (isLabError(error)) return error.message
      throw error
    }
  }

  #matching(filter: string) {
    const { lab, scenario } = this.#investigation
    return packetsOf(lab, scenario.links, filter)
  }

  async #name([fault, ...numbers]: string[]): Promise<string> {
    if (fault === undefined) return words.command.noFault
    const last = (await this.#matching('')).at(-1)?.number ?? 0
    const bad = numbers.find((text) => !/^\d+$/.test(text) || Number(text) < 1 || Number(text) > last)
    if (bad !== undefined) return words.command.badPacket(bad, last)
    return saying(async () => {
      const verdict = await this.#investigation.diagnose({ fault, packets: numbers.map(Number) })
      const { name } = this.#investigation.scenario.faults.find(({ id }) => id === fault)!
      return [...diagnosisLines(name, verdict, numbers.length > 0), this.#points()].join('\n')
    })
  }

  #mend(repair: string): Promise<string> {
    return saying(async () => {
      const { works, attempt } = await this.#investigation.mend(repair)
      return [works ? words.mended : words.notMended, attemptText(attempt), this.#points()].join('\n')
    })
  }

  #hint(): string {
    const hint = this.#investigation.openHint()
    return hint === null ? words.noMoreHints : `${words.hintText(hint)}\n${this.#points()}`
  }

  #points(): string {
    return words.points(this.#investigation.points, MOST_POINTS)
  }
}

/** The sentences of a verdict. */
function diagnosisLines(name: string, verdict: DiagnosisVerdict, hasPackets: boolean): string[] {
  const { isRight, because, against, proof } = verdict
  if (!isRight || proof === null)
    return [words.wrong, against ? words.against(against.packet, against.says) : words.lookFurther]
  return [
    words.right(name),
    because ?? '',
    proof.isComplete ? words.proven : words.notProven,
    ...(hasPackets ? [] : [words.nothingSelected]),
    ...proof.shown.map(({ packet, says }) => words.shows(packet, says)),
    ...(proof.isComplete ? proof.never.map(words.never) : []),
    ...(proof.missing > 0 ? [words.missing(proof.missing)] : []),
    ...(proof.others.length > 0 ? [words.others(proof.others)] : []),
  ]
}

function attemptText({ output, status }: Attempt): string {
  const lines = output.trimEnd() || words.nothingPrinted
  const shown = lines.split('\n').map((line) => `  ${line}`)
  return [...shown, ...(status === null ? [`  ${words.interrupted}`] : [])].join('\n')
}

/** Runs an act; a name that does not exist is an answer, not an error of ours. */
async function saying(act: () => Promise<string>): Promise<string> {
  try {
    return await act()
  } catch (error) {
    if (error instanceof RangeError) return error.message
    throw error
  }
}
