import { once } from 'node:events'
import { createServer } from 'node:net'
import { Aedes } from 'aedes'
import mqtt from 'mqtt'

const broker = await Aedes.createBroker({ id: 'broker' })
const server = createServer(broker.handle).listen(0, '127.0.0.1')
await once(server, 'listening')
const url = `mqtt://127.0.0.1:${server.address().port}`
broker.on('subscribe', (subscriptions, client) => console.log('broker: subscribe', client.id, subscriptions))
const listener = await mqtt.connectAsync(url, { clientId: 'listener' })
console.log('granted', await listener.subscribeAsync('rooms/+/temperature', { qos: 1 }))
const sensor = await mqtt.connectAsync(url, {
  clientId: 'sensor',
  will: { topic: 'rooms/gone/temperature', payload: 'last words', qos: 0, retain: false },
})
for (const qos of [0, 1, 2]) {
  const heard = once(listener, 'message')
  await sensor.publishAsync(`rooms/${qos}/temperature`, `${20 + qos}`, { qos })
  const [topic, payload, { qos: granted, retain }] = await heard
  console.log(topic, String(payload), granted, retain)
}
const will = once(listener, 'message')
sensor.stream.destroy()
sensor.on('close', () => sensor.end(true))
console.log('will', (await will).slice(0, 2).map(String))
await listener.endAsync()
broker.close(() => server.close(() => console.log('closed')))
