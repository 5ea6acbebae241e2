const stream = new ReadableStream({
  start(controller) {
    controller.enqueue('a')
    controller.enqueue('b')
    controller.close()
  },
}).pipeThrough(new TransformStream({ transform: (chunk, controller) => controller.enqueue(chunk + chunk) }))
for await (const chunk of stream) console.log(chunk)
const { text } = await import('node:stream/consumers')
console.log(await text(new ReadableStream({ start: (c) => (c.enqueue(new TextEncoder().encode('bytes')), c.close()) })))
