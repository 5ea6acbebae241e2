import { fork } from 'node:child_process'
import { once } from 'node:events'

if (process.argv[2] === 'child') {
  console.log(process.connected, typeof process.send, process.channel !== undefined)
  process.on('message', (message) => {
    if (message === 'bye') process.disconnect()
    else process.send({ echo: message, type: typeof message })
  })
  process.on('disconnect', () => console.log('child: disconnect', process.connected))
} else {
  const child = fork(import.meta.filename, ['child'], { silent: true })
  // Two processes that write to one place would race.
  let said = ''
  child.stdout.on('data', (text) => (said += text))
  const answers = []
  child.on('message', (message) => answers.push(JSON.stringify(message)))
  for (const message of [{ a: [1, 2, { b: null }] }, 'text', 7, true, null]) child.send(message)
  child.send('last', (error) => console.log('sent', error))
  while (answers.length < 6) await once(child, 'message')
  console.log(answers.join('\n'))
  try {
    child.send(undefined)
  } catch (error) {
    console.log(error.code, error.message)
  }
  try {
    child.send(() => {})
  } catch (error) {
    console.log(error.code)
  }
  child.send('bye')
  child.on('disconnect', () => console.log('parent: disconnect', child.connected))
  const [code, signal] = await once(child, 'close')
  console.log('close', code, signal, said)
  child.send('too late', (error) => console.log(error.code, error.message))
  child.on('error', (error) => console.log('error', error.code))
  child.send('again')
  child.disconnect()
}
