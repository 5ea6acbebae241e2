import dns, { Resolver } from 'node:dns/promises'

interface Answer {
  addresses: string[]
  code: string | null
}
declare const patienceMs: number

/** One call as an Answer. */
async function answerOf(call: Promise<string[]>): Promise<Answer> {
  try {
    return { addresses: await call, code: null } // … in which order?
  } catch (error) {
    return { addresses: [], code: '' } // … what does the error say?
  }
}

export async function ask(name: string, servers: string[]) {
  const lookup = dns.lookup(name, { family: 4, all: true }) // … gives objects with an address
  const answers = servers.map((server) => {
    const resolver = new Resolver({ timeout: patienceMs, tries: 1 })
    // … which server does it ask?
    return answerOf(resolver.resolve4(name))
  })
  return { lookup: await lookup, answers: await Promise.all(answers) }
}
