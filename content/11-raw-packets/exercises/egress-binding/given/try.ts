/** Asks the server through each provider, and from each address, and prints what your functions return. */
import { askVia, connectFrom, connectVia, health } from './egress.ts'

const [SERVER, PORT] = ['203.0.113.80', 7]
const show = async (what: string, result: Promise<unknown>) =>
  console.log(what, '→', await result.catch((error) => `rejected: ${error.message}`))

for (const local of ['10.2.0.2', '10.2.0.9']) await show(`connectFrom ${local}`, connectFrom(local, SERVER, PORT))
for (const device of ['eth0', 'eth1']) await show(`connectVia ${device}`, connectVia(device, SERVER, PORT))
for (const device of ['eth0', 'eth1']) await show(`askVia ${device}`, askVia(device, SERVER, PORT, 'who am I?'))
await show('health', health(SERVER, PORT))
