/** Asks as many questions without an answer as may be asked at once, and then for apples. */
import { params } from './params.ts'
import { Service } from './service.ts'

const service = new Service('server', params.port)
const ask = (question: string) => service.ask(question).catch((error: Error) => `failed, ${error.message}`)

const hung = Array.from({ length: params.most }, (_, n) => ask(`hang ${n + 1}`))
for (const outcome of await Promise.all(hung)) console.log(outcome)
const patience = setTimeout(() => {
  console.log('apples: no answer and no error for 3 seconds')
  process.exit(1)
}, 3_000)
console.log(await ask('apples'))
clearTimeout(patience)
