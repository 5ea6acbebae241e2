const [a, b, other] = [new BroadcastChannel('x'), new BroadcastChannel('x'), new BroadcastChannel('y')]
other.onmessage = () => console.log('never')
a.onmessage = () => console.log('not to itself')
const got = []
b.addEventListener('message', ({ data, type, constructor }) => {
  got.push(data)
  console.log(type, constructor.name, data)
  if (got.length < 3) return
  for (const channel of [a, b, other]) channel.close()
  try {
    a.postMessage('closed')
  } catch (error) {
    console.log(error.name, error.message)
  }
  console.log(a, b.name)
})
a.postMessage('text')
a.postMessage({ map: new Map([[1, 2]]) })
a.postMessage([undefined, 1n])
console.log('posted')
