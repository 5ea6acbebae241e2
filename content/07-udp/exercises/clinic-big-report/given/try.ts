/** Makes a report for each of its numbers, with so many counters: `try.ts 3 300`. */
import { params } from './params.ts'
import { report } from './report.ts'

for (const count of process.argv.slice(2)) {
  const counters = Array.from({ length: Number(count) }, (_, n): [string, number] => [`harbor.crane${n}.lifts`, n])
  const outcome = await report('10.0.2.10', params.port, counters).then(() => 'the kernel took it', String)
  console.log(`${count} counters: ${outcome}`)
}
