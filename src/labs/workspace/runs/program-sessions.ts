import type { ContinuedSession, JournalEntry, Lab, Process } from '#lab'

export interface ProgramStart {
  host: string
  program: string
  args: readonly string[]
}

/** Programs started from outside in a world, in order, so that the learner can write to them. */
export class ProgramSessions {
  readonly #started: Process[] = []

  /** `files`: those that differ from the world's own. */
  async run(
    lab: Lab,
    { host, program, args }: ProgramStart,
    files: Readonly<Record<string, string>> = {},
  ): Promise<void> {
    this.#started.push(
      await lab.host(host).run(program, { args: [...args], ...(Object.keys(files).length > 0 && { files }) }),
    )
  }

  get pids(): number[] {
    return this.#started.map(({ pid }) => pid)
  }

  byPid(pid: number): Process | undefined {
    return this.#started.find((process) => process.pid === pid)
  }

  /** Resumes the programs that a replayed run has started so far. */
  resume(session: ContinuedSession, pids: readonly number[], done: readonly JournalEntry[]): void {
    const commands = done.flatMap((entry) => (entry.kind === 'batch' ? entry.batch.commands : []))
    const runs = commands.filter(({ on, op }) => on.startsWith('host:') && op === 'run')
    for (const [index, { id }] of runs.entries()) {
      const pid = pids[index]
      if (pid !== undefined) this.#started.push(session.formerProcess(id, pid))
    }
  }
}
