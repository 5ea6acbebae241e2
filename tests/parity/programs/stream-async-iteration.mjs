// for await over streams: leaving early destroys, errors are thrown, helpers like map and take work lazily.
import { Readable } from 'node:stream'
const numbers = (n) => Readable.from((function* () { try { for (let i = 1; i <= n; i++) yield i } finally { console.log('generator done') } })())
const first = numbers(5)
for await (const n of first) { console.log(n); if (n === 2) break }
console.log(first.destroyed)
const kept = numbers(3)
for await (const n of kept.iterator({ destroyOnReturn: false })) { console.log(n); break }
console.log(kept.destroyed, await kept.toArray())
try {
  for await (const n of new Readable({ objectMode: true, read() { this.push(1); this.destroy(new Error('in the middle')) } })) console.log(n)
} catch (error) {
  console.log(error.message)
}
console.log(await numbers(10).filter((n) => n % 2).map(async (n) => n * n, { concurrency: 2 }).take(3).toArray())
console.log(await numbers(4).reduce((sum, n) => sum + n), await numbers(4).some((n) => n > 3), await numbers(3).every((n) => n > 1), await numbers(3).find((n) => n > 1))
console.log(await numbers(6).drop(2).flatMap((n) => [n, -n]).toArray())
await numbers(2).forEach((n) => console.log('each', n))
try { await numbers(3).map((n) => { throw new Error(`no ${n}`) }).toArray() } catch (error) { console.log(error.message) }
try { await numbers(3).reduce('no') } catch (error) { console.log(error.code, error.message) }
