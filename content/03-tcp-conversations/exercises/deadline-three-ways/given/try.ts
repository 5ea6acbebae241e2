/**
 * Asks the questions on its command line, one after the other, and prints what came of each, and when: `node try.ts one drops` asks two. With the
 * question `nobody` it connects to an address where nobody is; with `abort` it aborts its signal after half a second.
 */
import { connect } from './caller.ts'
import { params } from './params.ts'

const questions = process.argv.slice(2)
const NOBODY = '10.0.9.99'

try {
  const controller = new AbortController()
  if (questions.includes('abort')) setTimeout(() => controller.abort(new Error('no longer wanted')), 500)
  const caller = await connect(questions.includes('nobody') ? NOBODY : 'server', params.port, controller.signal)
  for (const question of questions) {
    const answer = await caller.ask(question)
    console.log(seconds(), answer)
  }
  caller.close()
} catch (error) {
  console.log(seconds(), 'rejected:', error)
}

function seconds(): string {
  return `${(performance.now() / 1000).toFixed(2)} s`
}
