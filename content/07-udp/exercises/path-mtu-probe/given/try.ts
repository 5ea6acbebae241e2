/** Asks your function for the largest payload to the responder on the host `server`. Change the MTU or the loss of the middle link, and run it again. */
import { params } from './params.ts'
import { largestPayload } from './probe.ts'

const began = performance.now()
const result = await largestPayload('10.0.2.10', params.port).catch(
  (error) => `rejected: ${error.code ?? error.message}`,
)
console.log(`largest payload: ${result}, after ${Math.round(performance.now() - began)} ms`)
