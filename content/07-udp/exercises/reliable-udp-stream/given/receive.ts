/** Receives the stream of `send.ts` with your receiver, and says whether it is whole. */
import { params } from './params.ts'
import { receiveStream } from './receiver.ts'

console.log('waiting for a stream')
const data = await receiveStream(params.port)
const wrong = data.findIndex((byte, i) => byte !== i % 251)
console.log(`${data.length} bytes, ${wrong < 0 ? 'in order' : `wrong from byte ${wrong} on`}`)
