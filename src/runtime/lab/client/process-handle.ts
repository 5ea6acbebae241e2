import type { Counters, Data, Duration, Exit, Handles, Listening, Process, Signal, Within } from '../api/index.ts'
import { LabError } from '../api/index.ts'
import { Handle, limitOf, optionalMs } from './handle.ts'
import type { Session } from './session.ts'

export class ProcessHandle extends Handle implements Process {
  readonly pid: number

  constructor(session: Session, on: string, label: string, pid: number) {
    super(session, on, label)
    this.pid = pid
  }

  listening(on: Listening, options?: Within): Promise<void> {
    return this.wait('listening', { args: [on], ...limitOf(options) })
  }

  line(options?: Within): Promise<string> {
    return this.wait('line', { args: ['stdout'], ...limitOf(options) })
  }

  json<T = unknown>(options?: Within): Promise<T> {
    return this.wait('line', {
      args: ['stdout'],
      ...limitOf(options),
      result: (line: string) => this.#parse(line) as T,
    })
  }

  errorLine(options?: Within): Promise<string> {
    return this.wait('line', { args: ['stderr'], ...limitOf(options) })
  }

  output(): Promise<{ stdout: string; stderr: string }> {
    return this.look('output')
  }

  write(data: Data): Promise<void> {
    return this.act('write', { args: [data] })
  }

  endInput(): Promise<void> {
    return this.act('endInput')
  }

  kill(signal: Signal = 'SIGTERM'): Promise<void> {
    return this.act('kill', { args: [signal] })
  }

  exited(options?: Within): Promise<Exit> {
    return this.wait('exited', limitOf(options))
  }

  expectAlive(during?: Duration): Promise<void> {
    return this.wait('expectAlive', { args: [optionalMs(during) ?? 0] })
  }

  counters(options: { reset?: boolean } = {}): Promise<Counters> {
    return this.look('counters', { args: [options.reset ?? false] })
  }

  handles(): Promise<Handles> {
    return this.look('handles')
  }

  #parse(line: string): unknown {
    try {
      return JSON.parse(line)
    } catch (error) {
      const seen = `${JSON.stringify(line)} (${(error as Error).message})`
      const expected = `a line of JSON from ${this.label}`
      throw new LabError({ code: 'UNEXPECTED', expected, seen, at: this.session.now, packets: [] })
    }
  }
}
