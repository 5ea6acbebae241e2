/** Sells a coffee. */
import { params } from './params.ts'
import { Till } from './till.ts'

const till = new Till('server', params.port)
try {
  console.log(`sold a coffee: ${await till.pay(420)}`)
} catch (error) {
  console.log(`not sold: ${(error as Error).message}`)
}
