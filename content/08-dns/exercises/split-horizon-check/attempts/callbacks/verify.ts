import { lookup, Resolver } from 'node:dns'
import { params } from './params.ts'

export interface Answer {
  /** IPv4, sorted. */
  addresses: string[]
  /** Why there are none. */
  code: string | null
}

export interface Report {
  /** What a program gets. */
  lookup: Answer
  /** What each server says. */
  servers: ({ server: string } & Answer)[]
  verdict: 'same' | 'local' | 'diverged'
}

const failed = (error: NodeJS.ErrnoException): Answer => ({ addresses: [], code: error.code ?? error.message })
const found = (addresses: string[]): Answer => ({ addresses: [...addresses].sort(), code: null })

export function verify(name: string, servers: string[]): Promise<Report> {
  return new Promise((done) => {
    const answers: Report['servers'] = []
    let program: Answer | null = null
    let missing = servers.length + 1
    const arrived = () => {
      missing -= 1
      if (missing === 0 && program) done({ lookup: program, servers: answers, verdict: judge(program, answers) })
    }
    lookup(name, { all: true, family: 4 }, (error, list) => {
      program = error ? failed(error) : found(list.map((one) => one.address))
      arrived()
    })
    servers.forEach((server, i) => {
      const resolver = new Resolver({ timeout: params.patienceMs, tries: 1 })
      resolver.setServers([server])
      resolver.resolve4(name, (error, list) => {
        answers[i] = { server, ...(error ? failed(error) : found(list)) }
        arrived()
      })
    })
  })
}

function judge(program: Answer, answers: Answer[]): Report['verdict'] {
  const replied = answers.filter((answer) => answer.code !== 'ETIMEOUT')
  const views = new Set(replied.map((answer) => JSON.stringify(answer.addresses)))
  if (views.size > 1) return 'diverged'
  return views.size === 0 || views.has(JSON.stringify(program.addresses)) ? 'same' : 'local'
}
